package org.porin.sip;

/** The character classes of RFC 3261 §25.1. */
final class SipText {
  private static final String TOKEN_MARKS = "-.!%*_+`'~";
  private static final boolean[] TOKEN = new boolean[128];
  private static final boolean[] VALUE = new boolean[128];
  private static final boolean[] URI = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      boolean visible = c > ' ' && c < 0x7F;
      TOKEN[c] = isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0;
      VALUE[c] = visible && ";,\"<>\\".indexOf(c) < 0;
      URI[c] = visible && "\"<>\\^`{|}".indexOf(c) < 0;
    }
  }

  private SipText() {}

  static boolean isTokenChar(char c) {
    return c < 128 && TOKEN[c];
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** SP or HTAB. */
  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * What may stand in a parameter value without quotes. The grammar says token or host; beyond it
   * everything visible passes that cannot be mistaken, since peers put base64 into tags.
   */
  static boolean isValueChar(char c) {
    return c < 128 && VALUE[c];
  }

  /** What may stand in a URI, of any scheme (RFC 3986 §2). */
  static boolean isUriChar(char c) {
    return c < 128 && URI[c];
  }

  /**
   * Where a text may not go out as, or was not accepted as, a header value or reason phrase: at CR,
   * LF, another control except HTAB, or half a surrogate pair. Inside a quoted string a backslash
   * lets a control pass, but never CR or LF (quoted-pair, §25.1).
   *
   * @return the index of the first such char, or -1
   */
  static int firstForbidden(String text) {
    boolean quoted = false;
    for (int i = isPlain(text) ? text.length() : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && i + 1 < text.length() && isQuotable(text.charAt(i + 1))) {
        i++;
      } else if ((c < ' ' && c != '\t') || c == 0x7F) {
        return i;
      } else if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** Nothing but printable ASCII, as most values are: allowed within quotes and without. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuotable(char c) {
    return c < 128 && c != '\r' && c != '\n';
  }
}

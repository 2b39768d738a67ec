package org.porin.msgfmt;

/** The character classes of RFC 3862 §3.6. */
final class Grammar {
  private static final String NAME_MARKS = "!#$%&'*+-^_`|~";
  private static final boolean[] NAME_CHARS = nameChars();

  private Grammar() {}

  /** NAMECHAR: printable ASCII but "." and SEPARATORS. */
  static boolean isNameChar(char c) {
    return c < NAME_CHARS.length && NAME_CHARS[c];
  }

  private static boolean[] nameChars() {
    boolean[] chars = new boolean[0x80];
    for (char c = 0; c < chars.length; c++) {
      chars[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || NAME_MARKS.indexOf(c) >= 0;
    }
    return chars;
  }

  /** TOKENCHAR: NAMECHAR, "." and everything beyond ASCII. */
  static boolean isTokenChar(char c) {
    return c == '.' || c > 0x7F || isNameChar(c);
  }

  /** CTL: U+0000 to U+001F and U+007F. */
  static boolean isControl(int c) {
    return c < 0x20 || c == 0x7F;
  }

  /** SP or HTAB, the only white space of a header block. */
  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** The text without the spaces and tabs around it. */
  static String trim(String text) {
    return trimStart(trimEnd(text));
  }

  /** The text without the spaces and tabs at its end. */
  static String trimEnd(String text) {
    int last = text.length();
    while (last > 0 && isBlank(text.charAt(last - 1))) {
      last--;
    }
    return text.substring(0, last);
  }

  /** The text without the spaces and tabs at its start. */
  static String trimStart(String text) {
    int first = 0;
    while (first < text.length() && isBlank(text.charAt(first))) {
      first++;
    }
    return text.substring(first);
  }

  /** Whether UTF-8 can write the text: no half of a surrogate pair stands alone. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is a Name. */
  static boolean isName(String text) {
    return !text.isEmpty() && endOfName(text, 0) == text.length();
  }

  /** Whether the text is a Token, or a Language-tag. */
  static boolean isToken(String text) {
    return !text.isEmpty() && endOfToken(text, 0) == text.length() && isWellFormed(text);
  }

  /** Where the run of NAMECHAR that begins at {@code from} ends. */
  static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && isNameChar(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Where the run of TOKENCHAR that begins at {@code from} ends. */
  static int endOfToken(String text, int from) {
    int end = from;
    while (end < text.length() && isTokenChar(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /**
   * Where the String whose opening quote is at {@code from} ends, behind its quote; -1 if never.
   */
  static int endOfString(String text, int from) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  /**
   * Whether the text is an absolute URI without fragment, as far as RFC 3862 §3.4 looks into it.
   */
  static boolean isAbsoluteUri(String text) {
    if (!hasScheme(text)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || "<>#\"\\^`{|}".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text begins as an absolute URI does, with a scheme and a colon. */
  static boolean hasScheme(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || !isAlpha(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < colon; i++) {
      char c = text.charAt(i);
      if (!isAlpha(c) && !(c >= '0' && c <= '9') && "+.-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the text can stand between angle brackets, in which RFC 3862 §4 has URIs: something
   * without white space, control characters and brackets.
   */
  static boolean isBracketable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '<' || c == '>' || Character.isISOControl(c) || Character.isSpaceChar(c)) {
        return false;
      }
    }
    return !text.isEmpty() && isWellFormed(text);
  }

  private static boolean isAlpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}

package org.porin.sip;

/**
 * The forms in which nearly all messages have the headers that must be right. Whatever is of such a
 * form, its parser takes; what is not may still be, and only the parser knows. To look is several
 * times faster than to parse, which then happens when somebody asks for the value.
 */
final class UsualShape {
  private static final String VIA = "SIP/2.0/";

  private UsualShape() {}

  /** {@code SIP/2.0/TCP host:5060;branch=z9hG4bK1;rport}. */
  static boolean isVia(String text) {
    if (!text.startsWith(VIA)) {
      return false;
    }
    int transport = endOfToken(text, VIA.length());
    if (transport == VIA.length() || !isAt(text, transport, ' ')) {
      return false;
    }
    int host = transport + 1;
    int at = host;
    while (at < text.length() && SipCursor.isNameChar(text.charAt(at))) {
      at++;
    }
    if (at == host || at - host > Via.MAX_HOST_CHARS) {
      return false;
    }
    if (isAt(text, at, ':')) {
      int port = at + 1;
      at = endOfDigits(text, port);
      if (at == port || at - port > 4 || text.charAt(port) == '0') {
        return false; // five digits may be too many
      }
    }
    return areParameters(text, at);
  }

  /** {@code <sip:user@host>;tag=1}, with or without a name of words. */
  static boolean isNameAddr(String text) {
    int open = 0;
    while (open < text.length() && isWordChar(text.charAt(open))) {
      open++;
    }
    if (!isAt(text, open, '<')) {
      return false;
    }
    int close = text.indexOf('>', open);
    return close > 0
        && SipRequest.firstNotUri(text, open + 1, close) < 0
        && areParameters(text, close + 1);
  }

  /** {@code 1 MESSAGE}. */
  static boolean isCSeq(String text, String method) {
    int end = endOfDigits(text, 0);
    return end > 0
        && end < 10
        && isAt(text, end, ' ')
        && text.length() - end - 1 == method.length()
        && text.endsWith(method);
  }

  /**
   * {@code *( ";" token [ "=" value ] )} to the end, without blanks or quotes. By first letter and
   * length no two names can be the same, so none is there twice, and there are fewer than the
   * parser takes.
   */
  private static boolean areParameters(String text, int from) {
    int at = from;
    int marks = 0;
    while (isAt(text, at, ';')) {
      int name = at + 1;
      at = endOfToken(text, name);
      if (at == name) {
        return false;
      }
      int mark = 1 << ((text.charAt(name) ^ (at - name)) & 31); // the same in both cases
      if ((marks & mark) != 0) {
        return false;
      }
      marks |= mark;
      if (isAt(text, at, '=')) {
        int value = at + 1;
        at = value;
        while (at < text.length() && SipText.isValueChar(text.charAt(at))) {
          at++;
        }
        if (at == value) {
          return false;
        }
      }
    }
    return at == text.length();
  }

  private static boolean isAt(String text, int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private static boolean isWordChar(char c) {
    return SipText.isTokenChar(c) || c == ' ';
  }

  private static int endOfToken(String text, int from) {
    int at = from;
    while (at < text.length() && SipText.isTokenChar(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (at < text.length() && SipText.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }
}

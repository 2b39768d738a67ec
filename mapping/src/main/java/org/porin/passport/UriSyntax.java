package org.porin.passport;

/** The characters of URIs, as far as one has to be told from what is none (RFC 3986). */
final class UriSyntax {
  /** The longest URI in a token, in chars. */
  static final int MAX_CHARS = 2_048;

  private static final String UNRESERVED_MARKS = "-._~";

  private UriSyntax() {}

  /** Whether it has a scheme, and nothing in it could end it in a header or a token. */
  static boolean isAbsolute(String text) {
    if (text.length() > MAX_CHARS || endOfScheme(text) < 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isUriChar(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Where the colon behind the scheme is; -1 if there is no scheme (§3.1). */
  static int endOfScheme(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || !isLetter(text.charAt(0))) {
      return -1;
    }
    for (int i = 1; i < colon; i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !isDigit(c) && "+-.".indexOf(c) < 0) {
        return -1;
      }
    }
    return colon;
  }

  /** Everything visible but what delimits URIs; looser than §2, as senders are. */
  static boolean isUriChar(char c) {
    return c > ' ' && c < 0x7F && "<>\"\\".indexOf(c) < 0;
  }

  static boolean isUnreserved(int c) {
    return c < 0x7F
        && (isLetter((char) c) || isDigit((char) c) || UNRESERVED_MARKS.indexOf(c) >= 0);
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

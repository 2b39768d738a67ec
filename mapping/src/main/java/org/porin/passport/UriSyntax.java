package org.porin.passport;

/** The characters of URIs, as far as one has to be told from what is none (RFC 3986). */
final class UriSyntax {
  /** The longest URI in a token, in chars. */
  static final int MAX_CHARS = 2_048;

  private static final CharClass SCHEME = CharClass.LETTERS.and(CharClass.DIGITS).and("+-.");
  private static final CharClass UNRESERVED = CharClass.LETTERS.and(CharClass.DIGITS).and("-._~");

  /** Everything visible but what delimits URIs; looser than §2, as senders are. */
  static final CharClass URI = UNRESERVED.and("!#$%&'()*+,/:;=?@[]^`{|}");

  private UriSyntax() {}

  /** Whether it has a scheme, and nothing in it could end it in a header or a token. */
  static boolean isAbsolute(String text) {
    return text.length() <= MAX_CHARS && endOfScheme(text) >= 0 && URI.hasAll(text);
  }

  /** Where the colon behind the scheme is; -1 if there is no scheme (§3.1). */
  static int endOfScheme(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || !CharClass.LETTERS.has(text.charAt(0))) {
      return -1;
    }
    return SCHEME.end(text, 1) == colon ? colon : -1;
  }

  static boolean isUnreserved(int c) {
    return UNRESERVED.has(c);
  }
}

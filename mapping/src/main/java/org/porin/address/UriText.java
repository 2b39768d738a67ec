package org.porin.address;

import org.porin.wire.MalformedException;

/** What the text of a URI may be made of, on the wire and decoded. */
final class UriText {
  private static final boolean[] OF_URI = new boolean[128];

  static {
    for (char c = ' ' + 1; c <= '~'; c++) {
      OF_URI[c] = "<>\"\\".indexOf(c) < 0;
    }
  }

  private UriText() {}

  /**
   * Lets pass what cannot break out of a header or an angle bracket: printable ASCII other than
   * space, quote, brackets of both kinds that delimit, and backslash. Looser than RFC 3986 §2.
   */
  static void checkCharacters(String text, int from) throws MalformedException {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || !OF_URI[c]) {
        throw new MalformedException("a character of a URI", i);
      }
    }
  }

  /** Refuses, in decoded text, control characters, line separators and lone surrogates. */
  static void checkDecoded(String text) throws MalformedException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        continue;
      }
      if (c < ' ' || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029) {
        throw new MalformedException("no control character", i);
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new MalformedException("no lone surrogate", i);
        }
        i++;
      }
    }
  }
}

package org.porin.passport;

/** A set of ASCII characters, as grammars have them. */
final class CharClass {
  static final CharClass DIGITS = of("0123456789");
  static final CharClass LETTERS =
      of("abcdefghijklmnopqrstuvwxyz").and("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  private final long low; // a bit for each of the first 64
  private final long high;

  private CharClass(long low, long high) {
    this.low = low;
    this.high = high;
  }

  static CharClass of(String chars) {
    long low = 0;
    long high = 0;
    for (char c : chars.toCharArray()) {
      low |= c < 64 ? 1L << c : 0;
      high |= c < 64 ? 0 : 1L << (c - 64);
    }
    return new CharClass(low, high);
  }

  CharClass and(CharClass other) {
    return new CharClass(low | other.low, high | other.high);
  }

  CharClass and(String chars) {
    return and(of(chars));
  }

  boolean has(int c) {
    return c < 64 ? c >= 0 && (low >>> c & 1) != 0 : c < 128 && (high >>> (c - 64) & 1) != 0;
  }

  /** Whether a text is of these alone; an empty one is. */
  boolean hasAll(String text) {
    return end(text, 0) == text.length();
  }

  /** Where the first other one is, or the end of the text. */
  int end(String text, int from) {
    int at = from;
    while (at < text.length() && has(text.charAt(at))) {
      at++;
    }
    return at;
  }
}

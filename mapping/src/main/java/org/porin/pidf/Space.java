package org.porin.pidf;

/** White space of XML, {@code S} (XML 1.0 §2.3). */
final class Space {
  private Space() {}

  /** Text without the white space at its ends. */
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && is(text.charAt(from))) {
      from++;
    }
    while (to > from && is(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean is(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}

package org.porin.passport;

import java.util.Comparator;

/**
 * The order of names by their Unicode code points (RFC 8225 §9). That of {@link String} is by
 * UTF-16, which has what is beyond U+FFFF before U+E000.
 */
enum CodePointOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return rank(a) - rank(b);
      }
    }
    return left.length() - right.length();
  }

  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }

  /**
   * Refuses what UTF-8 cannot write.
   *
   * @throws IllegalArgumentException if half of a surrogate pair stands alone
   */
  static void requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) {
        throw new IllegalArgumentException("no lone surrogate");
      }
      i++;
    }
  }
}

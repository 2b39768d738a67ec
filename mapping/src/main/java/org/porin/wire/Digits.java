package org.porin.wire;

/** Decimal digits of a fixed number, as dates and times have them. */
public final class Digits {
  private Digits() {}

  /**
   * Appends a number with zeros before it.
   *
   * @param value not negative, and of no more digits than that
   * @param count how many digits
   * @return {@code out}
   */
  public static StringBuilder append(StringBuilder out, int value, int count) {
    int unit = 1;
    for (int i = 1; i < count; i++) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      out.append((char) ('0' + value / unit % 10));
    }
    return out;
  }
}

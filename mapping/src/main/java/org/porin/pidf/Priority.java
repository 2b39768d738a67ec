package org.porin.pidf;

import java.util.OptionalInt;

/**
 * The {@code priority} attribute (RFC 3863 §4.1.5). The patterns of §4.4 have a dot that matches
 * anything; it is meant to be one.
 *
 * <pre>qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3"0" ] )</pre>
 */
final class Priority {
  private static final int MAX_CHARS = 5;

  private Priority() {}

  /** Thousandths; empty for what is out of range or not of this form. */
  static OptionalInt parse(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_CHARS || (length > 1 && text.charAt(1) != '.')) {
      return OptionalInt.empty();
    }
    int whole = text.charAt(0) - '0';
    if (whole != 0 && whole != 1) {
      return OptionalInt.empty();
    }
    int thousandths = whole * Contact.MAX_PRIORITY;
    for (int i = 2, unit = 100; i < length; i++, unit /= 10) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalInt.empty();
      }
      thousandths += digit * unit;
    }
    return thousandths > Contact.MAX_PRIORITY ? OptionalInt.empty() : OptionalInt.of(thousandths);
  }

  /** The shortest form: {@code 0}, {@code 0.5}, {@code 0.021}, {@code 1}. */
  static String format(int thousandths) {
    int fraction = thousandths % 1_000;
    if (fraction == 0) {
      return thousandths == 0 ? "0" : "1";
    }
    String digits = Integer.toString(1_000 + fraction).substring(1);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return "0." + digits.substring(0, end);
  }
}

package org.porin.conformance.load;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a message of the load known again: it stands at the end of its text.
 *
 * @param lane the pair of source and destination, from 0
 * @param number the place in the order of its lane, from 0
 */
public record Mark(int lane, int number) {
  private static final Pattern FORM =
      Pattern.compile("\\[lane ([0-9]{1,6}) number ([0-9]{1,8})\\]");

  /** The first mark in a text. */
  public static Optional<Mark> find(CharSequence text) {
    Matcher found = FORM.matcher(text);
    return found.find()
        ? Optional.of(new Mark(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
        : Optional.empty();
  }

  /** A text that ends in this mark, in ASCII, padded in front to a length in octets. */
  public String text(int octets) {
    String mark = toString();
    int padding = Math.max(0, octets - mark.getBytes(StandardCharsets.US_ASCII).length - 1);
    return "x".repeat(padding) + " " + mark;
  }

  @Override
  public String toString() {
    return "[lane " + lane + " number " + number + "]";
  }
}

package org.porin.mapping;

import java.util.regex.Pattern;

/** A cause in words on its way from one side to the other (RFC 7247 §7). */
final class CauseText {
  private static final int MAX_CHARS = 200;
  private static final String MARKS = " ;/?:@&=+$,-_.!~*'()";
  private static final Pattern NETWORK_ADDRESS =
      Pattern.compile(
          "sips?:\\S{1,200}|\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?"
              + "|\\[[0-9A-Fa-f:.]{2,45}\\](?::\\d{1,5})?"
              + "|(?:[0-9A-Fa-f]{1,4}:){2,7}:?[0-9A-Fa-f]{1,4}");

  private CauseText() {}

  /**
   * At most 200 chars on one line, of the characters of a Reason-Phrase (RFC 3261 §25.1): no
   * control characters, quotes or backslashes. Good for a Warning and for {@code <text/>} too.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < text.length() && clean.length() < MAX_CHARS; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == ' ' || !isAllowed(c)) {
        space = !clean.isEmpty();
      } else {
        if (space) {
          clean.append(' ');
          space = false;
        }
        clean.appendCodePoint(c);
      }
    }
    return clean.toString();
  }

  /** As {@link #clean}, and without the addresses of hosts, which are no business of users. */
  static String withoutAddresses(String text) {
    String clean = clean(text);
    return clean(NETWORK_ADDRESS.matcher(clean).replaceAll(" "));
  }

  private static boolean isAllowed(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || MARKS.indexOf(c) >= 0;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT, // among them those that turn the direction of writing
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}

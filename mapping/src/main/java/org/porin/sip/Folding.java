package org.porin.sip;

/** Header values in several lines: a line break with the blanks around it is one space (§7.3.1). */
final class Folding {
  private Folding() {}

  static String unfold(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    walk(raw, out, Integer.MAX_VALUE);
    return out.toString();
  }

  /** How many chars of the folded value stand before a char of what {@link #unfold} makes of it. */
  static int charsBefore(String raw, int unfolded) {
    return walk(raw, new StringBuilder(raw.length()), unfolded);
  }

  /**
   * Appends the unfolded value until it has more than {@code wanted} chars.
   *
   * @return the index in {@code raw} of the char that came then, or its length
   */
  private static int walk(String raw, StringBuilder out, int wanted) {
    int i = 0;
    while (i < raw.length()) {
      int next = i;
      while (next < raw.length() && SipText.isBlank(raw.charAt(next))) {
        next++;
      }
      boolean folds = false;
      while (raw.startsWith("\r\n", next)) {
        folds = true;
        next += 2;
        while (next < raw.length() && SipText.isBlank(raw.charAt(next))) {
          next++;
        }
      }
      if (folds) {
        out.append(' ');
      } else {
        next = Math.max(next, i + 1);
        out.append(raw, i, next);
      }
      if (out.length() > wanted) {
        return folds ? i : next - (out.length() - wanted);
      }
      i = next;
    }
    return raw.length();
  }
}

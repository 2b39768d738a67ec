package org.porin.mapping;

/** Text of CPIM made fit for XML (XML 1.0 §2.2, §2.11). */
final class XmlText {
  private static final char REPLACEMENT = '\uFFFD';

  private XmlText() {}

  /** The text with LF for every line break, and U+FFFD for each character that XML forbids. */
  static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        clean.append('\n');
        if (i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          i++;
        }
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append(isChar(c) ? c : REPLACEMENT);
      }
    }
    return clean.toString();
  }

  /** Whether every character may stand in XML. */
  static boolean isWellFormed(String text) {
    return text.codePoints().allMatch(c -> c > 0xFFFF || isChar((char) c));
  }

  /** Char of XML 1.0 §2.2 in the basic plane. */
  private static boolean isChar(char c) {
    return c >= 0x20
        ? c < 0xFFFE && !Character.isSurrogate(c)
        : c == '\t' || c == '\n' || c == '\r';
  }
}

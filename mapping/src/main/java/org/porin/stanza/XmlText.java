package org.porin.stanza;

/**
 * Escapes text for XML. Everything beyond ASCII stands as it is (Openfire mangles references to it,
 * DESIGN 15); what XML 1.0 §2.2 cannot have becomes U+FFFD, lone surrogates too.
 */
public final class XmlText {
  private XmlText() {}

  /** Appends character data. A carriage return is written so that no parser makes LF of it. */
  public static void append(StringBuilder out, String text) {
    append(out, text, false);
  }

  /** Appends the value of an attribute, for quotes of either kind. */
  public static void appendAttribute(StringBuilder out, String value) {
    append(out, value, true);
  }

  private static void append(StringBuilder out, String text, boolean inAttribute) {
    int plain = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > '>' && c < 0xD800) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      String escape = escape(c, inAttribute);
      if (!escape.isEmpty()) {
        out.append(text, plain, i).append(escape);
        plain = i + 1;
      }
    }
    out.append(text, plain, length);
  }

  /** What to write in place of a char; empty for the char itself. */
  private static String escape(char c, boolean inAttribute) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '\r' -> "&#13;";
      case '\n' -> inAttribute ? "&#10;" : "";
      case '\t' -> inAttribute ? "&#9;" : "";
      case '\'' -> inAttribute ? "&apos;" : "";
      case '"' -> inAttribute ? "&quot;" : "";
      default -> c < ' ' || Character.isSurrogate(c) || c >= 0xFFFE ? "\uFFFD" : "";
    };
  }
}

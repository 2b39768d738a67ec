package org.porin.msgfmt;

import static java.lang.Character.digit;

/** The escapes of header values (RFC 3862 §2.3). Work on UTF-16 units, as the RFC on UCS-2. */
final class Escapes {
  private static final char REPLACEMENT = '\uFFFD';

  private Escapes() {}

  /**
   * The text that a value stands for. Never fails: an unknown escape is the character after the
   * backslash, a lone backslash at the end is nothing (RFC 3862 §2.3.1).
   */
  static String decode(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    int i = 0;
    while (i < value.length()) {
      char c = value.charAt(i++);
      if (c != '\\') {
        text.append(c);
      } else if (i < value.length()) {
        char escape = value.charAt(i++);
        int unit = escape == 'u' ? hex4(value, i) : -1;
        if (unit >= 0) {
          text.append((char) unit);
          i += 4;
        } else {
          text.append(special(escape));
        }
      }
    }
    return wellFormed(text);
  }

  /** The value that stands for a text outside of quotes (RFC 3862 §2.3.1). */
  static String encode(String text) {
    StringBuilder value = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      append(value, text.charAt(i));
    }
    return wellFormed(value);
  }

  /** A String with its double quotes. */
  static String quote(String text) {
    StringBuilder value = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        value.append("\\\""); // MUST inside double quotes, MUST NOT outside
      } else {
        append(value, c);
      }
    }
    return wellFormed(value.append('"'));
  }

  private static void append(StringBuilder value, char c) {
    switch (c) {
      case '\\' -> value.append("\\\\");
      case '\b' -> value.append("\\b");
      case '\t' -> value.append("\\t");
      case '\n' -> value.append("\\n");
      case '\r' -> value.append("\\r");
      default -> {
        if (Grammar.isControl(c)) {
          value.append("\\u00").append(Character.forDigit(c >> 4, 16));
          value.append(Character.forDigit(c & 0xF, 16));
        } else {
          value.append(c);
        }
      }
    }
  }

  private static char special(char escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> escape;
    };
  }

  private static int hex4(String value, int from) {
    if (from + 4 > value.length()) {
      return -1;
    }
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      char c = value.charAt(i);
      int digit = c < 0x80 ? digit(c, 16) : -1; // Character.digit takes full-width digits too
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /** A pair of surrogate escapes is one character; half a pair is none and cannot be UTF-8. */
  private static String wellFormed(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        text.setCharAt(i, REPLACEMENT);
      }
    }
    return text.toString();
  }
}

package org.porin.address;

import org.porin.wire.MalformedException;

/**
 * Writes the characters that a local part of a JID must not have as {@code \hh} (XEP-0106): space
 * and {@code " & ' / : < > @}, and the backslash only where it would otherwise begin such an
 * escape.
 */
public final class JidEscaping {
  private static final String ESCAPED = " \"&'/:<>@\\";
  private static final String[] ESCAPES = {
    "20", "22", "26", "27", "2f", "3a", "3c", "3e", "40", "5c"
  };
  private static final int SPACE = 0;

  private JidEscaping() {}

  /**
   * The escaped form of a text.
   *
   * @throws MalformedException when the text begins or ends with a space: XEP-0106 §4.1 lets no
   *     local part begin or end with {@code \20}
   */
  public static String escape(String text) throws MalformedException {
    if (text.startsWith(" ")) {
      throw new MalformedException("a character other than space", 0);
    }
    if (text.endsWith(" ")) {
      throw new MalformedException("a character other than space", text.length() - 1);
    }
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int index = ESCAPED.indexOf(c);
      if (index < 0 || (c == '\\' && escapeAt(text, i) < 0)) {
        escaped.append(c);
      } else {
        escaped.append('\\').append(ESCAPES[index]);
      }
    }
    return escaped.length() == text.length() ? text : escaped.toString();
  }

  /**
   * The text that a local part stands for. Reads in one pass, and only the ten escapes in lower
   * case, as they are in every prepared local part. An escaped space at either end is no escape and
   * stays.
   */
  public static String unescape(String localPart) {
    if (localPart.indexOf('\\') < 0) {
      return localPart;
    }
    StringBuilder text = new StringBuilder(localPart.length());
    for (int i = 0; i < localPart.length(); i++) {
      int index = localPart.charAt(i) == '\\' ? escapeAt(localPart, i) : -1;
      boolean atEnd = i == 0 || i + 3 == localPart.length();
      if (index < 0 || (index == SPACE && atEnd)) {
        text.append(localPart.charAt(i));
      } else {
        text.append(ESCAPED.charAt(index));
        i += 2;
      }
    }
    return text.toString();
  }

  /** Which of the ten escapes stands at a backslash, or -1. */
  private static int escapeAt(String text, int backslash) {
    for (int index = 0; index < ESCAPES.length; index++) {
      if (text.startsWith(ESCAPES[index], backslash + 1)) {
        return index;
      }
    }
    return -1;
  }
}

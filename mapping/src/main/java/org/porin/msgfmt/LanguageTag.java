package org.porin.msgfmt;

/** Language-tag of RFC 3066 §2.1, as far as its syntax goes: registries are not asked (OPEN y). */
public final class LanguageTag {
  private static final int MAX_CHARS = 64; // our own limit; RFC 5646 §4.4.1 wants at least 35

  private LanguageTag() {}

  /** Whether the text is subtags of 1 to 8 letters or digits, the first one of letters, by "-". */
  public static boolean isWellFormed(String text) {
    if (text.length() > MAX_CHARS) {
      return false;
    }
    int subtag = 0;
    boolean first = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        if (subtag == 0) {
          return false;
        }
        subtag = 0;
        first = false;
      } else if (isAlpha(c) || (!first && c >= '0' && c <= '9')) {
        if (++subtag > 8) {
          return false;
        }
      } else {
        return false;
      }
    }
    return subtag > 0;
  }

  private static boolean isAlpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}

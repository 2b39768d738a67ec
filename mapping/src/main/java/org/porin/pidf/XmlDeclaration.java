package org.porin.pidf;

import java.util.Optional;

/**
 * The beginning of a document (XML 1.0 §2.8), and what Woodstox does not see to when it is given
 * text and not octets.
 */
final class XmlDeclaration {
  private static final String START = "<?xml";
  private static final String ENCODING = "encoding";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private XmlDeclaration() {}

  /**
   * What it says of the encoding.
   *
   * @param offset of the name, in chars
   */
  record Encoding(String name, int offset) {
    /** Whether it is an EncName (XML 1.0 §4.3.3). */
    boolean isName() {
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || "._-".indexOf(c) >= 0))) {
          return false;
        }
      }
      return !name.isEmpty();
    }
  }

  /** Whether a document has one. */
  static boolean begins(String text) {
    return text.startsWith(START)
        && text.length() > START.length()
        && Space.is(text.charAt(START.length()));
  }

  /** The encoding that it names; empty as well where it is none, as the XML reader will say. */
  static Optional<Encoding> encoding(String text) {
    int end = begins(text) ? text.indexOf("?>") : -1;
    int at = end < 0 ? -1 : text.indexOf(ENCODING);
    if (at < 0 || at > end) {
      return Optional.empty();
    }
    int open = at + ENCODING.length();
    while (open < end && text.charAt(open) != '"' && text.charAt(open) != '\'') {
      open++;
    }
    int close = open == end ? -1 : text.indexOf(text.charAt(open), open + 1);
    return close < 0 || close > end
        ? Optional.empty()
        : Optional.of(new Encoding(text.substring(open + 1, close), open + 1));
  }

  /**
   * Where something stands that no XML has and Woodstox would let pass; -1 for nowhere.
   *
   * @param text without its byte order mark, so that one that is there is a second one
   */
  static int forgivenByWoodstox(String text) {
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      return 0;
    }
    int end = text.startsWith(START) ? text.indexOf("?>") : -1;
    for (int i = START.length(); i < end; i++) {
      if (text.charAt(i) < ' ' && !Space.is(text.charAt(i))) {
        return i;
      }
    }
    int none = text.indexOf('\uFFFE');
    return none < 0 ? text.indexOf('\uFFFF') : none;
  }
}

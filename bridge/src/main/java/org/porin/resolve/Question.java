package org.porin.resolve;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What is asked of the DNS.
 *
 * @param name absolute, so that no search list applies (RFC 3861 §4)
 * @param type a record type of the class IN
 */
record Question(Name name, int type) {
  /**
   * @param name without the last dot
   * @throws TextParseException if no DNS name, or one longer than 255 octets
   */
  static Question of(String name, int type) throws TextParseException {
    return new Question(Name.fromString(name, Name.root), type);
  }

  @Override
  public String toString() {
    return Type.string(type) + " " + name.toString(true);
  }
}

package org.porin.conformance.load;

/** The two of a pair: a user of the XMPP server and somebody by SIP, who watch one another. */
final class PresencePair {
  static final String USERS = "capulet.example";
  static final String CONTACTS = "montague.example";

  private PresencePair() {}

  static String user(int pair) {
    return "u" + pair + "@" + USERS;
  }

  static String contact(int pair) {
    return "c" + pair + "@" + CONTACTS;
  }

  /** The pair of a local part; -1 for nobody's. */
  static int number(String localPart) {
    return localPart.matches("[uc][0-9]{1,8}") ? Integer.parseInt(localPart.substring(1)) : -1;
  }
}

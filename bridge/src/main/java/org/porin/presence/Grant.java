package org.porin.presence;

import java.util.Locale;

/**
 * What an XMPP user has said to a foreign watcher: an authorisation, which does not end with a
 * subscription (RFC 8048 §5.1).
 */
enum Grant {
  /** Nothing, and nobody has asked. */
  NONE,
  /** Nothing yet: the user has been asked. */
  ASKED,
  /** Yes. */
  GIVEN,
  /** No, or no longer. The user is not asked again. */
  REFUSED;

  /** The word in a {@link GrantRow}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** That of a word; one that is not known tells the watcher nothing until the user says more. */
  static Grant of(String word) {
    for (Grant grant : values()) {
      if (grant.word().equals(word)) {
        return grant;
      }
    }
    return ASKED;
  }
}

package org.porin.outbox;

/** Where messages go. */
public enum Direction {
  /** From XMPP to foreign domains. */
  TO_SIMPLE,
  /** From foreign domains to XMPP. */
  TO_XMPP
}

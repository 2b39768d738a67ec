package org.porin.outbox;

/** What the end of one try says of the message. */
public enum Ending {
  /** The other side has it, or has taken it on. */
  DELIVERED,
  /** For certain nobody has it, and another try may get it through. */
  NOT_TAKEN,
  /** Somebody may have it: another try has the same identity (OPEN b). */
  UNKNOWN,
  /** Nobody has it, and no other try would change that. */
  REFUSED
}

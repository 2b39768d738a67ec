package org.porin.mapping;

/** The form in which a SIP user agent takes an instant message. */
public enum Dialect {
  /** {@code message/cpim} with {@code im:} addresses, as RFC 3922 §4.1 has it. */
  CPIM_IM,
  /**
   * {@code message/cpim} with {@code sip:} addresses: some user agents want the From of the object
   * to be the From of the request, and answer 488 to everything else. Only for objects of our own,
   * since others are immutable (RFC 3862 §6).
   */
  CPIM_SIP,
  /** The bare {@code text/plain} (RFC 7572 §4), or the bare secured object (RFC 3923 §8). */
  TEXT_PLAIN
}

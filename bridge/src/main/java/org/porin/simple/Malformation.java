package org.porin.simple;

import org.porin.sip.SipInput;

/** What became of octets that are no SIP message. */
public enum Malformation {
  /**
   * It was dropped: a response, or a request that leaves no way to answer it, since its Via, From,
   * To, Call-ID or CSeq cannot be read.
   */
  DROPPED,
  /** A request that was answered 400. */
  BAD_REQUEST,
  /** A request of another version of SIP: 505. */
  VERSION,
  /** A request beyond the limits of size: 513. */
  TOO_LARGE;

  static Malformation of(SipInput.Malformed input) {
    if (input.answerable().isEmpty()) {
      return DROPPED;
    }
    return switch (input.status()) {
      case 505 -> VERSION;
      case 513 -> TOO_LARGE;
      default -> BAD_REQUEST;
    };
  }
}

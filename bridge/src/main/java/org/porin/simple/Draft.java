package org.porin.simple;

import org.porin.mapping.UnmappableException;
import org.porin.sip.CSeq;
import org.porin.sip.SipRequest;

/** Writes the request of each attempt. */
interface Draft {
  /**
   * The request, without Via.
   *
   * @throws UnmappableException when it cannot be said as the attempt wants it
   */
  SipRequest write(Walk.Attempt attempt) throws UnmappableException;

  /** The CSeq of an attempt: 1 for the first request, and one more for each that is another. */
  CSeq cseq(int attempt);

  /**
   * Whether it may be a datagram of any size where no connection can be made for what is too large
   * (RFC 3261 §18.1.1). A MESSAGE may not (RFC 3428 §8).
   */
  default boolean fitsEveryDatagram() {
    return false;
  }

  /** Whether a user says it, and not this bridge by itself (TRUST 8). */
  boolean isOfUser();

  /** The request with what depends on the way that it takes, but for Via. */
  default SipRequest onTheWay(SipRequest request, Flow flow) {
    return request;
  }
}

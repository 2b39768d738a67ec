package org.porin.simple;

import java.util.concurrent.CompletionStage;
import org.porin.mapping.UnmappableException;
import org.porin.sip.CSeq;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService;

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

  /** Has a request signed, as it will leave. */
  default CompletionStage<AuthenticationService.Signing> signed(
      SipRequest request, Identities.Signing how) {
    return how.service().sign(request, how.attestation(isOfUser()));
  }

  /** Whether its Date is ours, so that another attempt has another one. */
  default boolean isDatedHere() {
    return true;
  }

  /** The request with what depends on the way that it takes, but for Via. */
  default SipRequest onTheWay(SipRequest request, Flow flow) {
    return request;
  }
}

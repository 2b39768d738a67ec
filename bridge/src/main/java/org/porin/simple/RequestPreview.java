package org.porin.simple;

import java.time.Instant;
import org.porin.mapping.Dialect;
import org.porin.mapping.UnmappableException;
import org.porin.profile.MessageOperation;
import org.porin.sip.SipRequest;

/** What the transport would send, for somebody who wants to look at it first. */
public final class RequestPreview {
  private RequestPreview() {}

  /**
   * The request for an operation as the transport is handed it; its Call-ID and tag are made up,
   * and Via, which names the way that it takes, is not there.
   *
   * @param peers what the operator says of foreign domains
   * @param sentAt the Date of what has no date of its own
   * @throws UnmappableException when the dialect cannot express the message
   */
  public static SipRequest of(
      MessageOperation operation, Dialect dialect, Peers peers, Instant sentAt)
      throws UnmappableException {
    PeerSettings peer = peers.of(operation.destination().domain());
    return new RequestWriter(operation, peer, new Tokens(), new CallSequence(1), () -> sentAt)
        .write(dialect, 1);
  }
}

package org.porin.simple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.address.SipUri;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Carried;
import org.porin.profile.Carried.Field;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Sending;
import org.porin.sip.CSeq;
import org.porin.sip.NameAddr;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.trust.GatewayService.Arrival;
import org.porin.wire.MalformedException;

/**
 * Writes a message that passes on as it came: body and end-to-end fields octet for octet, of From
 * and To all but the tags, which are each hop's own (TRUST 3).
 */
final class TransitWriter implements Draft {
  private final MessageOperation operation;
  private final Carried carried;
  private final PeerSettings peer;
  private final CallNumbers numbers;

  /**
   * @param operation one that is carried
   * @param sending names that a repeat has too; empty where none will come
   */
  TransitWriter(
      MessageOperation operation,
      Optional<Sending> sending,
      PeerSettings peer,
      Tokens tokens,
      CallSequence calls,
      Instant now) {
    this.operation = operation;
    this.carried = operation.carried().orElseThrow();
    this.peer = peer;
    this.numbers = new CallNumbers(operation, sending, tokens, calls, now);
  }

  @Override
  public SipRequest write(Walk.Attempt attempt) throws UnmappableException {
    HopHeaders hops = HopHeaders.of(operation);
    List<SipHeader> headers = new ArrayList<>();
    peer.outboundProxy()
        .ifPresent(proxy -> headers.add(SipHeader.of("Route", RequestWriter.route(proxy))));
    headers.add(SipHeader.of(HopHeaders.MAX_FORWARDS, Integer.toString(hops.maxForwards())));
    headers.add(SipHeader.of("Call-ID", numbers.callId()));
    headers.add(SipHeader.of("CSeq", cseq(attempt.cseq()).toString()));
    for (Field field : carried.fields()) {
      headers.add(header(field));
    }
    headers.add(SipHeader.of(HopHeaders.BRIDGE_TRACE, hops.traceValue()));
    String destination = SipUri.of(operation.destination()).toString();
    return new SipRequest("MESSAGE", destination, new SipHeaders(headers), carried.body());
  }

  @Override
  public CSeq cseq(int attempt) {
    return numbers.cseq(attempt);
  }

  @Override
  public boolean isOfUser() {
    return true; // of another's: we never speak for them
  }

  @Override
  public CompletionStage<Signing> signed(SipRequest request, Identities.Signing how) {
    Arrival arrival = new Arrival(carried.proof(), operation.origin().assertion());
    return how.gateway()
        .map(gateway -> gateway.pass(request, arrival))
        .orElseGet(() -> CompletableFuture.completedFuture(new Signing(request, Optional.empty())));
  }

  @Override
  public boolean isDatedHere() {
    return false;
  }

  private SipHeader header(Field field) throws UnmappableException {
    try {
      return SipHeader.of(field.name(), value(field));
    } catch (IllegalArgumentException e) { // RFC 3261 §25.1 lets a quoted string have controls
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, field.name() + " has characters that are not passed on");
    }
  }

  private String value(Field field) {
    return switch (field.name()) {
      case "From" -> address(field).withTag(numbers.fromTag()).toString();
      case "To" -> address(field).toString(); // without a tag: it begins no dialog
      default -> field.value();
    };
  }

  private static NameAddr address(Field field) {
    try {
      return NameAddr.parse(field.value());
    } catch (MalformedException e) {
      throw new IllegalStateException("a request that was taken has addresses", e);
    }
  }
}

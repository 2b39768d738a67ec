package org.porin.simple;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.address.SipUri;
import org.porin.mapping.Dialect;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.SipContent;
import org.porin.mapping.SipContentMapping;
import org.porin.mapping.SipHeaderMapping;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Carried.Proof;
import org.porin.profile.MessageOperation;
import org.porin.profile.Sending;
import org.porin.sip.CSeq;
import org.porin.sip.NameAddr;
import org.porin.sip.SipDate;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.trust.GatewayService.Arrival;

/**
 * Writes one message operation as a MESSAGE request (RFC 3428 §4, RFC 7572 §4), again for each
 * dialect and with the same Call-ID and tag. There is no Via yet, which names the way it takes, and
 * never a Contact (RFC 3428 §4).
 */
final class RequestWriter implements Draft {
  private final MessageOperation operation;
  private final PeerSettings peer;
  private final CallNumbers numbers;
  private final Instant date;

  RequestWriter(
      MessageOperation operation,
      PeerSettings peer,
      Tokens tokens,
      CallSequence calls,
      InstantSource clock) {
    this(operation, Optional.empty(), peer, tokens, calls, clock);
  }

  /**
   * @param sending names that a repeat has too (OPEN b); empty where none will come
   */
  RequestWriter(
      MessageOperation operation,
      Optional<Sending> sending,
      PeerSettings peer,
      Tokens tokens,
      CallSequence calls,
      InstantSource clock) {
    this.operation = operation;
    this.peer = peer;
    this.date = clock.instant();
    this.numbers = new CallNumbers(operation, sending, tokens, calls, date);
  }

  @Override
  public SipRequest write(Walk.Attempt attempt) throws UnmappableException {
    return write(attempt.dialect(), attempt.cseq());
  }

  /**
   * The request in a dialect.
   *
   * @param attempt 1 for the first request, and one more for each that is another
   * @throws UnmappableException when the dialect cannot express the message
   */
  SipRequest write(Dialect dialect, int attempt) throws UnmappableException {
    SipContent content = SipContentMapping.toSip(operation.content(), dialect).value();
    // OPEN j: the Request-URI keeps the user's domain, whatever the next hop is called
    String destination = SipUri.of(operation.destination()).toString();
    NameAddr from = NameAddr.of(source().toString()).withTag(numbers.fromTag());
    HopHeaders hops = HopHeaders.of(operation);
    List<SipHeader> headers = new ArrayList<>();
    // RFC 3261 §8.1.2: a proxy that is set beforehand is a route; with lr the Request-URI stays
    peer.outboundProxy().ifPresent(proxy -> headers.add(SipHeader.of("Route", route(proxy))));
    headers.add(SipHeader.of(HopHeaders.MAX_FORWARDS, Integer.toString(operation.maxForwards())));
    headers.add(SipHeader.of("From", from.toString()));
    headers.add(SipHeader.of("To", NameAddr.of(destination).toString()));
    headers.add(SipHeader.of("Call-ID", numbers.callId()));
    headers.add(SipHeader.of("CSeq", cseq(attempt).toString()));
    headers.add(SipHeader.of("Date", SipDate.format(content.date().orElse(date))));
    if (!hops.trace().isEmpty()) {
      headers.add(SipHeader.of(HopHeaders.BRIDGE_TRACE, hops.traceValue()));
    }
    content.subject().ifPresent(text -> headers.add(SipHeader.of("Subject", text)));
    content.contentLanguage().ifPresent(tag -> headers.add(SipHeader.of("Content-Language", tag)));
    headers.add(SipHeader.of("Content-Type", content.contentType().toString()));
    return new SipRequest("MESSAGE", destination, new SipHeaders(headers), content.body());
  }

  @Override
  public boolean isOfUser() {
    return operation.isOfUser();
  }

  @Override
  public CompletionStage<Signing> signed(SipRequest request, Identities.Signing how) {
    if (how.visitors().contains(operation.source().domain())) { // TRUST 3: of them no Ts
      return passed(request, how);
    }
    AuthenticationService service = peer.cpimAssertion() ? how.enclosing() : how.service();
    return service.sign(request, how.attestation(isOfUser()));
  }

  private static CompletionStage<Signing> passed(SipRequest request, Identities.Signing how) {
    Arrival arrival = new Arrival(Proof.S2S, Optional.empty());
    return how.gateway()
        .map(gateway -> gateway.pass(request, arrival))
        .orElseGet(() -> CompletableFuture.completedFuture(new Signing(request, Optional.empty())));
  }

  @Override
  public CSeq cseq(int attempt) {
    return numbers.cseq(attempt);
  }

  /** OPEN e: which device it is, only those are told whom the operator names. */
  private SipUri source() {
    SipUri bare = SipUri.of(operation.source());
    return operation
        .conversation()
        .resource()
        .filter(resource -> peer.tellsResource())
        .map(resource -> SipHeaderMapping.withResource(bare, resource))
        .orElse(bare);
  }

  /** A Route with {@code lr}, which says that the proxy routes as RFC 3261 does (§19.1.1). */
  static String route(SipUri proxy) {
    String uri = proxy.parameter("lr").isPresent() ? proxy.toString() : proxy + ";lr";
    return NameAddr.of(uri).toString();
  }
}

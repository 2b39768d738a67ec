package org.porin.trust;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.SignedPassport;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the token of this bridge to what it passes on, by the key of its own domain and of no other
 * (TRUST 3). Safe for many threads.
 */
public final class SipGateway implements GatewayService {
  private static final Logger LOG = LoggerFactory.getLogger(SipGateway.class);

  private final String domain;
  private final SigningKeys keys;
  private final Es256 es256;
  private final TrustThreads threads;
  private final InstantSource clock;
  private final TokenIds ids = new TokenIds();

  /**
   * @param domain whose gateway this is, in lower case and A-labels
   */
  public SipGateway(
      String domain, SigningKeys keys, Es256 es256, TrustThreads threads, InstantSource clock) {
    this.domain = domain;
    this.keys = keys;
    this.es256 = es256;
    this.threads = threads;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Signing> pass(SipRequest request, Arrival arrival) {
    if (keys.at(domain, clock.instant()).isEmpty()) {
      return CompletableFuture.completedFuture(unchanged(request));
    }
    return threads
        .inLane(
            Lane.ofSigning(request),
            Lane.octets(request),
            thread -> CompletableFuture.completedFuture(passed(request, arrival)))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    refused(request, Reason.OVERLOADED, "too much waits to be signed")))
        .exceptionally(
            fault -> {
              LOG.error("a fault while {} was passed on", request.method(), fault);
              return refused(request, Reason.INTERNAL, "a fault of the bridge");
            });
  }

  private Signing passed(SipRequest request, Arrival arrival) {
    Instant now = clock.instant();
    Optional<SigningKey> key = keys.at(domain, now);
    if (key.isEmpty()) {
      return unchanged(request); // its time ended while this waited
    }
    Optional<Refused> stale = staleness(arrival, now);
    if (stale.isPresent()) {
      return new Signing(request, stale);
    }
    try {
      Passport claims = GatewayToken.of(request, arrival, domain, key.get().x5u(), now, ids::next);
      SignedPassport token = SignedPassport.sign(claims, in -> es256.sign(key.get().key(), in));
      String identity = Identity.of(token).toString();
      return unchanged(request.withHeaders(request.headers().with(Identity.NAME, identity)));
    } catch (MalformedException | IllegalArgumentException e) {
      LOG.debug("nothing that a gateway token could stand behind", e);
      return refused(
          request, Reason.IDENTITY_INVALID, "what vouches for the message cannot be passed on");
    }
  }

  /**
   * Our token is made anew at each try, and theirs stays as it is: what was fresh when it came and
   * is not any more would be refused at the far end (RFC 8224 §6.2 step 4). Its origin can sign it
   * anew, and hears so.
   */
  private static Optional<Refused> staleness(Arrival arrival, Instant now) {
    return arrival
        .assertion()
        .filter(
            its -> its.enclosed().filter(its.token()::equals).isEmpty()) // an object may be late
        .flatMap(verified -> Freshness.faultOf(verified.issuedAt(), now))
        .map(
            fault ->
                new Refused(
                    fault.reason(), "Stale Date: it waited here longer than its signature holds"));
  }

  private static Signing unchanged(SipRequest request) {
    return new Signing(request, Optional.empty());
  }

  private static Signing refused(SipRequest request, Reason reason, String text) {
    return new Signing(request, Optional.of(new Refused(reason, text)));
  }
}

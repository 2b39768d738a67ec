package org.porin.trust;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.porin.passport.Attestation;
import org.porin.passport.CanonicalUri;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipDate;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs requests by the keys of the domains that this bridge speaks for: MESSAGE with its body (RFC
 * 9475), others with method and body (TRUST 1). The Date is that of the signature, when the request
 * leaves (RFC 8224 §6.1 step 3); when its content was written, the content says. Safe for many
 * threads.
 */
public final class SipAuthentication implements AuthenticationService {
  private static final Logger LOG = LoggerFactory.getLogger(SipAuthentication.class);
  private static final int ID_OCTETS = 16; // 128 bits, TRUST 1

  private final SigningKeys keys;
  private final Es256 es256;
  private final TrustThreads threads;
  private final InstantSource clock;
  private final TrustCounters counters;
  private final RandomGenerator random = new SecureRandom();

  public SipAuthentication(
      SigningKeys keys,
      Es256 es256,
      TrustThreads threads,
      InstantSource clock,
      TrustCounters counters) {
    this.keys = keys;
    this.es256 = es256;
    this.threads = threads;
    this.clock = clock;
    this.counters = counters;
  }

  @Override
  public CompletionStage<Signing> sign(SipRequest request, Attestation attestation) {
    Optional<CanonicalUri> speaker = speaker(request);
    if (speaker.flatMap(each -> keys.at(each.host(), clock.instant())).isEmpty()) {
      return CompletableFuture.completedFuture(new Signing(request, Optional.empty()));
    }
    return threads
        .inLane(
            Lane.ofSigning(request),
            Lane.octets(request),
            thread ->
                CompletableFuture.completedFuture(
                    counted(signed(request, speaker.get(), attestation))))
        .orElseGet(() -> CompletableFuture.completedFuture(counted(overloaded(request))))
        .exceptionally(fault -> counted(internal(request, fault)));
  }

  /** Who a key can speak for: a telephone number is of no domain (RFC 8224 §8.1). */
  private static Optional<CanonicalUri> speaker(SipRequest request) {
    try {
      String from = request.from().uri();
      return Identifier.of(from).kind() == Identifier.Kind.URI
          ? Optional.of(CanonicalUri.parse(from))
          : Optional.empty();
    } catch (MalformedException e) {
      LOG.debug("no From that could be signed", e);
      return Optional.empty();
    }
  }

  private Signing signed(SipRequest request, CanonicalUri speaker, Attestation attestation) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<SigningKey> key = keys.at(speaker.host(), now);
    if (key.isEmpty()) {
      return new Signing(request, Optional.empty()); // its time ended while this waited
    }
    if (!isValid(key.get(), now)) {
      return refused(request, "the certificate of " + speaker.host() + " is not valid now");
    }
    try {
      if (isAhead(request, now)) { // RFC 8224 §6.1 step 3
        return refused(request, "the clock of this bridge is behind the one of its server");
      }
      return new Signing(
          signed(request, key.get(), passport(request, key.get(), speaker, now, attestation)),
          Optional.empty());
    } catch (MalformedException e) {
      return refused(request, "no request that could be signed: " + e.getMessage());
    }
  }

  private SipRequest signed(SipRequest request, SigningKey key, Passport passport) {
    SignedPassport token = SignedPassport.sign(passport, input -> es256.sign(key.key(), input));
    SipHeaders headers =
        request
            .headers()
            .withFirst("Date", SipDate.format(passport.issuedAt())) // §4.1: iat is the Date
            .with(Identity.NAME, Identity.of(token).toString());
    return request.withHeaders(headers);
  }

  private Passport passport(
      SipRequest request,
      SigningKey key,
      CanonicalUri speaker,
      Instant now,
      Attestation attestation)
      throws MalformedException {
    Optional<Passport> enclosed = EnclosedToken.of(request).map(each -> each.token().passport());
    Instant issuedAt = enclosed.map(Passport::issuedAt).orElse(now); // TRUST 6 step 11: the same
    if (Freshness.faultOf(issuedAt, now).isPresent()) {
      throw new MalformedException("a token of now in the object", 0);
    }
    return new Passport(
        key.x5u(),
        Identifier.of(speaker),
        List.of(Identifier.of(request.to().uri())),
        issuedAt,
        Optional.of(attestation),
        enclosed.flatMap(Passport::id).or(() -> Optional.of(newId())),
        scope(request));
  }

  private static Scope scope(SipRequest request) {
    ClaimDigest body = ClaimDigest.of(request.body());
    return request.method().equals("MESSAGE")
        ? Scope.message(body)
        : Scope.request(request.method(), body);
  }

  private String newId() {
    byte[] id = new byte[ID_OCTETS];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private static boolean isValid(SigningKey key, Instant now) {
    return !now.isBefore(key.certificate().getNotBefore().toInstant())
        && !now.isAfter(key.certificate().getNotAfter().toInstant());
  }

  /** Whether it was written in what is the future here: then nobody would believe our Date. */
  private static boolean isAhead(SipRequest request, Instant now) throws MalformedException {
    return request
        .date()
        .flatMap(date -> Freshness.faultOf(date, now))
        .filter(AssertionFault.FUTURE::equals)
        .isPresent();
  }

  private Signing counted(Signing signing) {
    if (signing.failure().isPresent()) {
      counters.notSigned();
    } else if (signing.request().headers().has(Identity.NAME)) {
      counters.signed();
    }
    return signing;
  }

  private static Signing refused(SipRequest request, String text) {
    LOG.warn("{} cannot be signed: {}", request.method(), text);
    return new Signing(request, Optional.of(new Refused(Reason.INTERNAL, text)));
  }

  private static Signing overloaded(SipRequest request) {
    return new Signing(
        request, Optional.of(new Refused(Reason.OVERLOADED, "too much waits to be signed")));
  }

  private static Signing internal(SipRequest request, Throwable fault) {
    LOG.error("a fault while {} was signed", request.method(), fault);
    return new Signing(request, Optional.of(new Refused(Reason.INTERNAL, "a fault of the bridge")));
  }
}

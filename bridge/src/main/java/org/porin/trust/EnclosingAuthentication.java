package org.porin.trust;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.passport.AssertionHeader;
import org.porin.passport.Attestation;
import org.porin.passport.CanonicalUri;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identifier;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a Message/CPIM object of our own making as well as the request that carries it, for peers
 * that store objects and drop the headers around them (TRUST 1, 4). Both tokens have one {@code
 * jti} and one {@code iat}. Content of other types is signed as it is. Safe for many threads.
 */
public final class EnclosingAuthentication implements AuthenticationService {
  private static final Logger LOG = LoggerFactory.getLogger(EnclosingAuthentication.class);

  private final AuthenticationService around;
  private final SigningKeys keys;
  private final Es256 es256;
  private final TrustThreads threads;
  private final InstantSource clock;
  private final TokenIds ids = new TokenIds();

  /**
   * @param around signs the request, with the time and the id of the token that it finds in it
   */
  public EnclosingAuthentication(
      AuthenticationService around,
      SigningKeys keys,
      Es256 es256,
      TrustThreads threads,
      InstantSource clock) {
    this.around = around;
    this.keys = keys;
    this.es256 = es256;
    this.threads = threads;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Signing> sign(SipRequest request, Attestation attestation) {
    if (!isObject(request)) {
      return around.sign(request, attestation);
    }
    Optional<CompletionStage<Signing>> enclosed =
        threads.inLane(
            Lane.ofSigning(request),
            Lane.octets(request),
            thread -> CompletableFuture.completedFuture(enclosing(request, attestation)));
    return enclosed
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    refused(request, Reason.OVERLOADED, "too much waits to be signed")))
        .exceptionally(
            fault -> {
              LOG.error("a fault while an object was signed", fault);
              return refused(request, Reason.INTERNAL, "a fault of the bridge");
            })
        // behind the lane and not in it: the request enters that lane again
        .thenCompose(
            signing ->
                signing.failure().isPresent()
                    ? CompletableFuture.completedFuture(signing)
                    : around.sign(signing.request(), attestation));
  }

  private static boolean isObject(SipRequest request) {
    try {
      return request.method().equals("MESSAGE")
          && request
              .contentType()
              .filter(type -> type.essence().equals("message/cpim"))
              .isPresent();
    } catch (MalformedException e) {
      return false;
    }
  }

  private Signing enclosing(SipRequest request, Attestation attestation) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      CpimMessage object = CpimCodec.decode(request.body(), CpimLimits.DEFAULT);
      CanonicalUri speaker = CanonicalUri.parse(object.from().uri());
      Optional<SigningKey> key = keys.at(speaker.host(), now);
      if (key.isEmpty()) { // RFC 8224 §6.1 step 1: nobody is spoken for without a key
        return new Signing(request, Optional.empty());
      }
      CpimMessage signed = signed(object, key.get(), speaker, now, attestation);
      SipRequest enclosing =
          new SipRequest(
              request.method(), request.requestUri(), request.headers(), CpimCodec.encode(signed));
      return new Signing(enclosing, Optional.empty());
    } catch (MalformedException | IllegalArgumentException e) {
      LOG.warn("an object that cannot be signed: {}", e.getMessage());
      return refused(request, Reason.INTERNAL, "a Message/CPIM object that cannot be signed");
    }
  }

  private CpimMessage signed(
      CpimMessage object,
      SigningKey key,
      CanonicalUri speaker,
      Instant now,
      Attestation attestation)
      throws MalformedException {
    List<Identifier> recipients = new ArrayList<>();
    for (Mailbox recipient : object.to()) {
      recipients.add(Identifier.of(recipient.uri()));
    }
    CpimMessage declared = AssertionHeader.declare(object);
    Passport claims =
        new Passport(
            key.x5u(),
            Identifier.of(speaker),
            recipients,
            now,
            Optional.of(attestation),
            Optional.of(ids.next()),
            Scope.object(ClaimDigest.of(declared)));
    return AssertionHeader.add(
        declared, SignedPassport.sign(claims, input -> es256.sign(key.key(), input)));
  }

  private static Signing refused(SipRequest request, Reason reason, String text) {
    return new Signing(request, Optional.of(new Refused(reason, text)));
  }
}

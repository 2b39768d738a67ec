package org.porin.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.passport.CanonicalUri;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.Examination.Circumstances;
import org.porin.trust.Examination.Conclusion;
import org.porin.trust.VerificationService.Hop;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Says of a request, an object or a token that lies in a file what the running bridge would find,
 * step by step. Waits for certificates.
 */
public final class Explanation {
  private static final Hop NOBODY = new Hop("file", Optional.empty());

  private final Credentials credentials;
  private final Es256 es256;
  private final Instant now;
  private final AssertionPolicy policy;
  private final StepLog log;

  /**
   * @param now when it is looked at
   * @param gateways whose word on the way is believed
   */
  public Explanation(
      Credentials credentials, Es256 es256, Instant now, Set<String> gateways, StepLog log) {
    AssertionPolicy some = AssertionPolicy.DEFAULT;
    this.credentials = credentials;
    this.es256 = es256;
    this.now = now;
    this.policy =
        new AssertionPolicy(
            AssertionPolicy.Demand.REQUIRE,
            some.least(),
            some.signers(),
            gateways,
            Set.of(),
            some.pins());
    this.log = log;
  }

  /** Whether somebody vouches for a request. */
  public boolean ofRequest(SipRequest request) {
    Circumstances circumstances =
        new Circumstances(now, policy, domain -> policy, Set.of(), es256, log);
    KnownCredentials known = new KnownCredentials(credentials);
    Examination examination = new Examination(request, NOBODY, circumstances, known);
    return waiting(known, () -> conclusion(examination.conclude()));
  }

  private boolean conclusion(Conclusion conclusion) {
    conclusion
        .assertion()
        .ifPresent(
            its ->
                log.passed(14, () -> its.signer() + " vouches, attestation " + its.attestation()));
    return conclusion.assertion().isPresent();
  }

  /**
   * Whether the token in a Message/CPIM object vouches for it, as if it came in a request of its
   * own.
   *
   * @throws MalformedException when the octets are no such object, with From and To
   */
  public boolean ofObject(Octets octets) throws MalformedException {
    CpimMessage message = CpimCodec.decode(octets, CpimLimits.DEFAULT);
    if (CpimApplication.check(message).isPresent()) {
      throw new MalformedException("an object with From and To", 0);
    }
    SipHeaders headers =
        SipHeaders.of(
            "From",
            "<" + CanonicalUri.parse(message.from().uri()) + ">",
            "To",
            "<" + CanonicalUri.parse(message.to().get(0).uri()) + ">",
            "Content-Type",
            "message/cpim");
    String target = CanonicalUri.parse(message.to().get(0).uri()).toString();
    return ofRequest(new SipRequest("MESSAGE", target, headers, octets));
  }

  /**
   * Whether a token is fresh and signed by who may. Steps that need the request around it are left
   * out.
   *
   * @throws MalformedException when it is none
   */
  public boolean ofToken(String text) throws MalformedException {
    SignedPassport token =
        text.indexOf(';') < 0 ? SignedPassport.parse(text) : Identity.parse(text).open();
    log.passed(4, () -> described(token.passport()));
    KnownCredentials known = new KnownCredentials(credentials);
    TokenSteps steps =
        new TokenSteps(known, es256, now, domain -> policy, url -> Optional.empty(), log);
    return waiting(known, () -> examined(token, steps));
  }

  private boolean examined(SignedPassport token, TokenSteps steps)
      throws AwaitedCredentialException {
    try {
      steps.requireFresh(
          token,
          token.passport().scope() instanceof Scope.CpimObject ? Freshness.LATE : Freshness.WINDOW);
      steps.requireSignature(token, steps.signer(token, List.of(domain(token.passport()))));
      return true;
    } catch (InvalidAssertionException e) {
      log.failed(e.step(), e.text());
      return false;
    }
  }

  /** Of whom its signer has to be. */
  private static String domain(Passport passport) throws InvalidAssertionException {
    if (passport.scope() instanceof Scope.Gateway gateway) {
      return gateway.domain();
    }
    return passport.scope() instanceof Scope.Diversion diversion
        ? TokenSteps.domain(diversion.before(), "div")
        : TokenSteps.domain(passport.orig(), "orig");
  }

  private static String described(Passport passport) {
    return String.format(
        "a %s token: orig %s, dest %s, iat %s, attest %s, jti %s",
        passport.kind(),
        passport.orig().value(),
        passport.dest().stream().map(each -> each.value()).toList(),
        passport.issuedAt(),
        passport.attestation().map(Enum::name).orElse("none"),
        passport.id().orElse("none"));
  }

  private interface Work {
    boolean done() throws AwaitedCredentialException;
  }

  private static boolean waiting(KnownCredentials known, Work work) {
    while (true) {
      try {
        return work.done();
      } catch (AwaitedCredentialException e) {
        known.add(e.request(), e.finding().toCompletableFuture().join());
      }
    }
  }
}

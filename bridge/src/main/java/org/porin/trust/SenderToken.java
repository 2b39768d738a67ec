package org.porin.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.trust.TokenSteps.Signer;
import org.porin.wire.MalformedException;

/** Steps 4 to 11 of TRUST 6 for an innermost token: that of who sent the request. */
final class SenderToken {
  private final TokenSteps steps;
  private final Signalling signalling;
  private final AssertionPolicy policy;
  private final boolean diverted;
  private final StepLog log;

  /**
   * @param diverted whether others say that they changed the target
   */
  SenderToken(
      TokenSteps steps,
      Signalling signalling,
      AssertionPolicy policy,
      boolean diverted,
      StepLog log) {
    this.steps = steps;
    this.signalling = signalling;
    this.policy = policy;
    this.diverted = diverted;
    this.log = log;
  }

  /** The token and its signer. */
  Vouched examine(Identity identity) throws InvalidAssertionException, AwaitedCredentialException {
    SignedPassport token = open(identity);
    requireScope(token.passport());
    String domain = TokenSteps.domain(token.passport().orig(), "orig");
    steps.requireFresh(signalling.date());
    steps.requireFresh(token, Freshness.WINDOW);
    Signer signer = steps.signer(token, Signers.of(domain, policy));
    requireParties(token.passport());
    steps.requireSignature(token, signer);
    requireContent(token.passport().scope());
    return new Vouched(token, signer.domain());
  }

  /** One of the compact form says what the request says, or its signature will not hold. */
  private SignedPassport open(Identity identity) throws InvalidAssertionException {
    Optional<Instant> date = signalling.date();
    if (!identity.isCompact() || date.isEmpty()) {
      return steps.open(identity);
    }
    try {
      SignedPassport token = identity.open(rebuilt(identity, date.get()));
      log.passed(4, () -> "a " + token + " of the compact form, rebuilt from the request");
      return token;
    } catch (MalformedException | IllegalArgumentException e) {
      throw new InvalidAssertionException(
          4, AssertionFault.MALFORMED, "the token is malformed: " + e.getMessage());
    }
  }

  private Passport rebuilt(Identity identity, Instant date) {
    return new Passport(
        identity.info(),
        signalling.from(),
        List.of(signalling.to()),
        date,
        Optional.empty(),
        Optional.empty(),
        identity.ppt().isPresent()
            ? Scope.message(ClaimDigest.of(signalling.request().body()))
            : new Scope.Request(Optional.empty(), Optional.empty()));
  }

  /** Step 4: what the RFCs leave to the signer, and without which a body could be put under it. */
  private static void requireScope(Passport passport) throws InvalidAssertionException {
    Scope scope = passport.scope();
    boolean whole =
        (scope instanceof Scope.Message message && message.msgi().isPresent())
            || (scope instanceof Scope.Request request
                && request.method().isPresent()
                && request.body().isPresent());
    if (!whole) {
      throw new InvalidAssertionException(
          4, AssertionFault.CLAIMS, "Invalid PASSporT: it says nothing of method and body");
    }
  }

  /** Step 9. */
  private void requireParties(Passport passport) throws InvalidAssertionException {
    Parties.require(passport, signalling, diverted);
    log.passed(9, () -> "from " + signalling.from().value() + " to " + signalling.to().value());
  }

  /** Step 11. */
  private void requireContent(Scope scope) throws InvalidAssertionException {
    String method = signalling.request().method();
    boolean isMethod =
        scope instanceof Scope.Message
            ? method.equals("MESSAGE")
            : ((Scope.Request) scope).method().filter(method::equals).isPresent();
    if (!isMethod) {
      throw new InvalidAssertionException(
          11, AssertionFault.METHOD, "it speaks of another method than " + method);
    }
    Optional<ClaimDigest> digest =
        scope instanceof Scope.Message message ? message.msgi() : ((Scope.Request) scope).body();
    if (digest.filter(each -> each.matches(signalling.request().body())).isEmpty()) {
      throw new InvalidAssertionException(
          11, AssertionFault.BODY, "the body is not the one that was signed");
    }
    log.passed(11, () -> method + " and its body are those that were signed");
  }
}

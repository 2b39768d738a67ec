package org.porin.trust;

import java.time.Duration;
import java.util.Optional;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.passport.Identifier;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.wire.MalformedException;

/**
 * The token in a Message/CPIM object: beside another one, and alone, where the request carries
 * none, as after a store that keeps no SIP headers (TRUST 1, TRUST 6 step 11).
 */
final class EnclosedSteps {
  private final TokenSteps steps;
  private final Signalling signalling;
  private final AssertionPolicy policy;
  private final StepLog log;

  EnclosedSteps(TokenSteps steps, Signalling signalling, AssertionPolicy policy, StepLog log) {
    this.steps = steps;
    this.signalling = signalling;
    this.policy = policy;
    this.log = log;
  }

  /** What there is; broken is not the same as none. */
  Optional<EnclosedToken> find() throws InvalidAssertionException {
    try {
      return EnclosedToken.of(signalling.request());
    } catch (MalformedException e) {
      throw broken("the token in the object is malformed: " + e.getMessage());
    }
  }

  /** Examines the one beside a token of the same message. */
  void requireBeside(EnclosedToken enclosed, SignedPassport other)
      throws InvalidAssertionException, AwaitedCredentialException {
    Passport passport = enclosed.token().passport();
    if (!passport.id().equals(other.passport().id())
        || !passport.issuedAt().equals(other.passport().issuedAt())) {
      throw broken("the token in the object speaks of another message"); // msgi holds: made so
    }
    try {
      examine(enclosed, Freshness.WINDOW);
    } catch (InvalidAssertionException e) {
      throw broken("the token in the object: " + e.text());
    }
  }

  /** Examines the one that is all that vouches. */
  Vouched alone(EnclosedToken enclosed)
      throws InvalidAssertionException, AwaitedCredentialException {
    return examine(enclosed, Freshness.LATE);
  }

  private Vouched examine(EnclosedToken enclosed, Duration mostAge)
      throws InvalidAssertionException, AwaitedCredentialException {
    SignedPassport token = enclosed.token();
    String domain = TokenSteps.domain(token.passport().orig(), "orig");
    steps.requireFresh(token, mostAge);
    TokenSteps.Signer signer = steps.signer(token, Signers.of(domain, policy));
    requireParties(token.passport(), enclosed.message());
    steps.requireSignature(token, signer);
    if (!((Scope.CpimObject) token.passport().scope()).digest().matches(enclosed.message())) {
      throw broken("the object is not the one that was signed");
    }
    log.passed(11, () -> "the token in the object speaks of it");
    return new Vouched(token, signer.domain());
  }

  /** From and To of the object, and of the request around it. */
  private void requireParties(Passport passport, CpimMessage message)
      throws InvalidAssertionException {
    if (CpimApplication.check(message).isPresent()) {
      throw broken("the object has no good From and To");
    }
    if (!isOne(passport.orig(), message.from())
        || !Signalling.isMailbox(passport.orig(), signalling.from())) {
      throw new InvalidAssertionException(
          9, AssertionFault.ORIGIN, "orig is not who is in From of the object and the request");
    }
    boolean isRecipient =
        passport.dest().stream()
            .anyMatch(each -> message.to().stream().anyMatch(to -> isOne(each, to)));
    boolean isTarget =
        signalling.target().filter(target -> !Parties.isFor(passport, target)).isEmpty();
    if (!isRecipient || !isTarget) {
      throw new InvalidAssertionException(
          9, AssertionFault.DESTINATION, "dest is not who is in To of the object and the request");
    }
    log.passed(9, () -> "From and To of the object are those of the token");
  }

  private static boolean isOne(Identifier identifier, Mailbox mailbox) {
    try {
      return Signalling.isMailbox(identifier, Identifier.of(mailbox.uri()));
    } catch (MalformedException e) {
      return false;
    }
  }

  private static InvalidAssertionException broken(String text) {
    return new InvalidAssertionException(11, AssertionFault.ENCLOSED, text);
  }
}

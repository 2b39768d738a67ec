package org.porin.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;

/**
 * The way from whom a request was first for to whom it is for now: each who changed the target
 * signed for it (RFC 8946 §4.2, TRUST 6 step 12).
 */
final class DiversionChain {
  private final TokenSteps steps;
  private final Signalling signalling;
  private final StepLog log;

  DiversionChain(TokenSteps steps, Signalling signalling, StepLog log) {
    this.steps = steps;
    this.signalling = signalling;
    this.log = log;
  }

  /**
   * Follows it from the innermost token to the Request-URI. Diversions that lie on another way are
   * not looked at.
   */
  void require(Passport innermost, List<Identity> identities)
      throws InvalidAssertionException, AwaitedCredentialException {
    if (signalling.target().isEmpty()) {
      return; // within a dialog the target is a device
    }
    Identifier target = signalling.target().get();
    for (SignedPassport link : way(innermost, target, opened(identities))) {
      requireLink(link, innermost);
    }
    log.passed(12, () -> "the way to " + target.value() + " is accounted for");
  }

  /** The shortest one; each diversion is on it once at most. */
  private static List<SignedPassport> way(
      Passport innermost, Identifier target, List<SignedPassport> all)
      throws InvalidAssertionException {
    List<SignedPassport> left = new ArrayList<>(all);
    Deque<List<SignedPassport>> ways = new ArrayDeque<>(List.of(List.of()));
    while (!ways.isEmpty()) {
      List<SignedPassport> way = ways.remove();
      Passport last = way.isEmpty() ? innermost : way.get(way.size() - 1).passport();
      if (Parties.isFor(last, target)) {
        return way;
      }
      for (SignedPassport next : next(last, left)) {
        left.remove(next);
        List<SignedPassport> longer = new ArrayList<>(way);
        longer.add(next);
        ways.add(longer);
      }
    }
    throw broken("nobody accounts for the Request-URI");
  }

  /** Those that can be a link: what is malformed leads nowhere. */
  private List<SignedPassport> opened(List<Identity> identities) {
    List<SignedPassport> opened = new ArrayList<>();
    for (Identity identity : identities) {
      try {
        opened.add(steps.open(identity));
      } catch (InvalidAssertionException e) {
        log.failed(e.step(), e.text());
      }
    }
    return opened;
  }

  /** Those that changed a target of the one before (§4.2: they come in any order). */
  private static List<SignedPassport> next(Passport last, List<SignedPassport> left) {
    return left.stream()
        .filter(each -> Parties.isFor(last, ((Scope.Diversion) scope(each)).before()))
        .toList();
  }

  private void requireLink(SignedPassport token, Passport innermost)
      throws InvalidAssertionException, AwaitedCredentialException {
    if (!Signalling.isSame(token.passport().orig(), innermost.orig())) {
      throw broken("a diversion speaks of another orig"); // then the entire chain is invalid
    }
    Identifier before = ((Scope.Diversion) scope(token)).before();
    String domain = TokenSteps.domain(before, "div");
    steps.requireFresh(token, Freshness.WINDOW);
    steps.requireSignature(token, steps.signer(token, List.of(domain)));
  }

  private static Scope scope(SignedPassport token) {
    return token.passport().scope();
  }

  private static InvalidAssertionException broken(String text) {
    return new InvalidAssertionException(12, AssertionFault.DIVERSION, text);
  }
}

package org.porin.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.passport.Attestation;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.passport.TokenKind;
import org.porin.trust.VerificationService.Hop;

/**
 * The way by the gateways that passed a request on, each of which signed the token before (TRUST 3,
 * TRUST 6 step 12).
 */
final class GatewayChain {
  private final TokenSteps steps;
  private final Signalling signalling;
  private final AssertionPolicy policy;
  private final Set<String> own;
  private final StepLog log;

  /**
   * @param own the domains by which this bridge signs as a gateway
   */
  GatewayChain(
      TokenSteps steps,
      Signalling signalling,
      AssertionPolicy policy,
      Set<String> own,
      StepLog log) {
    this.steps = steps;
    this.signalling = signalling;
    this.policy = policy;
    this.own = own;
    this.log = log;
  }

  /** The tokens in the order of their hops, of which nothing is known yet but their grammar. */
  List<SignedPassport> opened(List<Identity> identities) throws InvalidAssertionException {
    List<SignedPassport> tokens = new ArrayList<>(identities.size());
    for (Identity identity : identities) {
      tokens.add(steps.open(identity));
    }
    tokens.sort(Comparator.comparingInt(token -> gateway(token).hop()));
    return tokens;
  }

  /** Refuses what goes in a circle, whoever says so: to lie here only harms the liar. */
  void requireNoLoop(List<SignedPassport> tokens) throws InvalidAssertionException {
    for (SignedPassport token : tokens) {
      if (own.contains(gateway(token).domain())) {
        throw loop("it passed this bridge before");
      }
      if (gateway(token).hop() > Scope.Gateway.MAX_HOPS) {
        throw loop("it passed more than " + Scope.Gateway.MAX_HOPS + " gateways");
      }
    }
  }

  /**
   * Verifies all of them.
   *
   * @param hop of the first of them
   * @param innermost the token before
   * @return the lowest level on the way
   */
  Attestation examine(List<SignedPassport> tokens, int hop, Vouched innermost)
      throws InvalidAssertionException, AwaitedCredentialException {
    Attestation lowest = innermost.attestation();
    Optional<SignedPassport> before = Optional.of(innermost.token()).filter(GatewayChain::isLinked);
    for (int i = 0; i < tokens.size(); i++) {
      SignedPassport token = tokens.get(i);
      requireLink(token, hop + i, before);
      requireSameMessage(token.passport(), innermost.token().passport());
      requireSigned(token);
      lowest = lowest.lower(token.passport().attestation().orElse(Attestation.C));
      before = Optional.of(token);
    }
    return lowest;
  }

  /** Of a token in the object a gateway has the jti, and no digest: prev is of Ts and Tn alone. */
  private static boolean isLinked(SignedPassport token) {
    return token.passport().kind() != TokenKind.CPIM;
  }

  /**
   * A way without a token of who sent it: the first gateway is who vouches, as far as the operator
   * believes it (TRUST 3). Its token does not speak of the body; only where the last gateway itself
   * hands the request over, with a certificate, is the body as it passed it on.
   *
   * @param tokens at least one
   */
  Vouched root(List<SignedPassport> tokens)
      throws InvalidAssertionException, AwaitedCredentialException {
    SignedPassport first = tokens.get(0);
    requireLink(first, 1, Optional.empty());
    Parties.require(first.passport(), signalling, false);
    return new Vouched(first, requireSigned(first));
  }

  /** As sure as a way can be at whose beginning nobody signed. */
  static Attestation most(List<SignedPassport> tokens, Hop hop) {
    String last = gateway(tokens.get(tokens.size() - 1)).domain();
    return hop.certified().filter(domains -> domains.contain(last)).isPresent()
        ? Attestation.B
        : Attestation.C;
  }

  private static void requireLink(SignedPassport token, int hop, Optional<SignedPassport> before)
      throws InvalidAssertionException {
    Scope.Gateway gateway = gateway(token);
    if (gateway.hop() != hop) {
      throw broken("a gateway is missing, or there twice");
    }
    Optional<ClaimDigest> previous = gateway.previous();
    boolean linked =
        before.isPresent()
            ? previous.filter(digest -> digest.matches(before.get())).isPresent()
            : previous.isEmpty();
    if (!linked) {
      throw broken("prev is not the token before");
    }
  }

  private void requireSameMessage(Passport token, Passport innermost)
      throws InvalidAssertionException {
    boolean same =
        Signalling.isMailbox(token.orig(), innermost.orig())
            && token.dest().stream().anyMatch(each -> Signalling.isSame(each, signalling.to()))
            && (innermost.id().isEmpty() || innermost.id().equals(token.id()));
    if (!same) {
      throw broken("a gateway speaks of another message");
    }
  }

  private String requireSigned(SignedPassport token)
      throws InvalidAssertionException, AwaitedCredentialException {
    String domain = gateway(token).domain();
    steps.requireFresh(token, Freshness.WINDOW);
    TokenSteps.Signer signer = steps.signer(token, List.of(domain));
    steps.requireSignature(token, signer);
    if (!policy.gateways().contains(domain)) {
      throw broken(domain + " is no gateway that is believed for this source");
    }
    log.passed(12, () -> "hop " + gateway(token).hop() + " by " + domain);
    return domain;
  }

  private static Scope.Gateway gateway(SignedPassport token) {
    return (Scope.Gateway) token.passport().scope();
  }

  private static InvalidAssertionException broken(String text) {
    return new InvalidAssertionException(12, AssertionFault.GATEWAY, text);
  }

  private static InvalidAssertionException loop(String text) {
    return new InvalidAssertionException(12, AssertionFault.LOOP, text);
  }
}

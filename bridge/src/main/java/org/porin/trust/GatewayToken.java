package org.porin.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.porin.passport.Attestation;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.passport.TokenKind;
import org.porin.profile.Assertion;
import org.porin.profile.Carried.Proof;
import org.porin.sip.SipRequest;
import org.porin.trust.GatewayService.Arrival;
import org.porin.wire.MalformedException;

/**
 * What a gateway says of a request that it passes on (TRUST 1, kind Tg): whose gateway it is, its
 * place on the way, how the request came, and behind which token. It vouches for no more than was
 * verified here, and never speaks for the domain of the source.
 */
final class GatewayToken {
  private static final Set<TokenKind> IN_CHAIN =
      EnumSet.of(TokenKind.MESSAGE, TokenKind.BASE, TokenKind.GATEWAY);

  private GatewayToken() {}

  /**
   * The claims for a request as it will leave.
   *
   * @param domain whose gateway this is
   * @param x5u where the certificate of its key is
   * @param newId makes a {@code jti}, where the tokens before have none
   * @throws MalformedException when the request has addresses that cannot be signed, or identities
   *     that are none
   */
  static Passport of(
      SipRequest request,
      Arrival arrival,
      String domain,
      String x5u,
      Instant now,
      Supplier<String> newId)
      throws MalformedException {
    Optional<SignedPassport> last = last(tokens(request), arrival);
    return new Passport(
        x5u,
        Identifier.of(request.from().uri()),
        List.of(Identifier.of(request.to().uri())),
        now,
        Optional.of(attestation(arrival, last.isPresent())),
        Optional.of(id(request, last).orElseGet(newId)),
        scope(domain, link(arrival.proof()), last));
  }

  private static Scope scope(String domain, String link, Optional<SignedPassport> last) {
    if (last.isEmpty()) {
      return Scope.gateway(domain, link);
    }
    return Scope.gateway(domain, hop(last.get()) + 1, link, last.get());
  }

  /** The same in all tokens of one message, that of its object among them (TRUST 1). */
  private static Optional<String> id(SipRequest request, Optional<SignedPassport> last) {
    return last.or(() -> enclosed(request)).flatMap(token -> token.passport().id());
  }

  private static Optional<SignedPassport> enclosed(SipRequest request) {
    try {
      return EnclosedToken.of(request).map(EnclosedToken::token);
    } catch (MalformedException e) {
      return Optional.empty(); // whoever looks at it says so
    }
  }

  /**
   * Those of senders and of gateways, in their order; others pass on and mean nothing here, and a
   * diversion is a link of another chain.
   */
  private static List<SignedPassport> tokens(SipRequest request) throws MalformedException {
    List<SignedPassport> tokens = new ArrayList<>();
    for (Identity identity : Identity.of(request.headers())) {
      if (identity.kind().filter(IN_CHAIN::contains).isPresent() && !identity.isCompact()) {
        tokens.add(identity.open());
      }
    }
    return tokens;
  }

  /** That of the gateway before; where there was none, the one that speaks for the source. */
  private static Optional<SignedPassport> last(List<SignedPassport> tokens, Arrival arrival) {
    Optional<String> verified = arrival.assertion().map(Assertion::token);
    return tokens.stream()
        .filter(token -> hop(token) > 0)
        .max(Comparator.comparingInt(GatewayToken::hop))
        .or(() -> tokens.stream().filter(its -> verified.equals(Optional.of(its.name()))).findAny())
        .or(() -> tokens.stream().findFirst());
  }

  /** From 1; 0 for a token of no gateway. */
  private static int hop(SignedPassport token) {
    return token.passport().scope() instanceof Scope.Gateway gateway ? gateway.hop() : 0;
  }

  /** TRUST 8: what is verified, else what the link shows; at the root never A (TRUST 3). */
  private static Attestation attestation(Arrival arrival, boolean behind) {
    Attestation level =
        arrival
            .assertion()
            .map(Assertion::attestation)
            .orElse(arrival.proof() == Proof.MUTUAL_TLS ? Attestation.B : Attestation.C);
    return behind ? level : level.lower(Attestation.B);
  }

  private static String link(Proof proof) {
    return switch (proof) {
      case MUTUAL_TLS -> "mtls";
      case TLS -> "tls";
      case CLEAR_TEXT -> "clear";
      case S2S -> "s2s";
    };
  }
}

package org.porin.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.porin.passport.Attestation;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.passport.TokenKind;
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
    List<SignedPassport> tokens = tokens(request);
    Optional<SignedPassport> last = last(tokens);
    return new Passport(
        x5u,
        Identifier.of(request.from().uri()),
        List.of(Identifier.of(request.to().uri())),
        now,
        Optional.of(attestation(arrival)),
        Optional.of(last.flatMap(token -> token.passport().id()).orElseGet(newId)),
        scope(domain, link(arrival.proof()), last));
  }

  private static Scope scope(String domain, String link, Optional<SignedPassport> last) {
    if (last.isEmpty()) {
      return Scope.gateway(domain, link);
    }
    return Scope.gateway(domain, hop(last.get()) + 1, link, last.get());
  }

  /** Those of kinds that are in a chain, in their order; others pass on and mean nothing here. */
  private static List<SignedPassport> tokens(SipRequest request) throws MalformedException {
    List<SignedPassport> tokens = new ArrayList<>();
    for (Identity identity : Identity.of(request.headers())) {
      boolean inChain = identity.kind().filter(kind -> kind != TokenKind.CPIM).isPresent();
      if (inChain && !identity.isCompact()) {
        tokens.add(identity.open());
      }
    }
    return tokens;
  }

  /** That of the gateway before; where there was none, the one that speaks for the source. */
  private static Optional<SignedPassport> last(List<SignedPassport> tokens) {
    Optional<SignedPassport> last = Optional.empty();
    for (SignedPassport token : tokens) {
      if (last.isEmpty() || hop(token) > hop(last.get())) {
        last = Optional.of(token);
      }
    }
    return last;
  }

  /** From 1; 0 for a token of no gateway. */
  private static int hop(SignedPassport token) {
    return token.passport().scope() instanceof Scope.Gateway gateway ? gateway.hop() : 0;
  }

  /** TRUST 8: what is verified, else what the link shows. */
  private static Attestation attestation(Arrival arrival) {
    return arrival
        .assertion()
        .map(verified -> verified.attestation())
        .orElse(arrival.proof() == Proof.MUTUAL_TLS ? Attestation.B : Attestation.C);
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

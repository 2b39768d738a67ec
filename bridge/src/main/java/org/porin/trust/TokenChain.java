package org.porin.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.passport.Attestation;
import org.porin.passport.Identity;
import org.porin.passport.SignedPassport;
import org.porin.trust.Examination.Circumstances;
import org.porin.trust.VerificationService.Hop;

/**
 * Steps 4 to 12 of TRUST 6: the tokens of one request, from the innermost outwards. One that is
 * valid is enough (RFC 8224 §6.2.1).
 */
final class TokenChain {
  private final IdentitySet identities;
  private final Hop hop;
  private final StepLog log;
  private final List<AssertionFault> asides;
  private final SenderToken senders;
  private final EnclosedSteps objects;
  private final DiversionChain diversions;
  private final GatewayChain gateways;

  /**
   * What vouches.
   *
   * @param attestation the lowest of the chain
   */
  record Found(Vouched innermost, Attestation attestation, Optional<EnclosedToken> enclosed) {}

  /**
   * @param asides where faults go that change nothing or only the level
   */
  TokenChain(
      IdentitySet identities,
      Signalling signalling,
      Hop hop,
      Circumstances circumstances,
      KnownCredentials credentials,
      List<AssertionFault> asides) {
    this.identities = identities;
    this.hop = hop;
    this.log = circumstances.log();
    this.asides = asides;
    AssertionPolicy policy = circumstances.policy();
    TokenSteps steps =
        new TokenSteps(
            credentials,
            circumstances.es256(),
            circumstances.now(),
            circumstances.policies(),
            url -> EnclosedCertificate.of(signalling.request(), url),
            log);
    boolean diverted = !identities.diversions().isEmpty();
    this.senders = new SenderToken(steps, signalling, policy, diverted, log);
    this.objects = new EnclosedSteps(steps, signalling, policy, log);
    this.diversions = new DiversionChain(steps, signalling, log);
    this.gateways = new GatewayChain(steps, signalling, policy, circumstances.gateways(), log);
  }

  Found examine() throws InvalidAssertionException, AwaitedCredentialException {
    Optional<EnclosedToken> enclosed = objects.find();
    if (!identities.senders().isEmpty()) {
      Vouched innermost = sender(enclosed);
      return new Found(innermost, level(innermost), enclosed);
    }
    if (enclosed.isPresent()) {
      Vouched alone = objects.alone(enclosed.get());
      return new Found(alone, level(alone), enclosed);
    }
    if (!identities.gateways().isEmpty()) {
      return byGateway();
    }
    throw nobody();
  }

  /** The first that is valid. */
  private Vouched sender(Optional<EnclosedToken> enclosed)
      throws InvalidAssertionException, AwaitedCredentialException {
    List<InvalidAssertionException> faults = new ArrayList<>(0);
    for (Identity identity : identities.senders()) {
      try {
        Vouched vouched = senders.examine(identity);
        if (enclosed.isPresent()) {
          objects.requireBeside(enclosed.get(), vouched.token());
        }
        diversions.require(vouched.token().passport(), identities.diversions());
        identities.malformed().ifPresent(this::aside);
        faults.forEach(this::aside);
        return vouched;
      } catch (InvalidAssertionException e) {
        faults.add(e);
      }
    }
    InvalidAssertionException told = Faults.toTell(faults).orElseThrow(this::nobody);
    faults.stream().filter(fault -> fault != told).forEach(this::aside);
    throw told;
  }

  private void aside(InvalidAssertionException fault) {
    log.failed(fault.step(), fault.text());
    asides.add(fault.fault());
  }

  /** The lowest level; that of a way which is broken is the lowest there is (TRUST 6). */
  private Attestation level(Vouched innermost)
      throws InvalidAssertionException, AwaitedCredentialException {
    if (identities.gateways().isEmpty()) {
      return innermost.attestation();
    }
    try {
      List<SignedPassport> tokens = gateways.opened(identities.gateways());
      gateways.requireNoLoop(tokens);
      return gateways.examine(tokens, 1, innermost);
    } catch (InvalidAssertionException e) {
      return lowest(e);
    }
  }

  private Attestation lowest(InvalidAssertionException fault) throws InvalidAssertionException {
    if (fault.fault() == AssertionFault.LOOP) {
      throw fault;
    }
    log.failed(fault.step(), fault.text());
    asides.add(AssertionFault.GATEWAY);
    return Attestation.C;
  }

  /** Where nobody signed at the beginning of the way. */
  private Found byGateway() throws InvalidAssertionException, AwaitedCredentialException {
    List<SignedPassport> tokens = gateways.opened(identities.gateways());
    gateways.requireNoLoop(tokens);
    Vouched first = gateways.root(tokens);
    Attestation level;
    try {
      level = gateways.examine(tokens.subList(1, tokens.size()), 2, first);
    } catch (InvalidAssertionException e) {
      level = lowest(e);
    }
    return new Found(first, level.lower(GatewayChain.most(tokens, hop)), Optional.empty());
  }

  private InvalidAssertionException nobody() {
    if (identities.malformed().isPresent()) {
      return identities.malformed().get();
    }
    boolean unknown = identities.unknown() > 0 || !identities.diversions().isEmpty();
    return unknown
        ? new InvalidAssertionException(
            2, AssertionFault.UNKNOWN_KIND, "Use Supported PASSporT Format")
        : new InvalidAssertionException(1, AssertionFault.MISSING, "Use Identity Header");
  }
}

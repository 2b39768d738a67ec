package org.porin.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.porin.passport.Identity;
import org.porin.profile.Assertion;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Hop;

/**
 * Finds out who vouches for one request: the steps of TRUST 6 in their order, which decides what
 * its sender is told. Waits for nothing: where a certificate has to be fetched it stops, and is
 * begun anew when it is there. One thread.
 */
final class Examination {
  private final SipRequest request;
  private final Hop hop;
  private final Circumstances circumstances;
  private final KnownCredentials credentials;

  /**
   * What holds beside the request.
   *
   * @param policy for the domain of its From
   * @param policies for any domain
   * @param gateways the domains by which this bridge signs as a gateway
   */
  record Circumstances(
      Instant now,
      AssertionPolicy policy,
      Function<String, AssertionPolicy> policies,
      Set<String> gateways,
      Es256 es256,
      StepLog log) {}

  /**
   * What was found.
   *
   * @param assertion who vouches
   * @param fault why nobody does; one of the two is there
   * @param asides what else was wrong, and changes nothing or only the level
   */
  record Conclusion(
      Optional<Assertion> assertion,
      Optional<InvalidAssertionException> fault,
      List<AssertionFault> asides) {}

  Examination(
      SipRequest request, Hop hop, Circumstances circumstances, KnownCredentials credentials) {
    this.request = request;
    this.hop = hop;
    this.circumstances = circumstances;
    this.credentials = credentials;
  }

  /** Takes a certificate that was waited for. */
  void take(CredentialRequest request, Credentials.Finding finding) {
    credentials.add(request, finding);
  }

  /** Does all of it but step 13, which is for whoever takes the request. */
  Conclusion conclude() throws AwaitedCredentialException {
    List<AssertionFault> asides = new ArrayList<>(0);
    try {
      return new Conclusion(Optional.of(assertion(asides)), Optional.empty(), asides);
    } catch (InvalidAssertionException e) {
      circumstances.log().failed(e.step(), e.text());
      return new Conclusion(Optional.empty(), Optional.of(e), asides);
    }
  }

  private Assertion assertion(List<AssertionFault> asides)
      throws InvalidAssertionException, AwaitedCredentialException {
    IdentitySet identities = sorted();
    Signalling signalling = Signalling.of(request);
    log(3, () -> "From " + signalling.from().value() + ", To " + signalling.to().value());
    TokenChain.Found found =
        new TokenChain(identities, signalling, hop, circumstances, credentials, asides).examine();
    requireLeast(found);
    return new Assertion(
        found.attestation(),
        found.innermost().signer(),
        found.innermost().token().passport().issuedAt(),
        found.innermost().token().name(),
        found.enclosed().map(each -> each.token().name()));
  }

  private IdentitySet sorted() throws InvalidAssertionException {
    IdentitySet identities = IdentitySet.of(request.headers());
    log(1, () -> request.headers().all(Identity.NAME).size() + " Identity headers, within bounds");
    log(
        2,
        () ->
            String.format(
                "%d of the sender, %d of diversions, %d of gateways, %d of unknown kinds",
                identities.senders().size(),
                identities.diversions().size(),
                identities.gateways().size(),
                identities.unknown()));
    return identities;
  }

  private void requireLeast(TokenChain.Found found) throws InvalidAssertionException {
    if (!found.attestation().reaches(circumstances.policy().least())) {
      throw new InvalidAssertionException(
          14,
          AssertionFault.ATTESTATION,
          "attestation " + found.attestation() + " is less than " + circumstances.policy().least());
    }
    log(14, () -> "attestation " + found.attestation());
  }

  private void log(int step, Supplier<String> found) {
    circumstances.log().passed(step, found);
  }
}

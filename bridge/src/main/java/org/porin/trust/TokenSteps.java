package org.porin.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.porin.passport.CanonicalUri;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.SignedPassport;
import org.porin.profile.Failure.Refused;
import org.porin.trust.Credentials.Finding;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The steps of TRUST 6 that are the same for every token, each a method. One examination. */
final class TokenSteps {
  private final KnownCredentials credentials;
  private final Es256 es256;
  private final Instant now;
  private final Function<String, AssertionPolicy> policies;
  private final Function<String, Optional<Octets>> parts;
  private final StepLog log;

  /**
   * @param parts what the request itself brings, by the URL that names it
   */
  TokenSteps(
      KnownCredentials credentials,
      Es256 es256,
      Instant now,
      Function<String, AssertionPolicy> policies,
      Function<String, Optional<Octets>> parts,
      StepLog log) {
    this.credentials = credentials;
    this.es256 = es256;
    this.now = now;
    this.policies = policies;
    this.parts = parts;
    this.log = log;
  }

  /**
   * A certificate that is believed.
   *
   * @param domain of those that were asked for, the one that it is for
   */
  record Signer(String domain, Credential credential) {}

  /** Step 4: three parts, canonical octets, and header and claims that say what Identity says. */
  SignedPassport open(Identity identity) throws InvalidAssertionException {
    try {
      SignedPassport token = identity.open();
      log.passed(4, () -> "a " + token + " of the full form, alg ES256, x5u " + identity.info());
      return token;
    } catch (MalformedException e) {
      throw new InvalidAssertionException(
          4, AssertionFault.MALFORMED, "the token is malformed: " + e.getMessage());
    }
  }

  /** Step 5, of the header that is not signed. */
  void requireFresh(Optional<Instant> date) throws InvalidAssertionException {
    if (date.isPresent()) {
      requireFresh("Date", date.get(), Freshness.WINDOW);
    }
  }

  /** Step 5, of what is signed. */
  void requireFresh(SignedPassport token, Duration mostAge) throws InvalidAssertionException {
    requireFresh("iat", token.passport().issuedAt(), mostAge);
    if (token.expiry().filter(expiry -> !now.isBefore(expiry)).isPresent()) { // RFC 7519 §4.1.4
      throw new InvalidAssertionException(
          5, AssertionFault.STALE, "Stale Date: exp is over, " + token.expiry().get());
    }
  }

  private void requireFresh(String what, Instant date, Duration mostAge)
      throws InvalidAssertionException {
    Optional<AssertionFault> fault = Freshness.faultOf(date, now, mostAge);
    if (fault.isPresent()) {
      String away = Duration.between(date, now).abs().toSeconds() + " s ";
      String side = fault.get() == AssertionFault.STALE ? "ago" : "ahead";
      throw new InvalidAssertionException(
          5, fault.get(), "Stale Date: " + what + " is " + away + side);
    }
    log.passed(5, () -> what + " " + date + ", now " + now);
  }

  /**
   * Steps 6 to 8: the certificate of who signed.
   *
   * @param domains of which it must be for one
   */
  Signer signer(SignedPassport token, Collection<String> domains)
      throws InvalidAssertionException, AwaitedCredentialException {
    List<InvalidAssertionException> faults = new ArrayList<>(1);
    for (String domain : domains) {
      Finding finding = credentials.find(request(token, domain));
      if (finding.credential().isPresent()) {
        Credential credential = finding.credential().get();
        log.passed(6, () -> "the certificate at " + token.passport().x5u());
        log.passed(7, () -> "believed, and valid when it signed and now");
        log.passed(8, () -> "for " + domain);
        requireConstraints(token, credential);
        return new Signer(domain, credential);
      }
      faults.add(fault(finding.refusal().orElseThrow()));
    }
    throw Faults.toTell(faults)
        .orElseThrow(() -> new IllegalArgumentException("a domain to ask for"));
  }

  private CredentialRequest request(SignedPassport token, String domain) {
    return new CredentialRequest(
        token.passport().x5u(),
        domain,
        List.of(token.passport().issuedAt(), now),
        policies.apply(domain).pins(),
        parts.apply(token.passport().x5u()));
  }

  private static InvalidAssertionException fault(Refused refusal) {
    return switch (refusal.reason()) {
      case CREDENTIAL_UNAVAILABLE ->
          new InvalidAssertionException(6, AssertionFault.CREDENTIAL_UNAVAILABLE, refusal.text());
      case CREDENTIAL_UNTRUSTED ->
          new InvalidAssertionException(7, AssertionFault.CREDENTIAL_UNTRUSTED, refusal.text());
      default -> new InvalidAssertionException(8, AssertionFault.AUTHORITY, refusal.text());
    };
  }

  private static void requireConstraints(SignedPassport token, Credential credential)
      throws InvalidAssertionException {
    if (!credential.constraints().equals(ClaimConstraints.NONE)
        && !ClaimNames.of(token).keepTo(credential.constraints())) {
      throw new InvalidAssertionException(
          7, AssertionFault.CLAIMS, "the certificate does not let its tokens say this");
    }
  }

  /** Step 10. */
  void requireSignature(SignedPassport token, Signer signer) throws InvalidAssertionException {
    if (!es256.verify(signer.credential().key(), token.signingInput(), token.signature())) {
      throw new InvalidAssertionException(
          10, AssertionFault.SIGNATURE, "the signature is not that of the certificate's key");
    }
    log.passed(10, () -> "the signature holds");
  }

  /** The domain of who a token names; a telephone number is of none. */
  static String domain(Identifier identifier, String claim) throws InvalidAssertionException {
    try {
      if (identifier.kind() == Identifier.Kind.URI) {
        return CanonicalUri.parse(identifier.value()).host();
      }
    } catch (MalformedException e) {
      throw new InvalidAssertionException(
          4, AssertionFault.CLAIMS, claim + " is no address: " + e.getMessage());
    }
    throw new InvalidAssertionException(
        8, AssertionFault.AUTHORITY, "nobody is believed here to speak for telephone numbers");
  }
}

package org.porin.simple;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.porin.passport.Attestation;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.ClaimConstraints;
import org.porin.trust.Credential;
import org.porin.trust.CredentialRequest;
import org.porin.trust.Credentials;
import org.porin.trust.Es256;
import org.porin.trust.SigningKey;
import org.porin.trust.SigningKeys;
import org.porin.trust.SipAuthentication;
import org.porin.trust.SipDomains;
import org.porin.trust.SipVerification;
import org.porin.trust.TrustCounters;
import org.porin.trust.TrustThreads;

/**
 * Real keys of domains, and their certificates: what signs and what verifies is as in the product,
 * and only the way by which a certificate is had is shorter.
 */
final class KeyRing implements SigningKeys, Credentials, AutoCloseable {
  private final Map<String, SigningKey> keys = new ConcurrentHashMap<>();
  private final X509Bundle authority;
  private final Es256 es256 = Es256.open();
  private final TrustThreads threads = new TrustThreads(2, TrustThreads.MOST_OCTETS);
  private final TrustCounters counters = new TrustCounters();

  /** With a key for each of these domains. */
  KeyRing(String... domains) throws Exception {
    authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Authority of Verona")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    for (String domain : domains) {
      add(domain, domain);
    }
  }

  /** A key that signs for a domain, with a certificate that is for another, or the same. */
  void add(String domain, String certified) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + certified)
            .addSanUriName(URI.create("sip:" + certified))
            .notBefore(Bridge.NOW.minus(Duration.ofDays(9)))
            .notAfter(Bridge.NOW.plus(Duration.ofDays(9)))
            .buildIssuedBy(authority);
    keys.put(
        domain,
        new SigningKey(
            domain,
            "https://keys." + domain + "/1.cer",
            bundle.getKeyPair().getPrivate(),
            bundle.getCertificate(),
            Instant.EPOCH,
            Instant.MAX));
  }

  @Override
  public Optional<SigningKey> at(String domain, Instant instant) {
    return Optional.ofNullable(keys.get(domain));
  }

  @Override
  public CompletionStage<Finding> find(CredentialRequest request) {
    for (SigningKey key : keys.values()) {
      if (key.x5u().equals(request.x5u())) {
        return CompletableFuture.completedFuture(finding(key, request.domain()));
      }
    }
    throw new IllegalStateException("nobody asks for another certificate here");
  }

  private Finding finding(SigningKey key, String domain) {
    try {
      SipDomains domains = SipDomains.of(key.certificate());
      Credential credential =
          new Credential(
              es256.prepared(key.certificate().getPublicKey()), domains, ClaimConstraints.NONE);
      return domains.contain(domain)
          ? new Finding(Optional.of(credential), Optional.empty())
          : new Finding(
              Optional.empty(),
              Optional.of(new Refused(Reason.IDENTITY_INVALID, "for another domain")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs what goes out. */
  Identities signing(Attestation users) {
    return new Identities(
        Optional.of(
            new Identities.Signing(
                new SipAuthentication(
                    this, es256, threads, InstantSource.fixed(Bridge.NOW), counters),
                users)),
        Optional.empty());
  }

  /** Verifies what comes in, by the clock of the test and as strictly as it wants. */
  Identities verifying(Demand demand, InstantSource clock) {
    AssertionPolicy usual = AssertionPolicy.DEFAULT;
    AssertionPolicy policy =
        new AssertionPolicy(
            demand,
            usual.least(),
            usual.signers(),
            usual.gateways(),
            usual.unsigned(),
            usual.pins());
    return new Identities(
        Optional.empty(),
        Optional.of(
            new SipVerification(
                this, es256, domain -> policy, Set.of(), threads, clock, counters)));
  }

  @Override
  public void close() {
    threads.close();
  }
}

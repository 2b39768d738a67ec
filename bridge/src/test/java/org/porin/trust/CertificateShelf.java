package org.porin.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.porin.profile.Failure.Reason;
import org.porin.wire.Octets;

/** Certificates by their URI, issued by one authority or not believed. */
final class CertificateShelf implements Credentials {
  private final X509Certificate authority;
  private final Es256 es256;
  private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Finding>> awaited = new ConcurrentHashMap<>();
  private final Map<String, ClaimConstraints> constraints = new ConcurrentHashMap<>();
  final AtomicInteger asked = new AtomicInteger();
  private volatile Optional<Octets> brought = Optional.empty();

  CertificateShelf(X509Certificate authority, Es256 es256) {
    this.authority = authority;
    this.es256 = es256;
  }

  void put(String x5u, X509Certificate certificate) {
    certificates.put(x5u, certificate);
  }

  void remove(String x5u) {
    certificates.remove(x5u);
  }

  void constrain(String x5u, ClaimConstraints constraint) {
    constraints.put(x5u, constraint);
  }

  /** What the last request brought with it. */
  Optional<Octets> brought() {
    return brought;
  }

  /** From now on this one is not there until the answer completes. */
  CompletableFuture<Finding> await(String x5u) {
    return awaited.computeIfAbsent(x5u, uri -> new CompletableFuture<>());
  }

  @Override
  public CompletionStage<Finding> find(CredentialRequest request) {
    asked.incrementAndGet();
    brought = request.enclosed();
    CompletableFuture<Finding> later = awaited.get(request.x5u());
    return later == null ? CompletableFuture.completedFuture(now(request)) : later;
  }

  /** What is known at once. */
  Finding now(CredentialRequest request) {
    X509Certificate certificate = certificates.get(request.x5u());
    if (certificate == null) {
      return Finding.none(Reason.CREDENTIAL_UNAVAILABLE, "there is no certificate");
    }
    try {
      certificate.verify(authority.getPublicKey());
      for (Instant instant : request.instants()) {
        certificate.checkValidity(Date.from(instant));
      }
      SipDomains domains = SipDomains.of(certificate);
      return domains.contain(request.domain())
          ? Finding.of(
              new Credential(
                  es256.prepared(certificate.getPublicKey()),
                  domains,
                  constraints.getOrDefault(request.x5u(), ClaimConstraints.NONE)))
          : Finding.none(Reason.IDENTITY_INVALID, "the certificate is for another domain");
    } catch (GeneralSecurityException e) {
      return Finding.none(Reason.CREDENTIAL_UNTRUSTED, "the certificate is not believed");
    }
  }
}

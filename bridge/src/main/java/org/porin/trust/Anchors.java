package org.porin.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities that certificates must lead to (RFC 5280 §6). Safe for many threads. */
final class Anchors {
  /** Certificates between the far end's and the authority's. */
  private static final int MOST_BETWEEN = 5;

  private final Set<X509Certificate> certificates;
  private final Set<TrustAnchor> anchors;

  private Anchors(List<X509Certificate> certificates) {
    this.certificates = Set.copyOf(certificates);
    this.anchors =
        this.certificates.stream()
            .map(each -> new TrustAnchor(each, null))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Those in a file.
   *
   * @throws IOException when there is none that can be read; it names the file and the remedy
   */
  static Anchors read(Path file) throws IOException {
    return new Anchors(new PemFile(file).certificates());
  }

  /** Those that this Java platform believes. */
  static Anchors ofTheSystem() throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore usual = null;
      factory.init(usual);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509TrustManager trust) {
          return new Anchors(List.of(trust.getAcceptedIssuers()));
        }
      }
      throw new IOException("this Java platform judges no X.509 certificates");
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the trusted certificates: " + e.getMessage(), e);
    }
  }

  /** When the last of them runs out, and nothing leads to any more. */
  Instant lastExpiry() {
    return certificates.stream()
        .map(each -> each.getNotAfter().toInstant())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /**
   * Finds the path from the first certificate to an authority; the others may stand in any order,
   * and some be of no use. Revocation is not asked for.
   *
   * @return until when that path holds
   * @throws CertificateException when there is none
   */
  Instant path(List<X509Certificate> chain, Instant now) throws CertificateException {
    X509Certificate leaf = chain.get(0);
    if (certificates.contains(leaf)) { // it signs itself, and the operator believes just that
      return leaf.getNotAfter().toInstant();
    }
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(new HashSet<>(chain))));
      parameters.setRevocationEnabled(false);
      parameters.setMaxPathLength(MOST_BETWEEN);
      parameters.setDate(Date.from(now));
      return until(
          CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates());
    } catch (CertPathBuilderException e) {
      throw new CertificateException(reason(e), e);
    } catch (GeneralSecurityException e) {
      throw new CertificateException("it cannot be judged: " + e.getMessage(), e);
    }
  }

  private static Instant until(List<? extends Certificate> path) {
    return path.stream()
        .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private static String reason(Throwable e) {
    @Nullable Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }
}

package org.porin.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** The authorities that certificates must lead to (RFC 5280 §6). Safe for many threads. */
final class Anchors {
  /** Certificates between the far end's and the authority's. */
  private static final int MOST_BETWEEN = 5;

  /** Two texts with one digest can be made (RFC 9155). */
  private static final Pattern BROKEN = Pattern.compile("(?i)(SHA-?1|MD[25])with");

  private final Set<X509Certificate> certificates;
  private final Set<TrustAnchor> anchors;
  private final Set<X500Principal> names;

  private Anchors(List<X509Certificate> certificates) {
    this.certificates = Set.copyOf(certificates);
    this.anchors =
        this.certificates.stream()
            .map(each -> new TrustAnchor(each, null))
            .collect(Collectors.toUnmodifiableSet());
    this.names =
        this.certificates.stream()
            .map(X509Certificate::getSubjectX500Principal)
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
      return new Anchors(List.of(PlatformTrust.ofTheSystem().getAcceptedIssuers()));
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
   * Follows a chain from its first certificate to an authority (RFC 5280 §6); the others may stand
   * in any order, and some be of no use. Each name has one issuer at the most, so that a stranger's
   * chain costs a few signatures and no search. Revocation is not asked for.
   *
   * @return until when that path holds
   * @throws CertificateException when there is none
   */
  Instant path(List<X509Certificate> chain, Instant now) throws CertificateException {
    X509Certificate leaf = chain.get(0);
    if (certificates.contains(leaf)) { // it signs itself, and the operator believes just that
      return leaf.getNotAfter().toInstant();
    }
    List<X509Certificate> path = upwards(chain);
    if (path.stream().anyMatch(each -> BROKEN.matcher(each.getSigAlgName()).lookingAt())) {
      throw new CertificateException("a signature in it is by a digest that is broken");
    }
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPath followed = CertificateFactory.getInstance("X.509").generateCertPath(path);
      CertPathValidator.getInstance("PKIX").validate(followed, parameters);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(String.valueOf(e.getMessage()), e);
    }
    return path.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** From the first on, each with its issuer behind it, up to one that an authority has issued. */
  private List<X509Certificate> upwards(List<X509Certificate> chain) {
    List<X509Certificate> path = new ArrayList<>(chain.subList(0, 1));
    List<X509Certificate> left = new ArrayList<>(chain.subList(1, chain.size()));
    X500Principal issuer = chain.get(0).getIssuerX500Principal();
    while (!names.contains(issuer) && path.size() <= MOST_BETWEEN) {
      X500Principal wanted = issuer;
      Optional<X509Certificate> next =
          left.stream().filter(each -> each.getSubjectX500Principal().equals(wanted)).findFirst();
      if (next.isEmpty()) {
        break; // and no path, which the validator says in its words
      }
      left.remove(next.get());
      path.add(next.get());
      issuer = next.get().getIssuerX500Principal();
    }
    return path;
  }
}

package org.porin.trust;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.porin.wire.MalformedException;

/**
 * Whether a signer's certificate is believed (RFC 5280 §6, RFC 8226 §4): it is an anchor itself, or
 * those that came with it lead from it to one. Nobody is asked whether one was revoked (decision
 * 31). Only computes; safe for many threads.
 */
final class PathValidation {
  private static final int KEY_CERT_SIGN = 5; // RFC 5280 §4.2.1.3

  private final List<X509Certificate> anchors;
  private final Es256 es256;

  PathValidation(List<X509Certificate> anchors, Es256 es256) {
    this.anchors = List.copyOf(anchors);
    this.es256 = es256;
  }

  /**
   * Judges a chain. When it is valid is left to {@link Believed#isValidAt}, so that the result
   * holds for every token that names it.
   *
   * @param pins one of which a key of the path must have; a key that is pinned is an anchor. Empty
   *     where the anchors alone decide
   * @param now decides only which algorithms are good enough
   */
  Believed believe(CertificateChain chain, Set<KeyPin> pins, Instant now)
      throws UntrustedException {
    try {
      X509Certificate signer = chain.signer();
      Optional<String> fault = SignerUse.fault(signer);
      if (fault.isPresent()) {
        throw new UntrustedException(fault.get());
      }
      List<X509Certificate> path = path(chain, anchors(chain, pins), now);
      SipDomains domains = SipDomains.of(signer);
      for (X509Certificate each : path.subList(1, path.size())) {
        if (!domains.names().stream().allMatch(DomainConstraints.of(each)::admit)) {
          throw new UntrustedException(
              "it is for a domain outside of what its authority may certify");
        }
      }
      return new Believed(
          es256.prepared(signer.getPublicKey()),
          domains,
          ClaimConstraints.of(signer),
          notBefore(path),
          notAfter(path));
    } catch (InvalidKeyException e) {
      throw new UntrustedException("its key is no point on the curve P-256");
    } catch (CertificateParsingException e) {
      throw new UntrustedException("its subjectAltName cannot be read");
    } catch (MalformedException e) {
      throw new UntrustedException("its constraints cannot be read (RFC 5280, RFC 8226)");
    } catch (RuntimeException e) { // of the JDK, on extensions that nobody foresaw
      throw new UntrustedException("it cannot be read");
    }
  }

  private Set<X509Certificate> anchors(CertificateChain chain, Set<KeyPin> pins) {
    Set<X509Certificate> believed = new HashSet<>(anchors);
    if (!pins.isEmpty()) {
      believed.addAll(chain.certificates());
      believed.removeIf(each -> !pins.contains(KeyPin.of(each.getPublicKey())));
    }
    return believed;
  }

  /** The certificates on the way to an anchor, that one included. */
  private List<X509Certificate> path(
      CertificateChain chain, Set<X509Certificate> anchors, Instant now) throws UntrustedException {
    List<X509Certificate> path = new ArrayList<>();
    for (X509Certificate each : chain.certificates()) {
      if (anchors.contains(each)) {
        if (!path.isEmpty()) {
          validate(path, Set.of(each), now);
        }
        path.add(each);
        return path;
      }
      path.add(each);
    }
    path.add(validate(path, anchors, now));
    return path;
  }

  private static X509Certificate validate(
      List<X509Certificate> path, Set<X509Certificate> anchors, Instant now)
      throws UntrustedException {
    Set<TrustAnchor> trusted = new HashSet<>();
    for (X509Certificate each : anchors) {
      if (isAuthority(each)) {
        trusted.add(new TrustAnchor(each, null));
      }
    }
    if (trusted.isEmpty()) {
      throw new UntrustedException("it leads to nobody that is trusted here");
    }
    try {
      PKIXParameters parameters = new PKIXParameters(trusted);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(inside(path, now)));
      parameters.addCertPathChecker(new ConstraintsKnown());
      CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
      var result = CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
      return ((PKIXCertPathValidatorResult) result).getTrustAnchor().getTrustedCert();
    } catch (CertPathValidatorException e) {
      throw new UntrustedException(
          "its path is not believed ("
              + e.getReason().toString().toLowerCase(Locale.ROOT).replace('_', ' ')
              + ")");
    } catch (GeneralSecurityException e) {
      throw new UntrustedException("its path cannot be followed");
    }
  }

  /**
   * Whether an anchor may issue certificates. Else the key of a single signer who is trusted for
   * its own domain could speak for all others.
   */
  private static boolean isAuthority(X509Certificate anchor) {
    boolean[] usage = anchor.getKeyUsage();
    return anchor.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
  }

  /** An instant at which all are valid, now if possible: the rest is {@link Believed}'s to say. */
  private static Instant inside(List<X509Certificate> path, Instant now) throws UntrustedException {
    Instant first = notBefore(path);
    Instant last = notAfter(path);
    if (first.isAfter(last)) {
      throw new UntrustedException("the certificates of its path are never valid together");
    }
    return now.isBefore(first) ? first : now.isAfter(last) ? last : now;
  }

  private static Instant notBefore(List<X509Certificate> path) {
    return path.stream()
        .map(each -> each.getNotBefore().toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant notAfter(List<X509Certificate> path) {
    return path.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}

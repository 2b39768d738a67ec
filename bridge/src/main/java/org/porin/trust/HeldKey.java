package org.porin.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key as it lies in the directory, fit for its use.
 *
 * @param key of P-256
 * @param certified what an authority, or the key itself, has issued; empty where it waits for that
 */
record HeldKey(KeyFile file, PrivateKey key, Optional<Certified> certified) {
  /**
   * A token of the last minute must still verify after the certificate's last second: for the
   * minute that it is fresh, and the one that clocks may differ (TRUST 9).
   */
  private static final Duration LAST_TOKENS = Duration.ofMinutes(2);

  /**
   * What peers get to see.
   *
   * @param chain the certificate of the key, and behind it those that lead to an authority
   */
  record Certified(List<X509Certificate> chain, Published published) {
    Certified {
      chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
      return chain.get(0);
    }
  }

  /**
   * Reads its files.
   *
   * @throws IOException when they are not fit for signing; the message names the file, the cause
   *     and the remedy
   */
  static HeldKey read(KeyFile file, Es256 es256) throws IOException {
    PrivateKey key = new PemFile(file.key()).privateKey();
    if (!Es256.isP256(key)) {
      throw wrong(file, "it is not on the curve P-256, which ES256 needs");
    }
    try {
      Optional<Certified> certified =
          Files.exists(file.certificates()) ? Optional.of(certified(file, key)) : Optional.empty();
      return new HeldKey(file, es256.prepared(key), certified);
    } catch (InvalidKeyException e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
  }

  private static Certified certified(KeyFile file, PrivateKey key) throws IOException {
    List<X509Certificate> chain = new PemFile(file.certificates()).certificates();
    Optional<String> fault = fault(chain, key, file.domain());
    if (fault.isPresent()) {
      throw new IOException("cannot use " + file.certificates() + ": " + fault.get());
    }
    try {
      return new Certified(chain, Published.of(chain));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + file.certificates() + ": " + e.getMessage(), e);
    }
  }

  /** What keeps certificates from being those of a key that signs for a domain. */
  static Optional<String> fault(List<X509Certificate> chain, PrivateKey key, String domain) {
    X509Certificate own = chain.get(0);
    if (!TlsContexts.belongTogether(own, key)) {
      return Optional.of("its first certificate is not of the key that it stands beside");
    }
    try {
      SipDomains domains = SipDomains.of(own);
      if (!domains.contain(domain)) {
        return Optional.of("it is not for the domain " + domain);
      }
    } catch (CertificateParsingException e) {
      return Optional.of("the subjectAltName of its certificate cannot be read");
    }
    return SignerUse.fault(own);
  }

  /** When it begins: never before the certificate does. */
  Instant from() {
    return certified
        .map(each -> each.certificate().getNotBefore().toInstant())
        .filter(file.from()::isBefore)
        .orElse(file.from());
  }

  /** The last instant at which it could sign, if nothing takes its place. */
  Instant end() {
    return certified
        .map(each -> each.certificate().getNotAfter().toInstant().minus(LAST_TOKENS))
        .orElse(from());
  }

  /** Names the key, and does not show it. */
  @Override
  public String toString() {
    return file.key().toString();
  }

  private static IOException wrong(KeyFile file, String what) {
    return new IOException("cannot use " + file.key() + ": " + what);
  }
}

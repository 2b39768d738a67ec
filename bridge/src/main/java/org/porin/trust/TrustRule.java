package org.porin.trust;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * By what a certificate is believed, whatever it is for: by an authority, by its key, or by both.
 * With a pinned key alone nobody else has to vouch; dates and usage count all the same. Compares by
 * identity. Safe for many threads.
 */
final class TrustRule {
  /** What a certificate of a SIP domain may be for (RFC 5924 §5, RFC 5280 §4.2.1.12). */
  private static final Set<String> USES =
      Set.of(
          "2.5.29.37.0", // any
          "1.3.6.1.5.5.7.3.1", // server
          "1.3.6.1.5.5.7.3.2", // client
          "1.3.6.1.5.5.7.3.20"); // SIP domain

  private final Optional<Anchors> anchors;
  private final Set<KeyPin> pins;

  /**
   * @param anchors empty where the key alone counts
   * @param pins the keys that are believed; empty for any, where there are anchors
   */
  TrustRule(Optional<Anchors> anchors, Set<KeyPin> pins) {
    if (anchors.isEmpty() && pins.isEmpty()) {
      throw new IllegalArgumentException("nothing would be asked for");
    }
    this.anchors = anchors;
    this.pins = Set.copyOf(pins);
  }

  /** When the last authority runs out, and nobody is believed any more; empty without any. */
  Optional<Instant> lastExpiry() {
    return anchors.map(Anchors::lastExpiry);
  }

  Set<KeyPin> pins() {
    return pins;
  }

  /**
   * Judges a chain, the far end's certificate first.
   *
   * @return until when it holds
   * @throws CertificateException when it does not
   */
  Instant check(List<X509Certificate> chain, Instant now) throws CertificateException {
    X509Certificate leaf = chain.get(0);
    leaf.checkValidity(Date.from(now));
    checkUse(leaf);
    if (!pins.isEmpty()) {
      KeyPin found = KeyPin.of(leaf.getPublicKey());
      if (!pins.contains(found)) {
        throw new UnpinnedKeyException(found);
      }
    }
    Instant until = leaf.getNotAfter().toInstant();
    return anchors.isPresent() ? earlier(until, anchors.get().path(chain, now)) : until;
  }

  /**
   * RFC 5922 §7.1. A certificate for servers will do for clients too, and the other way round: it
   * says which domain somebody is, and who connects to whom says nothing of that. Public
   * authorities have ceased to issue it for both.
   */
  private static void checkUse(X509Certificate leaf) throws CertificateParsingException {
    List<String> uses = leaf.getExtendedKeyUsage();
    if (uses != null && uses.stream().noneMatch(USES::contains)) {
      throw new CertificateParsingException("it is not for TLS (extendedKeyUsage)");
    }
    boolean[] keyUse = leaf.getKeyUsage();
    if (keyUse != null && !keyUse[0]) {
      throw new CertificateParsingException("its key is not for signatures (keyUsage)");
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}

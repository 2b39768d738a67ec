package org.porin.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A key that signs for a domain (RFC 8224 §6.1).
 *
 * @param domain whose users it speaks for, in lower case and A-labels
 * @param x5u where its certificate is published; never where another was (RFC 8224 §7.4)
 * @param key of P-256
 * @param certificate of that key, for the domain
 * @param from signs nothing before: others must be able to fetch the certificate first
 * @param until signs nothing at or after; not later than the certificate is valid
 */
public record SigningKey(
    String domain,
    String x5u,
    PrivateKey key,
    X509Certificate certificate,
    Instant from,
    Instant until) {
  /** Whether it signs what is sent then. */
  public boolean signsAt(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(until);
  }

  /** Names the key, and does not show it. */
  @Override
  public String toString() {
    return "key of " + domain + " at " + x5u;
  }
}

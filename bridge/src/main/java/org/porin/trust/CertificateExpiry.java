package org.porin.trust;

import java.time.Instant;

/**
 * When certificates run out that an operator gave.
 *
 * @param of which they are
 * @param domain whose, where they hold for one foreign domain; else empty text
 * @param notAfter of our own chain the first, of authorities the last: with that nothing is
 *     believed any more
 */
public record CertificateExpiry(Of of, String domain, Instant notAfter) {
  /** Which certificates. */
  public enum Of {
    /** What this bridge shows. */
    OWN,
    /** Those of authorities that are believed. */
    AUTHORITIES
  }

  static CertificateExpiry ofOurs(Instant notAfter) {
    return new CertificateExpiry(Of.OWN, "", notAfter);
  }

  static CertificateExpiry ofAuthorities(String domain, Instant notAfter) {
    return new CertificateExpiry(Of.AUTHORITIES, domain, notAfter);
  }

  @Override
  public String toString() {
    String whose = domain.isEmpty() ? "" : " for " + domain;
    return of == Of.OWN ? "our TLS certificate" : "the last trusted authority" + whose;
  }
}

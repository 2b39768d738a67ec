package org.porin.trust;

import java.security.PublicKey;
import java.time.Instant;

/**
 * A signer's certificate with a path to an anchor.
 *
 * @param key of P-256, as {@link Es256} takes it
 * @param domains that the certificate is for
 * @param constraints on what its tokens say
 * @param notBefore the first instant at which all certificates of the path are valid
 * @param notAfter the last one
 */
record Believed(
    PublicKey key,
    SipDomains domains,
    ClaimConstraints constraints,
    Instant notBefore,
    Instant notAfter) {
  boolean isValidAt(Instant instant) {
    return !instant.isBefore(notBefore) && !instant.isAfter(notAfter);
  }
}

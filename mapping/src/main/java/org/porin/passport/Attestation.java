package org.porin.passport;

/**
 * How well the signer knows that the one who speaks is who it says (names of RFC 8588 §4, meaning
 * of TRUST 8), the surest first.
 */
public enum Attestation {
  /** An account of the signer's own domain, with a password or certificate. */
  A,
  /** The domain is certain, the user less so. */
  B,
  /** Passed on as it came; nothing is known of its origin. */
  C;

  /** The lower of the two: a chain is as sure as its weakest link. */
  public Attestation lower(Attestation other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether this is as sure as {@code least}, or surer. */
  public boolean reaches(Attestation least) {
    return compareTo(least) <= 0;
  }
}

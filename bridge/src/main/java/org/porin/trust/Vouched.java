package org.porin.trust;

import org.porin.passport.Attestation;
import org.porin.passport.SignedPassport;

/**
 * A token that passed all steps of its own.
 *
 * @param signer the domain that signed it
 */
record Vouched(SignedPassport token, String signer) {
  /**
   * How sure it is. A stranger that says nothing of it is certain of the domain, which is its own,
   * and must have made sure of the user somehow (RFC 8224 §6.1 step 2).
   */
  Attestation attestation() {
    return token.passport().attestation().orElse(Attestation.B);
  }
}

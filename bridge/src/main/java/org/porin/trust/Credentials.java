package org.porin.trust;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;

/**
 * The certificates of those who sign (RFC 8224 §7.2): had from a store or fetched, believed through
 * a path to an anchor, and for the domain that is spoken for (TRUST 6, steps 6 to 8). Safe for many
 * threads; never blocks.
 */
public interface Credentials {
  /**
   * Finds the certificate that a token names.
   *
   * @return completes once, on any thread, within a few seconds, and never exceptionally
   */
  CompletionStage<Finding> find(CredentialRequest request);

  /**
   * A credential, or why there is none.
   *
   * @param refusal {@link Reason#CREDENTIAL_UNAVAILABLE} (436) when it is not to be had, {@link
   *     Reason#CREDENTIAL_UNTRUSTED} (437) when it is not believed, not valid then or of another
   *     kind of key, {@link Reason#IDENTITY_INVALID} (438) when it is for another domain
   */
  record Finding(Optional<Credential> credential, Optional<Refused> refusal) {
    public Finding {
      if (credential.isPresent() == refusal.isPresent()) {
        throw new IllegalArgumentException("one of the two");
      }
    }

    /** A certificate that is believed. */
    static Finding of(Credential credential) {
      return new Finding(Optional.of(credential), Optional.empty());
    }

    /** None, and why. */
    static Finding none(Reason reason, String text) {
      return new Finding(Optional.empty(), Optional.of(new Refused(reason, text)));
    }
  }
}

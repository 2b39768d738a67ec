package org.porin.profile;

import java.time.Instant;
import java.util.Optional;
import org.porin.passport.Attestation;

/**
 * What was verified of who speaks: somebody who may speak for the source's domain signed that it is
 * the source (TRUST 6). There is none for an operation that nobody vouched for.
 *
 * @param attestation the lowest of the chain
 * @param signer the domain that signed, in lower case and A-labels
 * @param issuedAt when it signed; long ago where the object was stored on its way
 * @param token names the innermost token among all others: a digest of its signing input, so that a
 *     replay is known
 * @param enclosed names in the same way the token that stands in the Message/CPIM object itself,
 *     which is good for longer than others (RFC 9475 §3.2)
 */
public record Assertion(
    Attestation attestation,
    String signer,
    Instant issuedAt,
    String token,
    Optional<String> enclosed) {
  /** One of a token that the request itself carries. */
  public Assertion(Attestation attestation, String signer, Instant issuedAt, String token) {
    this(attestation, signer, issuedAt, token, Optional.empty());
  }
}

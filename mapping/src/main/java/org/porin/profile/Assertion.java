package org.porin.profile;

import java.time.Instant;
import org.porin.passport.Attestation;

/**
 * What was verified of who speaks: somebody who may speak for the source's domain signed that it is
 * the source (TRUST 6). There is none for an operation that nobody vouched for.
 *
 * @param attestation the lowest of the chain
 * @param signer the domain that signed, in lower case and A-labels
 * @param issuedAt when it signed
 * @param token names the innermost token among all others: a digest of its signing input, so that a
 *     replay is known
 */
public record Assertion(Attestation attestation, String signer, Instant issuedAt, String token) {}

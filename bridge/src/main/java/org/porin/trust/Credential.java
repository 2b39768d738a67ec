package org.porin.trust;

import java.security.PublicKey;

/**
 * A certificate that is believed (RFC 8224 §6.2 step 3).
 *
 * @param key of P-256, as {@link Es256} takes it
 * @param domains the certificate is for
 * @param constraints what its issuer lets it say (RFC 8226 §8); whoever reads the token asks them
 */
public record Credential(PublicKey key, SipDomains domains, ClaimConstraints constraints) {}

package org.porin.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.wire.Octets;

/**
 * Which certificate a token asks its reader to believe, and for what.
 *
 * @param x5u the URI as it stands in the token and in {@code info} (RFC 8224 §4.1: compared as
 *     octets, so it is not normalized)
 * @param domain whom the certificate must be for: that of {@code orig}, {@code div} or {@code gw};
 *     in A-labels
 * @param instants at which it must be valid: when the token was made, and now
 * @param pins of the peer, one of which must be in its path; empty where the anchors alone decide
 * @param enclosed the body part that a {@code cid:} of the same request names
 */
public record CredentialRequest(
    String x5u,
    String domain,
    List<Instant> instants,
    Set<KeyPin> pins,
    Optional<Octets> enclosed) {
  public CredentialRequest {
    instants = List.copyOf(instants);
    pins = Set.copyOf(pins);
  }
}

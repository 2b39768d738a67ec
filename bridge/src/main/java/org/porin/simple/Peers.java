package org.porin.simple;

import java.util.Map;
import org.porin.profile.Transit;

/**
 * What is known of foreign domains beforehand.
 *
 * @param others what holds for a domain that is not named
 * @param named by domain, in lower case and A-labels
 * @param transit between which of them messages pass on as they come
 * @param trusted who asserts identities to this bridge, and is told those of its users
 */
public record Peers(
    PeerSettings others, Map<String, PeerSettings> named, Transit transit, TrustDomain trusted) {
  /** No domain is special. */
  public static final Peers NONE = new Peers(PeerSettings.DEFAULT, Map.of());

  public Peers {
    named = Map.copyOf(named);
  }

  /** No transit, and nobody trusted to assert who speaks. */
  public Peers(PeerSettings others, Map<String, PeerSettings> named) {
    this(others, named, Transit.NONE, TrustDomain.NONE);
  }

  /** What holds for a domain. */
  PeerSettings of(String domain) {
    return named.getOrDefault(domain, others);
  }
}

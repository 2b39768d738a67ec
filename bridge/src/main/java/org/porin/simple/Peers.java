package org.porin.simple;

import java.util.Map;

/**
 * What is known of foreign domains beforehand.
 *
 * @param others what holds for a domain that is not named
 * @param named by domain, in lower case and A-labels
 */
public record Peers(PeerSettings others, Map<String, PeerSettings> named) {
  /** No domain is special. */
  public static final Peers NONE = new Peers(PeerSettings.DEFAULT, Map.of());

  public Peers {
    named = Map.copyOf(named);
  }

  /** What holds for a domain. */
  PeerSettings of(String domain) {
    return named.getOrDefault(domain, others);
  }
}

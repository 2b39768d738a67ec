package org.porin.store;

import java.util.Map;
import java.util.Set;

/**
 * How the bridges on one database stand to each other, as this one sees it.
 *
 * @param leases that it holds: its own, and those of dead bridges under which rows are left
 * @param takeovers bridges that died and left to this one what they had, since the start
 * @param others that are alive, by what they call themselves
 * @param held links that are this bridge's to hold
 * @param elsewhere what calls itself the bridge that holds a link, by domain
 */
public record ClusterStatus(
    int leases,
    long takeovers,
    Set<String> others,
    Set<String> held,
    Map<String, String> elsewhere) {
  /** A bridge by itself. */
  public static final ClusterStatus ALONE = new ClusterStatus(1, 0, Set.of(), Set.of(), Map.of());

  public ClusterStatus {
    others = Set.copyOf(others);
    held = Set.copyOf(held);
    elsewhere = Map.copyOf(elsewhere);
  }
}

package org.porin.daemon;

import java.util.Set;

/**
 * How bridges share a database.
 *
 * @param node what this one calls itself towards the others
 * @param first the domains whose links this one is to have; empty for all
 */
public record Sharing(String node, Set<String> first) {
  public Sharing {
    first = Set.copyOf(first);
  }
}

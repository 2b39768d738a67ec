package org.porin.daemon;

import java.util.Set;

/**
 * How bridges share a database.
 *
 * @param node what this one calls itself towards the others
 * @param links whether several of them may have a link of the same domain
 * @param first where they may not, the domains whose links this one is to have; empty for all
 */
public record Sharing(String node, boolean links, Set<String> first) {
  public Sharing {
    first = Set.copyOf(first);
  }
}

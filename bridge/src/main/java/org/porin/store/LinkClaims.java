package org.porin.store;

import java.util.Set;

/**
 * The links that one bridge may hold at a time.
 *
 * @param domains all of them
 * @param first those that this bridge takes at once where nobody has them; the others it leaves for
 *     a while to the bridge that is to have them
 */
public record LinkClaims(Set<String> domains, Set<String> first) {
  /** None: nobody else can have one. */
  public static final LinkClaims NONE = new LinkClaims(Set.of(), Set.of());

  public LinkClaims {
    domains = Set.copyOf(domains);
    first = Set.copyOf(first);
  }
}

package org.porin.profile;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The pairs of foreign domains between which the operator lets this bridge pass messages on (DESIGN
 * 3.13). A pair holds both ways.
 *
 * @param partners of each domain that is in a pair, as A-labels in lower case
 */
public record Transit(Map<String, Set<String>> partners) {
  /** Between nobody. */
  public static final Transit NONE = new Transit(Map.of());

  public Transit {
    Map<String, Set<String>> both = new HashMap<>();
    partners.forEach(
        (one, others) ->
            others.forEach(
                other -> {
                  both.computeIfAbsent(one, first -> new HashSet<>()).add(other);
                  both.computeIfAbsent(other, first -> new HashSet<>()).add(one);
                }));
    both.replaceAll((domain, others) -> Set.copyOf(others));
    partners = Map.copyOf(both);
  }

  /** Those between each of which and each other domain that is given with it. */
  public static Transit between(Map<String, ? extends Collection<String>> pairs) {
    Map<String, Set<String>> partners = new HashMap<>();
    pairs.forEach((domain, others) -> partners.put(domain, Set.copyOf(others)));
    return new Transit(partners);
  }

  /** Whether messages of one may pass on to the other. */
  public boolean joins(String source, String destination) {
    return partners.getOrDefault(source, Set.of()).contains(destination);
  }
}

package org.porin.profile;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * For whom the operator lets this bridge pass messages on though they are of neither side's own
 * domains (DESIGN 3.13): between the two of a pair of foreign domains, both ways, and out of XMPP
 * for users of other domains who reach the own server by s2s (TRUST 3). Domains are A-labels in
 * lower case.
 *
 * @param partners of each domain that is in a pair
 * @param visitors the XMPP domains whose users may send
 */
public record Transit(Map<String, Set<String>> partners, Set<String> visitors) {
  /** Between nobody. */
  public static final Transit NONE = new Transit(Map.of(), Set.of());

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
    visitors = Set.copyOf(visitors);
  }

  /** Those between each of which and each other domain that is given with it. */
  public static Transit between(Map<String, ? extends Collection<String>> pairs) {
    Map<String, Set<String>> partners = new HashMap<>();
    pairs.forEach((domain, others) -> partners.put(domain, Set.copyOf(others)));
    return new Transit(partners, Set.of());
  }

  /** The same, with visitors. */
  public Transit withVisitors(Set<String> domains) {
    return new Transit(partners, domains);
  }

  /** Whether messages of one may pass on to the other. */
  public boolean joins(String source, String destination) {
    return partners.getOrDefault(source, Set.of()).contains(destination);
  }
}

package org.porin.presence;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pairs of whom something was dropped for want of room, so that both sides are asked anew. Bounded:
 * where there are too many it is all of them. Any thread adds, one takes.
 */
final class Lost {
  private static final int MOST = 10_000;

  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private volatile boolean all;

  void add(Pair pair) {
    if (pairs.size() < MOST) {
      pairs.add(pair);
    } else {
      all = true;
    }
  }

  /** Those since the last time; empty for all that there are. */
  Optional<Collection<Pair>> take() {
    if (all) {
      all = false;
      pairs.clear();
      return Optional.empty();
    }
    if (pairs.isEmpty()) {
      return Optional.of(List.of());
    }
    List<Pair> taken = List.copyOf(pairs);
    taken.forEach(pairs::remove);
    return Optional.of(taken);
  }
}

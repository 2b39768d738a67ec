package org.porin.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For how long each other holder has shown no life: none of its leases was renewed since it was
 * first seen as it is. No clock of any machine is believed, and no time counts in which nobody
 * looked: a process that was frozen, or a database that was away, makes nobody else dead. Pure.
 */
final class Silence {
  private final Duration dead;
  private final Duration most;
  private final Map<String, Seen> seen = new HashMap<>();

  /**
   * What was seen of a holder.
   *
   * @param leases until when each is held, by its id
   * @param silent for how long that has not changed
   */
  private record Seen(Map<Long, Long> leases, Duration silent) {}

  /**
   * @param dead who is silent for so long
   * @param most of the time between two looks, what counts
   */
  Silence(Duration dead, Duration most) {
    this.dead = dead;
    this.most = most;
  }

  /**
   * A look.
   *
   * @param others leases by their holders
   * @param passed since the look before
   * @return those that are dead, or have left what they held
   */
  List<String> look(Map<String, Map<Long, Long>> others, Duration passed) {
    Duration counted = passed.compareTo(most) < 0 ? passed : most;
    seen.keySet().retainAll(others.keySet());
    others.forEach((holder, leases) -> seen.merge(holder, first(leases), (a, b) -> a));
    seen.replaceAll(
        (holder, before) -> {
          Map<Long, Long> now = others.getOrDefault(holder, Map.of());
          return now.equals(before.leases())
              ? new Seen(now, before.silent().plus(counted))
              : first(now);
        });
    return seen.entrySet().stream()
        .filter(each -> isDead(each.getKey(), each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Seen first(Map<Long, Long> leases) {
    return new Seen(leases, most.negated()); // the first look is its beginning
  }

  private boolean isDead(String holder, Seen it) {
    boolean left = it.leases().values().stream().allMatch(until -> until == 0);
    return left || holder.isEmpty() || it.silent().compareTo(dead) >= 0;
  }
}

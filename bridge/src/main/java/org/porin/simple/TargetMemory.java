package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which next hops are not to be asked for a while: one that answered 503 with Retry-After not at
 * all until then (RFC 3261 §21.5.4), one that was dead or silent only behind the others (RFC 3263
 * §4.3 lets a client remember that). Time is an argument; used by one thread.
 */
final class TargetMemory {
  /** How long a peer may send us away at the most: who says a year is tried again before. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** How long a next hop that failed is tried last. */
  static final Duration LAST_IN_ROW = Duration.ofSeconds(30);

  private final int capacity;
  private final Map<InetSocketAddress, Instant> waits = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Instant> failed = new LinkedHashMap<>();

  /**
   * @param capacity how many next hops are remembered, at least 1; the oldest makes room
   */
  TargetMemory(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a memory of at least one next hop");
    }
    this.capacity = capacity;
  }

  /** It wants no requests for so long. */
  void asksToWait(InetSocketAddress hop, Duration wait, Instant now) {
    remember(waits, hop, now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT));
  }

  /** It could not be reached, or did not answer. */
  void failed(InetSocketAddress hop, Instant now) {
    remember(failed, hop, now.plus(LAST_IN_ROW));
  }

  /** It answered: that it failed before is forgotten. */
  void answered(InetSocketAddress hop) {
    failed.remove(hop);
  }

  /** Until when it wants no requests; empty where it takes them. */
  Optional<Instant> waitsUntil(InetSocketAddress hop, Instant now) {
    return stillTrue(waits, hop, now);
  }

  /** The same next hops, those that failed lately behind the others. */
  List<NextHop> inOrder(List<NextHop> hops, Instant now) {
    if (hops.size() < 2 || failed.isEmpty()) {
      return hops;
    }
    List<NextHop> ordered = new ArrayList<>(hops);
    ordered.removeIf(hop -> stillTrue(failed, hop.address(), now).isPresent());
    hops.stream().filter(hop -> !ordered.contains(hop)).forEach(ordered::add);
    return ordered;
  }

  /** How many entries there are, those that are over among them. */
  int size() {
    return waits.size() + failed.size();
  }

  private void remember(
      Map<InetSocketAddress, Instant> memory, InetSocketAddress hop, Instant until) {
    memory.remove(hop); // so that it becomes the youngest
    memory.put(hop, until);
    if (memory.size() > capacity) {
      memory.remove(memory.keySet().iterator().next());
    }
  }

  private static Optional<Instant> stillTrue(
      Map<InetSocketAddress, Instant> memory, InetSocketAddress hop, Instant now) {
    Instant until = memory.get(hop);
    if (until == null) {
      return Optional.empty();
    }
    if (!now.isBefore(until)) {
      memory.remove(hop);
      return Optional.empty();
    }
    return Optional.of(until);
  }
}

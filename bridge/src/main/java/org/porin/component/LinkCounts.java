package org.porin.component;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one link, over all its connections. Safe for many threads. */
final class LinkCounts {
  private final Map<LinkCount, LongAdder> counters = new EnumMap<>(LinkCount.class);

  LinkCounts() {
    for (LinkCount count : LinkCount.values()) {
      counters.put(count, new LongAdder());
    }
  }

  void add(LinkCount count) {
    requireNonNull(counters.get(count)).increment();
  }

  Map<LinkCount, Long> snapshot() {
    Map<LinkCount, Long> values = new EnumMap<>(LinkCount.class);
    counters.forEach((count, counter) -> values.put(count, counter.sum()));
    return values;
  }
}

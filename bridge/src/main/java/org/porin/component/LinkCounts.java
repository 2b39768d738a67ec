package org.porin.component;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** The counters of one link, over all its connections. Safe for many threads. */
final class LinkCounts {
  private final AtomicLongArray counters = new AtomicLongArray(LinkCount.values().length);

  void add(LinkCount count) {
    counters.incrementAndGet(count.ordinal());
  }

  Map<LinkCount, Long> snapshot() {
    Map<LinkCount, Long> values = new EnumMap<>(LinkCount.class);
    for (LinkCount count : LinkCount.values()) {
      values.put(count, counters.get(count.ordinal()));
    }
    return values;
  }
}

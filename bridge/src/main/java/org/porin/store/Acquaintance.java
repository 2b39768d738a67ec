package org.porin.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lanes of which it is known that no other bridge has older messages in them. A server hands the
 * messages of a user to one bridge as long as the same bridges are there, so it is forgotten when
 * others come or go. Safe for many threads.
 */
final class Acquaintance {
  private static final int MOST = 100_000;

  private final Set<Long> lanes =
      Collections.newSetFromMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > MOST;
            }
          });

  synchronized boolean has(long lane) {
    return lanes.contains(lane);
  }

  synchronized void add(long lane) {
    lanes.add(lane);
  }

  synchronized void forget() {
    lanes.clear();
  }
}

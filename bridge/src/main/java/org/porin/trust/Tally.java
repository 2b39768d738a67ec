package org.porin.trust;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often each of a few things happened. Safe for many threads. */
final class Tally<K extends Enum<K>> {
  private final Map<K, LongAdder> adders;

  Tally(Class<K> kind) {
    adders = new EnumMap<>(kind);
    for (K each : kind.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
  }

  void count(K what) {
    adders.getOrDefault(what, new LongAdder()).increment(); // every one is there
  }

  /** All by now, those that never happened too. */
  Map<K, Long> sums() {
    return adders.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().sum()));
  }
}

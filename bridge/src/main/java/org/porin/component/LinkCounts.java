package org.porin.component;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one link, over all its connections. Safe for many threads. */
final class LinkCounts {
  private final Map<LinkCount, LongAdder> counters = adders(LinkCount.class);
  private final Map<LinkEnd.Cause, LongAdder> ends = adders(LinkEnd.Cause.class);
  private final LongAdder stanzasIn = new LongAdder();
  private final LongAdder stanzasOut = new LongAdder();
  private final LongAdder octetsIn = new LongAdder();
  private final LongAdder octetsOut = new LongAdder();
  private final LongAdder connections = new LongAdder();

  private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kind) {
    Map<K, LongAdder> adders = new EnumMap<>(kind);
    for (K each : kind.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
    return adders;
  }

  private static <K> void increment(Map<K, LongAdder> adders, K key) {
    requireNonNull(adders.get(key)).increment();
  }

  void add(LinkCount count) {
    increment(counters, count);
  }

  void connected() {
    connections.increment();
  }

  void ended(LinkEnd.Cause cause) {
    increment(ends, cause);
  }

  void stanzaIn() {
    stanzasIn.increment();
  }

  void octetsIn(int octets) {
    octetsIn.add(octets);
  }

  void octetsOut(int octets) {
    octetsOut.add(octets);
  }

  void stanzasOut(int stanzas) {
    stanzasOut.add(stanzas);
  }

  Map<LinkCount, Long> snapshot() {
    return sums(counters);
  }

  Map<LinkEnd.Cause, Long> ends() {
    return sums(ends);
  }

  private static <K> Map<K, Long> sums(Map<K, LongAdder> adders) {
    Map<K, Long> sums = new HashMap<>();
    adders.forEach((key, adder) -> sums.put(key, adder.sum()));
    return sums;
  }

  LinkTraffic traffic(WriteQueue.Depth depth) {
    return new LinkTraffic(
        stanzasIn.sum(),
        stanzasOut.sum(),
        octetsIn.sum(),
        octetsOut.sum(),
        depth.octets(),
        depth.unconfirmed(),
        connections.sum());
  }
}

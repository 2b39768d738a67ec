package org.porin.membrane;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;

/**
 * Counts every operation that came and how it ended, so that an operator can see that none is
 * missing. Safe for many threads.
 */
final class Ledger {
  private final Map<Side, LongAdder> received = new EnumMap<>(Side.class);
  private final Map<Side, Map<Status, LongAdder>> ended = new EnumMap<>(Side.class);

  Ledger() {
    for (Side side : Side.values()) {
      received.put(side, new LongAdder());
      Map<Status, LongAdder> byStatus = new EnumMap<>(Status.class);
      for (Status status : Status.values()) {
        byStatus.put(status, new LongAdder());
      }
      ended.put(side, byStatus);
    }
  }

  void received(Side side) {
    adder(received, side).increment();
  }

  void ended(Side side, Response response) {
    adder(byStatus(side), response.status()).increment();
  }

  /** Operations that came in by a side and have no outcome yet. */
  long open(Side side) {
    long ends = byStatus(side).values().stream().mapToLong(LongAdder::sum).sum();
    return adder(received, side).sum() - ends;
  }

  /** One line for the log. */
  String summary(Side side) {
    Map<Status, LongAdder> ends = byStatus(side);
    return "%d received, %d delivered, %d handed on, %d failed, %d open"
        .formatted(
            adder(received, side).sum(),
            adder(ends, Status.SUCCESS).sum(),
            adder(ends, Status.INDETERMINANT).sum(),
            adder(ends, Status.FAILURE).sum(),
            open(side));
  }

  private Map<Status, LongAdder> byStatus(Side side) {
    Map<Status, LongAdder> byStatus = ended.get(side);
    if (byStatus == null) {
      throw new IllegalStateException("no counters for " + side);
    }
    return byStatus;
  }

  private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return adder;
  }
}

package org.porin.simple;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CSeq numbers of calls that have more than one message: the Call-ID of a thread comes again (RFC
 * 7572 §4), and a number under it must not, or a far end takes the second message for a repeat of
 * the first. So they go up with the clock, which goes on while this bridge is down, and by one
 * where that is not enough (RFC 3261 §8.1.1.5: below 2^31, which the seconds reach in 2088). Used
 * by one thread.
 */
final class CallSequence {
  private static final Instant ORIGIN = Instant.parse("2020-01-01T00:00:00Z");
  private static final int MOST = Integer.MAX_VALUE;

  private final int capacity;
  private final LinkedHashMap<String, Integer> last = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity how many calls are remembered, at least 1; one that is forgotten goes on at the
   *     clock's number
   */
  CallSequence(int capacity) {
    this.capacity = capacity;
  }

  /** The clock's number, at least 1. */
  static long byClock(Instant now) {
    return Math.max(1, now.getEpochSecond() - ORIGIN.getEpochSecond());
  }

  /** The next number of a call, 1 to 2^31 - 1. */
  int next(String callId, Instant now) {
    long byClock = byClock(now);
    Integer before = last.get(callId);
    long next = before == null ? byClock : Math.max(byClock, before + 1L);
    int number = (int) Math.min(MOST, next);
    last.put(callId, number);
    if (last.size() > capacity) {
      Map.Entry<String, Integer> eldest = last.entrySet().iterator().next();
      last.remove(eldest.getKey());
    }
    return number;
  }
}

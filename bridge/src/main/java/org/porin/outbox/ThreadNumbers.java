package org.porin.outbox;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.porin.profile.Sending;

/**
 * Numbers of messages in their threads: the Call-ID of a thread comes again (RFC 7572 §4), and no
 * two messages may have one number under it. They go up with the clock, which goes on while this
 * bridge is down, and apart from each other where that is not enough. Not safe for several threads.
 */
final class ThreadNumbers {
  private static final Instant ORIGIN = Instant.parse("2020-01-01T00:00:00Z");

  private final int capacity;
  private final Map<String, Integer> last = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity threads that are remembered; one that is forgotten goes on at the clock's
   */
  ThreadNumbers(int capacity) {
    this.capacity = capacity;
  }

  int next(String thread, Instant now) {
    long byClock = Math.max(1, now.getEpochSecond() - ORIGIN.getEpochSecond());
    Integer before = last.get(thread);
    long next = before == null ? byClock : Math.max(byClock, (long) before + Sending.SEQUENCE_STEP);
    int number = (int) Math.min(Sending.MAX_SEQUENCE, next);
    last.put(thread, number);
    if (last.size() > capacity) {
      Iterator<String> eldest = last.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return number;
  }
}

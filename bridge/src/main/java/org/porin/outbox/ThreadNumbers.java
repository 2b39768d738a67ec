package org.porin.outbox;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.porin.profile.Sending;

/**
 * Numbers of messages in their threads: the Call-ID of a thread comes again (RFC 7572 §4), and no
 * two messages may have one number under it as long as this process runs. They go up with the
 * clock, which goes on while this bridge is down, and apart from each other where that is not
 * enough; then they run ahead of the clock, and a process after this one knows so only of what it
 * found kept. Beyond that it is the tag of From that tells two messages apart (RFC 3261 §8.2.2.2).
 * Not safe for several threads.
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
    put(thread, number);
    return number;
  }

  /** A message of an earlier process, or of another bridge, has this number. */
  void taken(String thread, int number) {
    put(thread, Math.max(number, last.getOrDefault(thread, number)));
  }

  private void put(String thread, int number) {
    last.put(thread, number);
    if (last.size() > capacity) {
      Iterator<String> eldest = last.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }
}

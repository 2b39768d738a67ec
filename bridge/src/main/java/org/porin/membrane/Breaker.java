package org.porin.membrane;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.porin.address.ImUri;
import org.porin.profile.MessageOperation;

/**
 * Breaks circles that nothing else shows (OPEN a 5): two parties that answer each other by machine,
 * or a peer that strips hop counters and traces. The same text from the same source to the same
 * destination more than {@link #MOST} times within {@link #WINDOW} is one. Bounded in time and
 * number; the oldest is forgotten first. Safe for many threads.
 */
final class Breaker {
  /** So many people may send the same in a window. */
  static final int MOST = 8;

  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final int COUNT_BITS = 8;
  private static final long COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int MILLION_BITS = 20; // of nanoseconds: windows begin and end to about 1 ms

  private final LongSupplier nanoTime;
  private final long origin;
  private final RecentDigests windows;

  /**
   * @param limit the most pairs and texts that are remembered
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  Breaker(int limit, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    this.windows = new RecentDigests(limit, WINDOW, origin);
  }

  /** Of parts that hold no line break. */
  private static String text(MessageOperation operation, Digest content) {
    ImUri from = operation.source();
    ImUri to = operation.destination();
    return String.join(
        "\n", from.localPart(), from.domain(), to.localPart(), to.domain(), content.toString());
  }

  /**
   * Counts the operation, and says whether it is one too many.
   *
   * @param content of its entity
   */
  boolean trips(MessageOperation operation, Digest content) {
    Digest key = Digest.of(text(operation, content));
    synchronized (windows) {
      long now = nanoTime.getAsLong();
      long time = (now - origin) >> MILLION_BITS;
      long window = windows.get(key, now);
      boolean open =
          window != DigestTable.ABSENT
              && time - (window >> COUNT_BITS) < WINDOW.toNanos() >> MILLION_BITS;
      long since = open ? window >> COUNT_BITS : time;
      long count = open ? Math.min(COUNT_MASK, (window & COUNT_MASK) + 1) : 1;
      windows.put(key, since << COUNT_BITS | count, now);
      return count > MOST;
    }
  }
}

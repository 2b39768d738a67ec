package org.porin.membrane;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
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

  private final int limit;
  private final LongSupplier nanoTime;
  private final Map<String, Window> windows = new LinkedHashMap<>();

  /**
   * @param limit the most pairs and texts that are remembered
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  Breaker(int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  /** Counts the operation, and says whether it is one too many. */
  boolean trips(MessageOperation operation) {
    String key =
        Digests.of(
            operation.source()
                + "\n"
                + operation.destination()
                + "\n"
                + Digests.of(operation.content().entity().octets()));
    long now = nanoTime.getAsLong();
    synchronized (windows) {
      forgetOld(now);
      Window window = windows.computeIfAbsent(key, first -> new Window(now));
      window.count++;
      return window.count > MOST;
    }
  }

  private void forgetOld(long now) {
    for (Iterator<Window> oldest = windows.values().iterator(); oldest.hasNext(); ) {
      boolean young = now - oldest.next().sinceNanos < WINDOW.toNanos();
      if (young && windows.size() < limit) {
        return;
      }
      oldest.remove();
    }
  }

  private static final class Window {
    private final long sinceNanos;
    private int count;

    Window(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }
}

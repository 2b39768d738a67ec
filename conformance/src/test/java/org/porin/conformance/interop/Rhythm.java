package org.porin.conformance.interop;

import java.time.Duration;
import java.util.Arrays;

/** How evenly the messages of some lanes arrive. Safe for many threads. */
final class Rhythm {
  private final long[] last; // of each lane, by System.nanoTime
  private long longestNanos;

  Rhythm(int lanes) {
    last = new long[lanes];
    watch();
  }

  /** From now on: what was before is forgotten. */
  synchronized void watch() {
    Arrays.fill(last, System.nanoTime());
    longestNanos = 0;
  }

  /** A message of this lane has arrived. */
  synchronized void beat(int lane) {
    long now = System.nanoTime();
    longestNanos = Math.max(longestNanos, now - last[lane]);
    last[lane] = now;
  }

  /**
   * For how long, at most, one of the lanes had no arrival; one that still waits counts as well.
   */
  synchronized Duration longestPause() {
    long now = System.nanoTime();
    long running = Arrays.stream(last).map(each -> now - each).max().orElse(0);
    return Duration.ofNanos(Math.max(longestNanos, running));
  }

  /** Whether each lane had an arrival after this moment. */
  synchronized boolean isHeardInAllSince(long nanos) {
    return Arrays.stream(last).allMatch(each -> each - nanos > 0);
  }
}

package org.porin.conformance.load;

import java.util.concurrent.locks.LockSupport;

/** So many a second and no more: who is early waits. Safe for many threads. */
final class Pace {
  private static final long EARLY_NANOS = 1_000_000; // shorter waits cost more than they are worth

  private final long periodNanos;
  private long nextNanos = System.nanoTime();

  /**
   * Starts now.
   *
   * @param perSecond how many; 0 for as many as come
   */
  Pace(int perSecond) {
    this.periodNanos = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
  }

  /** How long the next one is early, in nanoseconds; 0 where it is not worth a wait. */
  synchronized long early() {
    long early = nextNanos - System.nanoTime();
    return periodNanos > 0 && early > EARLY_NANOS ? early : 0;
  }

  /** Counts one, and waits while it is early. */
  void step() {
    long early = early();
    if (early > 0) {
      LockSupport.parkNanos(early);
    }
    synchronized (this) {
      nextNanos = Math.max(nextNanos, System.nanoTime() - EARLY_NANOS) + periodNanos;
    }
  }
}

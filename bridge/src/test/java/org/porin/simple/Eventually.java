package org.porin.simple;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread brings about, and fails when it does not. */
final class Eventually {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Eventually() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void isTrue(Condition condition) {
    long start = System.nanoTime();
    while (!holds(condition)) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionError("it did not come true");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (Exception e) {
      throw new AssertionError("it cannot be seen whether it is true", e);
    }
  }
}

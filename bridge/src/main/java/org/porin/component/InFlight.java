package org.porin.component;

import java.time.Duration;

/** How many operations are under way, for whoever has to wait until there are none. Thread-safe. */
final class InFlight {
  private long count;

  synchronized void begin() {
    count++;
  }

  synchronized void end() {
    count--;
    if (count == 0) {
      notifyAll();
    }
  }

  /**
   * Waits until none is under way.
   *
   * @return whether that came to be before the time was over
   */
  synchronized boolean awaitNone(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (count > 0) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }
}

package org.porin.component;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The octets of stanzas that one link has read and that nobody has recorded yet. Beyond a bound the
 * link reads no further: what is still in the server's hands is not lost if this process is. What
 * is recorded makes room again, and nothing else does. Thread-safe.
 */
final class Unrecorded {
  /** What may be read and unrecorded, in octets. */
  static final int MOST_OCTETS = 256 * 1024;

  private long octets;

  /** A stanza was read; it is recorded, or needs not be, when the stage ends in whatever way. */
  void add(CompletionStage<Void> recorded, int stanzaOctets) {
    change(stanzaOctets);
    recorded.whenComplete((nothing, fault) -> change(-stanzaOctets));
  }

  private synchronized void change(int difference) {
    octets += difference;
    if (octets < MOST_OCTETS) {
      notifyAll();
    }
  }

  /**
   * Waits until more may be read.
   *
   * @param atMost not zero
   * @return whether that came to be before the time was over
   */
  synchronized boolean awaitRoom(Duration atMost) throws InterruptedException {
    if (octets >= MOST_OCTETS) {
      wait(Math.max(1, atMost.toMillis()));
    }
    return octets < MOST_OCTETS;
  }
}

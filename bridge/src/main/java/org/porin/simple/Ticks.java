package org.porin.simple;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that only goes forward and at the pace of {@link System#nanoTime}, so that a clock that is
 * set does not end, or prolong, what is being waited for. For waiting only: it drifts from the
 * date.
 */
final class Ticks implements InstantSource {
  private final Instant origin;
  private final long originNanos = System.nanoTime();

  /**
   * @param origin what it shows now
   */
  Ticks(Instant origin) {
    this.origin = origin;
  }

  @Override
  public Instant instant() {
    return origin.plusNanos(System.nanoTime() - originNanos);
  }
}

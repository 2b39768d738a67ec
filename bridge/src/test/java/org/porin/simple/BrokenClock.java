package org.porin.simple;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** A clock that fails once, in place of a fault of Porin wherever somebody needs the time. */
final class BrokenClock implements InstantSource {
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger asked = new AtomicInteger();

  /** It fails when it was asked so many times more. */
  void breakAfter(int times) {
    left.set(times);
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  @Override
  public Instant instant() {
    asked.incrementAndGet();
    if (left.getAndDecrement() == 0) {
      throw new IllegalStateException("a fault of ours");
    }
    return Bridge.NOW;
  }
}

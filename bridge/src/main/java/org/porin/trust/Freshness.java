package org.porin.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a date may lie from now (RFC 8224 §6.2 step 4, TRUST 9). */
final class Freshness {
  /** Before now, and after it, since clocks differ. */
  static final Duration WINDOW = Duration.ofSeconds(60);

  /** How long ago the token of an object may be from that was stored on its way. */
  static final Duration LATE = Duration.ofHours(3);

  private Freshness() {}

  /** What is wrong with a date, if anything. */
  static Optional<AssertionFault> faultOf(Instant date, Instant now) {
    return faultOf(date, now, WINDOW);
  }

  /** As {@link #faultOf(Instant, Instant)}, of one that may be older. */
  static Optional<AssertionFault> faultOf(Instant date, Instant now, Duration mostAge) {
    if (date.isBefore(now.minus(mostAge))) {
      return Optional.of(AssertionFault.STALE);
    }
    return date.isAfter(now.plus(WINDOW)) ? Optional.of(AssertionFault.FUTURE) : Optional.empty();
  }
}

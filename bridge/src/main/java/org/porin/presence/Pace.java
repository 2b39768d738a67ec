package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;

/**
 * What is to be done soon and not all at once: so many a second and no more, in each second and in
 * each part of it. One thread.
 */
final class Pace<T> {
  /** What has not been used for so long is lost, so that a rest does not make a burst. */
  private static final Duration MOST_SAVED = Duration.ofMillis(100);

  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private final double perMilli;
  private double allowed;
  private Instant counted;

  /**
   * @param perSecond at least 10
   */
  Pace(int perSecond, Instant now) {
    perMilli = perSecond / 1_000.0;
    counted = now;
  }

  void add(T one) {
    waiting.add(one);
  }

  void addAll(Collection<T> many) {
    waiting.addAll(many);
  }

  /** The next, if there is one and its time has come. */
  Optional<T> next(Instant now) {
    earn(now);
    if (waiting.isEmpty() || allowed < 1) {
      return Optional.empty();
    }
    allowed--;
    return Optional.of(waiting.remove());
  }

  /** How many wait. */
  int left() {
    return waiting.size();
  }

  private void earn(Instant now) {
    long millis = Duration.between(counted, now).toMillis();
    if (millis > 0) {
      double most = Math.max(1, perMilli * MOST_SAVED.toMillis());
      allowed = Math.min(most, allowed + millis * perMilli);
      counted = now;
    } else if (millis < -MOST_SAVED.toMillis()) {
      counted = now; // the clock was set back
    }
  }
}

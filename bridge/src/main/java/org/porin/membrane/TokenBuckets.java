package org.porin.membrane;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A token bucket for each of many keys. Kept as the one moment at which the bucket would be full
 * again, so that one that is full need not be kept at all. Bounded in number: the one that was used
 * longest ago is forgotten first, and then is full again. So a flood of keys lets each of them pass
 * at its first word, as it would anyway, and never holds up a key that keeps to its rate. Safe for
 * many threads.
 */
final class TokenBuckets {
  private final long intervalNanos;
  private final long burstNanos;
  private final int limit;
  private final Map<Long, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param limit the most keys that are remembered
   */
  TokenBuckets(Rate rate, int limit) {
    this.intervalNanos = rate.intervalNanos();
    this.burstNanos = Math.multiplyExact(intervalNanos, rate.burst());
    this.limit = limit;
  }

  /**
   * Takes a token.
   *
   * @param now of a monotonic clock, in nanoseconds
   * @return how long until there is one; empty when it was taken
   */
  Optional<Duration> take(String key, long now) {
    long digest = Digest.of(key).high(); // nobody finds a key that shares a neighbour's
    synchronized (buckets) {
      forgetOld(now);
      Bucket bucket = buckets.computeIfAbsent(digest, first -> new Bucket(now));
      long full = bucket.fullNanos - now > 0 ? bucket.fullNanos : now;
      long tooEarly = full + intervalNanos - now - burstNanos;
      if (tooEarly > 0) {
        return Optional.of(Duration.ofNanos(tooEarly));
      }
      bucket.fullNanos = full + intervalNanos;
      return Optional.empty();
    }
  }

  /** How many keys are remembered. */
  int size() {
    synchronized (buckets) {
      return buckets.size();
    }
  }

  /** The full ones at the old end, a few at a time; and one more where there is no room. */
  private void forgetOld(long now) {
    Iterator<Bucket> oldest = buckets.values().iterator();
    for (int i = 0; i < 2 && oldest.hasNext(); i++) {
      boolean full = oldest.next().fullNanos - now <= 0;
      if (!full && buckets.size() < limit) {
        return;
      }
      oldest.remove();
    }
  }

  private static final class Bucket {
    private long fullNanos;

    Bucket(long now) {
      this.fullNanos = now;
    }
  }
}

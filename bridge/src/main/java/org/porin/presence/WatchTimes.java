package org.porin.presence;

import java.time.Duration;
import java.util.List;

/**
 * When a {@link Watch} does what. Jitter is an argument: from 0 up to, but not, 1.
 *
 * @param duration for how long to subscribe
 * @param patience for how long a watcher of whom nothing is heard counts as there; zero for not at
 *     all
 * @param fetchHolds for how long the answer to a single question counts
 */
record WatchTimes(Duration duration, Duration patience, Duration fetchHolds) {
  /** An hour (RFC 3856 §6.4), a day, five minutes. */
  static final WatchTimes DEFAULT =
      new WatchTimes(Duration.ofHours(1), Duration.ofDays(1), Duration.ofMinutes(5));

  /** Timer N, 64*T1: a NOTIFY that has not come by then does not come (RFC 6665 §4.1.2.2). */
  static final Duration TIMER_N = Duration.ofSeconds(32);

  /** For how long an XMPP server may think about a probe, where there is as much time. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  /**
   * The same where the watcher may see what is not so any more, as after a restart: who waits in
   * vain refreshes all the same, and no sooner sees what was missed.
   */
  static final Duration SILENCE_IN_DOUBT = Duration.ofSeconds(2);

  /** No subscription is refreshed more often, however short the other side makes it. */
  static final Duration SHORTEST = Duration.ofSeconds(5);

  /** The longest minimum of a 423 that is heeded. */
  static final Duration LONGEST = Duration.ofDays(7);

  /** The longest wait before another try. */
  static final Duration CAP = Duration.ofHours(1);

  /** The longest wait that another side may ask for. */
  static final Duration RETRY_AFTER_CAP = Duration.ofDays(1);

  /** Before another try where the other side does not believe who asks (TRUST 7). */
  private static final List<Duration> UNTIL_BELIEVED =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));

  private static final double EARLIEST = 0.75;
  private static final double SPREAD = 0.1;
  private static final long FIRST_RETRY_MILLIS = 5_000;
  private static final int MAX_DOUBLINGS = 20;

  WatchTimes {
    if (duration.isNegative() || duration.isZero() || duration.getNano() != 0) {
      throw new IllegalArgumentException("a subscription lasts whole seconds, and some");
    }
  }

  /**
   * How long after a grant to refresh it: at 75 to 85 percent of its time (RFC 8048 §5.2.2: well
   * before), which leaves as much as the probe before it needs.
   */
  static Duration untilRefresh(Duration granted, double jitter) {
    long millis = (long) (granted.toMillis() * (EARLIEST + SPREAD * jitter));
    return Duration.ofMillis(Math.max(SHORTEST.toMillis(), millis));
  }

  /**
   * How long to wait for the answer to a probe.
   *
   * @param left of the subscription
   * @param doubt whether the watcher may see what is not so any more
   */
  static Duration silence(Duration left, boolean doubt) {
    Duration most = doubt ? SILENCE_IN_DOUBT : SILENCE;
    Duration half = left.dividedBy(2);
    return half.compareTo(most) < 0 ? half : most;
  }

  /**
   * How long to wait at least where the other side does not believe who asks.
   *
   * @param attempts as for {@link #untilRetry}
   */
  static Duration untilBelieved(int attempts) {
    int last = UNTIL_BELIEVED.size() - 1;
    return UNTIL_BELIEVED.get(Math.max(0, Math.min(attempts - 1, last)));
  }

  /**
   * How long to wait before another try: doubling from 5 s up to an hour, at least half of that and
   * at most all of it; never less than the other side asks for.
   *
   * @param attempts tries that failed before, one after the other; the last one counts
   */
  static Duration untilRetry(int attempts, Duration retryAfter, double jitter) {
    int doublings = Math.max(0, Math.min(attempts - 1, MAX_DOUBLINGS));
    long bound = Math.min(CAP.toMillis(), FIRST_RETRY_MILLIS << doublings);
    long own = bound / 2 + (long) (bound / 2 * jitter);
    long asked = Math.min(retryAfter.toMillis(), RETRY_AFTER_CAP.toMillis());
    return Duration.ofMillis(Math.max(own, asked));
  }
}

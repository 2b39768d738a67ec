package org.porin.component;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try to connect: doubling, with jitter, so that many bridges do
 * not come back in one wave (RFC 6120 §3.3). Ends that only an operator can mend are retried more
 * slowly. Not safe for several threads.
 */
final class Backoff {
  /** The longest wait before the first retry. */
  static final Duration FIRST = Duration.ofMillis(200);

  /** Together with the connect timeout this keeps the way back under 5 s. */
  static final Duration CAP = Duration.ofMillis(2_500);

  static final Duration FIRST_OPERATOR = Duration.ofSeconds(1);
  static final Duration CAP_OPERATOR = Duration.ofSeconds(30);

  /** A link that stayed open this long ended for a new reason: the count begins anew. */
  static final Duration SETTLED = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private int failures;
  private int refusals;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The wait after a link that was open for {@code openFor} (zero if it never was) ended: at least
   * half of the current bound, and at most all of it. Ends of the two kinds are counted apart: a
   * server that was away for long and then refuses once is asked again soon. Both counts begin anew
   * only after a link that had settled.
   */
  Duration next(LinkEnd.Cause cause, Duration openFor) {
    if (openFor.compareTo(SETTLED) >= 0) {
      failures = 0;
      refusals = 0;
    }
    long bound =
        cause.operatorNeeded()
            ? bound(FIRST_OPERATOR, CAP_OPERATOR, refusals++)
            : bound(FIRST, CAP, failures++);
    return Duration.ofMillis(bound - random.nextLong(bound / 2 + 1));
  }

  private static long bound(Duration first, Duration cap, int before) {
    int doublings = Math.min(before, 16); // beyond every cap, and far from overflow
    return Math.min(cap.toMillis(), first.toMillis() << doublings);
  }
}

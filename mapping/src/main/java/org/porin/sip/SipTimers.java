package org.porin.sip;

import java.time.Duration;

/**
 * The times that all timers are made of (RFC 3261, table 4).
 *
 * @param t1 estimate of a round trip
 * @param t2 the longest interval between repeats of a request
 * @param t4 how long a message may stay in the network
 */
public record SipTimers(Duration t1, Duration t2, Duration t4) {
  /** The standard's values: 500 ms, 4 s, 5 s. */
  public static final SipTimers DEFAULT =
      new SipTimers(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

  public SipTimers {
    if (t1.compareTo(Duration.ofMillis(1)) < 0
        || t2.compareTo(t1) < 0
        || t4.isNegative()
        || t4.isZero()
        || t2.compareTo(Duration.ofHours(1)) > 0
        || t4.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("timers are T1 >= 1 ms, T2 >= T1, T4 > 0, none above 1 h");
    }
  }

  /** 64*T1: timers F and J, after which a client has given up. */
  public Duration transaction() {
    return Duration.ofNanos(64 * t1.toNanos()); // multipliedBy reckons in decimals
  }
}

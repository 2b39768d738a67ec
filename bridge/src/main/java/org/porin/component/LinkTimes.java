package org.porin.component;

import java.time.Duration;

/**
 * How long one link waits for what. All positive.
 *
 * @param connect for TCP, for each address of the server
 * @param handshake from the connection to the acknowledged handshake
 * @param idle nothing read for this long: a ping asks whether the server is there
 * @param answer for a message to be confirmed, and for a ping to be answered before a silent
 *     connection counts as dead; under 32 s, after which a SIP client gives up (RFC 3261 §17.1.2.2,
 *     Timer F)
 * @param drain for closing: until what was accepted is confirmed and the stream has ended
 */
public record LinkTimes(
    Duration connect, Duration handshake, Duration idle, Duration answer, Duration drain) {
  private static final Duration TIMER_F = Duration.ofSeconds(32);

  /** What stands where nothing is configured. */
  public static final LinkTimes DEFAULT =
      new LinkTimes(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10));

  public LinkTimes {
    for (Duration time : new Duration[] {connect, handshake, idle, answer, drain}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a time to wait is positive");
      }
    }
    if (answer.compareTo(TIMER_F) >= 0) {
      throw new IllegalArgumentException(
          "confirmation must come before a SIP client gives up, so within less than 32 s");
    }
  }
}

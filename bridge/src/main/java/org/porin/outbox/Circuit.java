package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Whether a peer is tried at all: after some failures in a row it is left alone for a while, then
 * one message goes as a probe, and what becomes of that decides for all. Pure: time and chance are
 * arguments.
 *
 * @param failures in a row, while it is closed
 * @param trips how often in a row it opened
 * @param until when it may be probed, while it is open
 */
public record Circuit(State state, int failures, int trips, Instant until) {
  /** Nothing stands against it. */
  public static final Circuit CLOSED = new Circuit(State.CLOSED, 0, 0, Instant.MIN);

  /** Failures in a row that open it. */
  static final int FAILURES = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** How it is. */
  public enum State {
    /** Everything goes. */
    CLOSED,
    /** Nothing goes. */
    OPEN,
    /** One message is on its way as a probe; nothing else goes. */
    HALF_OPEN
  }

  /** Whether a message may go now. */
  public boolean lets(Instant now) {
    return state == State.CLOSED || (state == State.OPEN && !now.isBefore(until));
  }

  /** A message goes that {@link #lets} has let. */
  public Circuit tried() {
    return state == State.OPEN ? new Circuit(State.HALF_OPEN, 0, trips, until) : this;
  }

  /** The peer said something: it is there. */
  public Circuit answered() {
    return CLOSED;
  }

  /**
   * The peer could not be had.
   *
   * @param most the longest pause
   */
  public Circuit failed(Instant now, Duration most, RandomGenerator random) {
    return switch (state) {
      case CLOSED ->
          failures + 1 < FAILURES
              ? new Circuit(State.CLOSED, failures + 1, 0, until)
              : opened(now, most, random);
      case HALF_OPEN -> opened(now, most, random);
      case OPEN -> this; // left before it opened
    };
  }

  private Circuit opened(Instant now, Duration most, RandomGenerator random) {
    Duration pause = RetryRule.jittered(FIRST_PAUSE, most, trips, random);
    return new Circuit(State.OPEN, 0, trips + 1, now.plus(pause));
  }

  /** What became of a message says nothing of the peer: a probe leaves room for another. */
  public Circuit undecided() {
    return state == State.HALF_OPEN ? new Circuit(State.OPEN, 0, trips, until) : this;
  }
}

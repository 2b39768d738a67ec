package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * One message from its record to its end: one method for each thing that can happen to it, which
 * gives the entry as it is then. What may happen in which state is the table of {@code
 * docs/outbox.md}; everything else is a fault of ours, and throws {@link IllegalStateException}.
 * Pure: time is an argument.
 *
 * @param state where it stands
 * @param tries how many came to an end
 * @param round how many of these nobody took for certain: each round has names of its own on the
 *     wire
 * @param mayHaveArrived whether a try of this round may have come through
 * @param due when it is tried again, where it waits for that
 * @param expires when it is given up
 */
public record OutboxEntry(
    State state, int tries, int round, boolean mayHaveArrived, Instant due, Instant expires) {
  /** Where a message stands. */
  public enum State {
    /**
     * On disk and not tried yet: waits for its turn among those to the same destination, or for the
     * circuit to its peer.
     */
    RECORDED,
    /** Handed to the edge, which has not said what became of it. */
    IN_FLIGHT,
    /** Tried, and nobody has it; waits for its time, or for the circuit to its peer. */
    PARKED,
    /** Somebody may have it; waits as if it were parked. */
    IN_DOUBT,
    /** Given up since an answer was final, or an operator said so; its origin is to be told. */
    FAILED,
    /** Given up since its time was over; its origin is to be told. */
    EXPIRED,
    /** Delivered, or its origin was told: its row is deleted. */
    SETTLED
  }

  /** A message that has just been recorded. */
  public static OutboxEntry recorded(Instant now, Instant expires) {
    return new OutboxEntry(State.RECORDED, 0, 0, false, now, expires);
  }

  /** Its turn has come, and its time if it waited for that: it leaves, or it is too late. */
  public OutboxEntry turn(Instant now) {
    require(isOpen(), "turn");
    return to(now.isBefore(expires) ? State.IN_FLIGHT : State.EXPIRED);
  }

  /**
   * A try has come to its end.
   *
   * @param wait until the next, where there is to be one; never beyond its expiry
   */
  public OutboxEntry ended(Ending ending, Duration wait, Instant now) {
    require(state == State.IN_FLIGHT, "ended");
    Instant next = now.plus(wait);
    Instant then = next.isBefore(expires) ? next : expires;
    return switch (ending) {
      case DELIVERED -> to(State.SETTLED);
      case REFUSED -> to(State.FAILED);
      case NOT_TAKEN ->
          new OutboxEntry(
              mayHaveArrived ? State.IN_DOUBT : State.PARKED, // of an earlier try nobody spoke
              tries + 1,
              mayHaveArrived ? round : round + 1,
              mayHaveArrived,
              then,
              expires);
      case UNKNOWN -> new OutboxEntry(State.IN_DOUBT, tries + 1, round, true, then, expires);
    };
  }

  /** Its origin knows that it was given up. */
  public OutboxEntry told() {
    require(isGivenUp(), "told");
    return to(State.SETTLED);
  }

  /**
   * The process ended, and another one has found it. What may have been on its way is in doubt: no
   * row says that it was.
   *
   * @param longest how long any message may wait: a clock that was set back keeps none for longer
   */
  public OutboxEntry recovered(Instant now, Duration longest) {
    require(state != State.SETTLED, "recovered");
    Instant latest = now.plus(longest);
    Instant ends = expires.isBefore(latest) ? expires : latest;
    Instant then = due.isBefore(ends) ? due : ends;
    return isGivenUp()
        ? new OutboxEntry(state, tries, round, mayHaveArrived, then, ends)
        : new OutboxEntry(State.IN_DOUBT, tries, round, true, then, ends);
  }

  /** An operator wants it tried now. */
  public OutboxEntry hurried(Instant now) {
    require(isOpen(), "hurried");
    return isWaiting() && now.isBefore(due)
        ? new OutboxEntry(state, tries, round, mayHaveArrived, now, expires)
        : this;
  }

  /** An operator gives it up. */
  public OutboxEntry dropped() {
    require(isOpen(), "dropped");
    return to(State.FAILED);
  }

  /** Whether it is neither on its way nor given up. */
  public boolean isOpen() {
    return state == State.RECORDED || isWaiting();
  }

  /** Whether it waits for a time. */
  public boolean isWaiting() {
    return state == State.PARKED || state == State.IN_DOUBT;
  }

  /** Whether its origin is to be told. */
  public boolean isGivenUp() {
    return state == State.FAILED || state == State.EXPIRED;
  }

  private OutboxEntry to(State next) {
    return new OutboxEntry(next, tries, round, mayHaveArrived, due, expires);
  }

  private void require(boolean allowed, String input) {
    if (!allowed) {
      throw new IllegalStateException(input + " in state " + state);
    }
  }
}

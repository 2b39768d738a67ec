package org.porin.outbox;

import java.time.Instant;
import java.util.Optional;
import org.porin.outbox.Held.Step;
import org.porin.outbox.OutboxEntry.State;

/**
 * What a message waits for that is held.
 *
 * @param what it waits for; behind another message, what that one waits for
 * @param behind whose turn it is at the same destination, where that is another message
 * @param until when that is over at the latest, and it is looked again; empty where nobody knows
 */
public record Wait(What what, Optional<Long> behind, Optional<Instant> until) {
  /** Something to wait for. */
  public enum What {
    /** It is on its way, and has no answer yet. */
    ANSWER,
    /** The time of its next try. */
    TIME,
    /** The circuit to its peer, which is open, or has a probe out. */
    CIRCUIT,
    /** The store is to write it or to read it. */
    STORE,
    /** Another bridge on the same store may have older messages to the same destination. */
    OTHER_BRIDGE,
    /** This bridge carries nothing yet, or no more. */
    OWN_BRIDGE,
    /** It was given up, and its sender is to be told. */
    SENDER
  }

  /**
   * Of a message as it is now.
   *
   * @param circuit of its peer
   */
  static Wait of(Held held, Circuit circuit, Instant now) {
    if (held.isUntold || held.entry.isGivenUp()) {
      return on(What.SENDER);
    }
    if (held.lane.barred) {
      return on(What.OTHER_BRIDGE);
    }
    if (held.lane.current.isEmpty()) {
      return on(held.recorded ? What.OWN_BRIDGE : What.STORE);
    }
    Held first = held.lane.current.get();
    Wait wait = ofFirst(first, circuit, now);
    return first == held ? wait : new Wait(wait.what, Optional.of(first.id), wait.until);
  }

  private static Wait ofFirst(Held first, Circuit circuit, Instant now) {
    if (first.entry.state() == State.IN_FLIGHT) {
      return on(What.ANSWER);
    }
    if (!first.lane.paused || first.step != Step.NONE || !first.entry.isOpen()) {
      return on(What.STORE);
    }
    Instant until = first.lane.until;
    boolean isCircuitLater = circuit.until().isAfter(until);
    boolean hadItsTime = !first.entry.due().isAfter(now);
    if (circuit.state() != Circuit.State.CLOSED && (hadItsTime || isCircuitLater)) {
      return new Wait(
          What.CIRCUIT, Optional.empty(), Optional.of(isCircuitLater ? circuit.until() : until));
    }
    return new Wait(What.TIME, Optional.empty(), Optional.of(until));
  }

  private static Wait on(What what) {
    return new Wait(what, Optional.empty(), Optional.empty());
  }
}

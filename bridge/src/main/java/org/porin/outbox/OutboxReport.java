package org.porin.outbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.porin.membrane.Outcome;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.OutcomeSink.Told;

/**
 * What one direction of an outbox holds, and what became of what it held since the process began.
 *
 * @param held messages by where they stand
 * @param rowOctets what their rows take
 * @param memoryOctets what those that are not parked take in memory
 * @param oldest when the oldest was recorded, in milliseconds since 1970; empty where there is none
 * @param openCircuits peers that are left alone for a while
 * @param ended how messages ended
 * @param retried tries that did not get through, by the rule that says when the next is
 * @param told failures of which the origin was told late, or could not be
 * @param unreadable rows that were left out
 */
public record OutboxReport(
    Direction direction,
    Map<State, Long> held,
    long rowOctets,
    long memoryOctets,
    OptionalLong oldest,
    int openCircuits,
    Map<Outcome, Long> ended,
    Map<RetryRule, Long> retried,
    Map<Told, Long> told,
    long unreadable) {
  static OutboxReport of(Direction direction, Shelf shelf) {
    Map<State, Long> states = new EnumMap<>(State.class);
    long[] oldest = {Long.MAX_VALUE};
    for (Lane lane : shelf.lanes.values()) {
      lane.forEach(held -> count(held, states, oldest));
    }
    shelf.untold.forEach(held -> count(held, states, oldest));
    return new OutboxReport(
        direction,
        states,
        shelf.room.rowOctets(),
        shelf.room.memory(),
        oldest[0] == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest[0]),
        shelf.circuits.open(),
        shelf.counts.ended(),
        shelf.counts.retried(),
        shelf.counts.told(),
        shelf.counts.unreadableRows());
  }

  private static void count(Held held, Map<State, Long> states, long[] oldest) {
    states.merge(held.entry.state(), 1L, Long::sum);
    oldest[0] = Math.min(oldest[0], held.recordedAt);
  }
}

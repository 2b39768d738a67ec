package org.porin.outbox;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.porin.membrane.Outcome;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.OutcomeSink.Told;

/**
 * What one direction of an outbox holds, and what became of what it held since the process began.
 *
 * @param peers by their domains, those that {@link OutboxSettings#named} has and that had a
 *     message; all others together are {@link #OTHER}, which is always there
 * @param rowOctets what their rows take
 * @param memoryOctets what those that are not parked take in memory
 * @param openCircuits peers that are left alone for a while
 * @param retried tries that did not get through, by the rule that says when the next is
 * @param told how often it was tried to tell an origin late of a failure, by how that went
 * @param unreadable rows that were left out
 */
public record OutboxReport(
    Direction direction,
    Map<String, OfPeer> peers,
    long rowOctets,
    long memoryOctets,
    int openCircuits,
    Map<RetryRule, Long> retried,
    Map<Told, Long> told,
    long unreadable) {
  /** In place of a domain: every one that is not counted apart. */
  public static final String OTHER = "other";

  public OutboxReport {
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }

  /**
   * Of one peer.
   *
   * @param held messages by where they stand
   * @param oldest when the oldest was recorded, in milliseconds since 1970; empty where there is
   *     none
   * @param ended how messages ended
   */
  public record OfPeer(Map<State, Long> held, OptionalLong oldest, Map<Outcome, Long> ended) {}

  /** Messages by where they stand, of all peers. */
  public Map<State, Long> held() {
    Map<State, Long> all = new EnumMap<>(State.class);
    peers
        .values()
        .forEach(peer -> peer.held().forEach((state, count) -> all.merge(state, count, Long::sum)));
    return all;
  }

  /** When the oldest of all was recorded, as {@link OfPeer#oldest}. */
  public OptionalLong oldest() {
    return peers.values().stream().flatMapToLong(peer -> peer.oldest().stream()).min();
  }

  static OutboxReport of(Direction direction, Shelf shelf) {
    Map<PeerCounts, Depth> depths = new HashMap<>();
    for (Lane lane : shelf.lanes.values()) {
      lane.forEach(depth(depths, lane)::add);
    }
    shelf.untold.forEach(held -> depth(depths, held.lane).add(held));
    Map<String, OfPeer> peers = new LinkedHashMap<>();
    shelf
        .counts
        .peers()
        .forEach(
            (name, counts) ->
                peers.put(name, depths.getOrDefault(counts, new Depth()).with(counts.ended())));
    return new OutboxReport(
        direction,
        peers,
        shelf.room.rowOctets(),
        shelf.room.memory(),
        shelf.circuits.open(),
        shelf.counts.retried(),
        shelf.counts.told(),
        shelf.counts.unreadableRows());
  }

  private static Depth depth(Map<PeerCounts, Depth> depths, Lane lane) {
    return depths.computeIfAbsent(lane.counts, unused -> new Depth());
  }

  /** What is counted of one peer while all messages are passed by. */
  private static final class Depth {
    private final long[] held = new long[State.values().length];
    private long oldest = Long.MAX_VALUE;

    void add(Held each) {
      held[each.entry.state().ordinal()]++;
      oldest = Math.min(oldest, each.recordedAt);
    }

    OfPeer with(Map<Outcome, Long> ended) {
      Map<State, Long> states = new EnumMap<>(State.class);
      for (State state : State.values()) {
        if (held[state.ordinal()] > 0) {
          states.put(state, held[state.ordinal()]);
        }
      }
      OptionalLong first =
          oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest);
      return new OfPeer(states, first, ended);
    }
  }
}

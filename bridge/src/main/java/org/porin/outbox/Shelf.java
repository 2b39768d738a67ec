package org.porin.outbox;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.porin.profile.OutcomeSink;

/** All that one direction of an outbox holds in memory. Guarded by the lock of the outbox. */
final class Shelf {
  final Map<Lane.Key, Lane> lanes = new HashMap<>();

  /** Given up, and their origins do not know yet. */
  final Set<Held> untold = new LinkedHashSet<>();

  final Circuits circuits;
  final Room room;
  final OutboxCounts counts;

  private final Function<Lane.Key, Lane> making; // one for all messages

  /** There while messages are carried. */
  Optional<OutcomeSink> sink = Optional.empty();

  /** Whether nothing more is carried, since the process ends. */
  boolean stopping;

  Shelf(Direction direction, OutboxSettings settings, RandomGenerator random) {
    circuits = new Circuits(settings.longestPause(), random);
    room = new Room(direction, settings);
    counts = new OutboxCounts(settings.named());
    making = key -> new Lane(key, counts.of(key.peer()));
  }

  Lane lane(Lane.Key key) {
    return lanes.computeIfAbsent(key, making);
  }

  void forgetIdle(Lane lane) {
    if (lane.isEmpty()) {
      circuits.leave(lane);
      lanes.remove(lane.key(), lane);
    }
  }
}

package org.porin.outbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.porin.address.ImUri;

/**
 * What goes to one destination: one message whose turn it is, and behind it the sources in the
 * order of theirs. Not safe for several threads.
 */
final class Lane {
  /**
   * What makes a lane.
   *
   * @param peer whom it depends on whether anything gets through
   */
  record Key(ImUri destination, String peer) {
    static Key of(Direction direction, ImUri source, ImUri destination) {
      boolean outward = direction == Direction.TO_SIMPLE;
      return new Key(destination, outward ? destination.domain() : source.domain());
    }

    /** By hand, as in {@link ImUri}: looked for with each message. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && destination.equals(that.destination)
          && peer.equals(that.peer);
    }

    @Override
    public int hashCode() {
      return 31 * destination.hashCode() + peer.hashCode();
    }
  }

  private final Key key;

  /** How its messages ended is counted there. */
  final PeerCounts counts;

  /** Sources in the order of their turns; a source with nothing waiting is not in it. */
  private final LinkedHashMap<ImUri, ArrayDeque<Held>> turns = new LinkedHashMap<>();

  private int waiting;

  /** Whose turn it is. */
  Optional<Held> current = Optional.empty();

  /** Whether that one waits for a time, or for its peer. */
  boolean paused;

  /** While it waits: when it goes on at the latest. */
  Instant until = Instant.MIN;

  /** Whether another bridge may still have older messages in it; nothing has its turn then. */
  boolean barred;

  /** Tells the last time that was set from those before. */
  int alarm;

  Lane(Key key, PeerCounts counts) {
    this.key = key;
    this.counts = counts;
  }

  Key key() {
    return key;
  }

  /** How many wait for their turn. */
  int waiting() {
    return waiting;
  }

  /** How many wait behind one that is in flight, or is about to be. */
  int behind() {
    if (current.isPresent()) {
      return waiting + (paused ? 1 : 0);
    }
    return Math.max(0, waiting - 1);
  }

  boolean isEmpty() {
    return waiting == 0 && current.isEmpty();
  }

  void add(Held held) {
    turns.computeIfAbsent(held.source, source -> new ArrayDeque<>(1)).add(held);
    waiting++;
  }

  /**
   * Adds those that are older than all that wait.
   *
   * @param older in their order
   */
  void addBefore(List<Held> older) {
    Map<ImUri, ArrayDeque<Held>> behind = new LinkedHashMap<>(turns);
    turns.clear();
    older.forEach(this::add);
    behind.forEach(
        (source, queue) ->
            turns.computeIfAbsent(source, unused -> new ArrayDeque<>()).addAll(queue));
  }

  /**
   * The first recorded one of the source whose turn it is, which then goes to the end of the row.
   */
  Optional<Held> next() {
    Iterator<Map.Entry<ImUri, ArrayDeque<Held>>> row = turns.entrySet().iterator();
    while (row.hasNext()) {
      Map.Entry<ImUri, ArrayDeque<Held>> turn = row.next();
      ArrayDeque<Held> queue = turn.getValue();
      if (queue.element().recorded) {
        Held next = queue.remove();
        if (queue.isEmpty()) {
          row.remove();
        } else if (turns.size() > 1) {
          ImUri source = turn.getKey();
          row.remove();
          turns.put(source, queue);
        }
        waiting--;
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** Takes one out that waits for its turn. */
  boolean remove(Held held) {
    ArrayDeque<Held> queue = turns.get(held.source);
    if (queue == null || !queue.removeLastOccurrence(held)) {
      return false;
    }
    if (queue.isEmpty()) {
      turns.remove(held.source);
    }
    waiting--;
    return true;
  }

  /** All, whose turn it is first. */
  void forEach(Consumer<Held> each) {
    current.ifPresent(each);
    turns.values().forEach(queue -> queue.forEach(each));
  }
}

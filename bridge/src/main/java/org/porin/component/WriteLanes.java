package org.porin.component;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The stanzas that wait to be written, in two lanes: presence, of which there may be very much when
 * a link has come back, and everything else, on which somebody waits. In the order in which they
 * came; but once presence has its share of a batch, what waits in the other lane overtakes it. Not
 * safe for several threads.
 */
final class WriteLanes {
  /** The share of presence, while others wait: a write that is full of messages has still that. */
  static final int PRESENCE_OCTETS = WriteQueue.BATCH_OCTETS / 4;

  /**
   * One stanza.
   *
   * @param stanza empty where only what was before it is to be confirmed
   * @param octets its length in UTF-8
   * @param number in the order of the barrier; zero for what nobody waits to see confirmed
   * @param deliveryId of what has a number, else empty
   */
  record Entry(String stanza, int octets, long number, String deliveryId) {}

  private record Numbered(Entry entry, long arrival) {}

  /** First in, first out. */
  private static final class Lane {
    private final ArrayDeque<Numbered> entries = new ArrayDeque<>();
    private long octets;

    private void add(Numbered entry) {
      entries.add(entry);
      octets += entry.entry().octets();
    }

    private Entry remove() {
      Entry entry = entries.remove().entry();
      octets -= entry.octets();
      return entry;
    }

    private void clear() {
      entries.clear();
      octets = 0;
    }

    private long oldest() {
      return entries.isEmpty() ? Long.MAX_VALUE : entries.element().arrival();
    }
  }

  private final Lane others = new Lane();
  private final Lane presence = new Lane();
  private long arrivals;
  private long share;

  /** Adds what is no presence. */
  void add(Entry entry) {
    others.add(new Numbered(entry, arrivals++));
  }

  /** Adds presence. */
  void addPresence(Entry entry) {
    presence.add(new Numbered(entry, arrivals++));
  }

  /** Of what is no presence. */
  long octets() {
    return others.octets;
  }

  /** Of presence. */
  long presenceOctets() {
    return presence.octets;
  }

  boolean isEmpty() {
    return others.entries.isEmpty() && presence.entries.isEmpty();
  }

  /**
   * Forgets all.
   *
   * @return how many there were, but for presence, that nobody waits to see confirmed
   */
  int clear() {
    int answers =
        (int) others.entries.stream().filter(entry -> entry.entry().number() == 0).count();
    others.clear();
    presence.clear();
    return answers;
  }

  /** Begins a batch. */
  void begin() {
    share = PRESENCE_OCTETS;
  }

  /** Takes what goes into the batch next; empty when nothing waits. */
  Optional<Entry> next() {
    if (isEmpty()) {
      return Optional.empty();
    }
    boolean turn = presence.oldest() < others.oldest();
    if (others.entries.isEmpty() || (turn && share > 0)) {
      Entry entry = presence.remove();
      share -= entry.octets();
      return Optional.of(entry);
    }
    return Optional.of(others.remove());
  }
}

package org.porin.presence;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.porin.membrane.Outcome;
import org.porin.profile.Failure.Reason;
import org.porin.profile.PresenceCarrier;

/**
 * What comes, goes and is refused, and how many subscriptions there are. All words are few: none is
 * a peer's. Safe for many threads.
 */
final class PresenceCounts {
  private final Map<String, LongAdder> inputs = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> subscribes = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> notifies = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> watches = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> audiences = new ConcurrentHashMap<>();
  private final LongAdder outcomes = new LongAdder();
  private final LongAdder asked = new LongAdder();
  private final LongAdder notified = new LongAdder();
  private final LongAdder told = new LongAdder();
  private final LongAdder untold = new LongAdder();
  private final LongAdder coalesced = new LongAdder();

  void input(Input kind) {
    add(inputs, word(kind));
  }

  /** What comes in. */
  enum Input {
    SUBSCRIBE,
    UNSUBSCRIBE,
    SUBSCRIBED,
    UNSUBSCRIBED,
    PROBE,
    PRESENCE,
    ERROR,
    SIP_SUBSCRIBE,
    SIP_NOTIFY,
    LINK_OPENED
  }

  void refused(Reason reason) {
    add(refusals, word(reason));
  }

  void dropped(Drop what) {
    add(dropped, word(what));
  }

  /** What goes no further, and is no refusal. */
  enum Drop {
    /** Presence to somebody who has no subscription (RFC 2779 §5.3.2). */
    DIRECTED,
    /** A stanza of a subscription that there is not. */
    NO_SUBSCRIPTION,
    /** There was no room; both sides are asked anew. */
    NO_ROOM,
    /** An address that is nobody on the other side, or a type that nobody knows. */
    UNMAPPABLE
  }

  void asked() {
    asked.increment();
  }

  void notified() {
    notified.increment();
  }

  void told(boolean taken) {
    (taken ? told : untold).increment();
  }

  /** Presence of a user that was not told at once: it is nothing new, or goes with what follows. */
  void coalesced() {
    coalesced.increment();
  }

  /** Requests of ours that have no outcome as yet. */
  long underWay() {
    return asked.sum() + notified.sum() - outcomes.sum();
  }

  void outcome(Kind<?> kind, PresenceCarrier.Outcome outcome) {
    outcomes.increment();
    add(kind.isOutward() ? subscribes : notifies, Outcome.of(outcome.response()).cause());
  }

  /** One subscription has become something else. */
  void state(Kind<?> kind, String before, String after) {
    Map<String, LongAdder> states = kind.isOutward() ? watches : audiences;
    if (!before.equals(Kind.NONE)) {
      counter(states, before).decrement();
    }
    if (!after.equals(Kind.NONE)) {
      counter(states, after).increment();
    }
  }

  PresenceStatus.Totals totals() {
    return new PresenceStatus.Totals(
        sums(watches),
        sums(audiences),
        sums(inputs),
        sums(refusals),
        sums(dropped),
        sums(subscribes),
        sums(notifies),
        asked.sum(),
        notified.sum(),
        told.sum(),
        untold.sum(),
        coalesced.sum());
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counters) {
    Map<String, Long> sums = new TreeMap<>();
    counters.forEach((word, count) -> sums.put(word, count.sum()));
    return sums;
  }

  private static void add(Map<String, LongAdder> counters, String word) {
    counter(counters, word).increment();
  }

  private static LongAdder counter(Map<String, LongAdder> counters, String word) {
    return counters.computeIfAbsent(word, first -> new LongAdder());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

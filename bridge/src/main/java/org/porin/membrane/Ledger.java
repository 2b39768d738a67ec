package org.porin.membrane;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.porin.profile.Origin.Side;

/**
 * Counts every operation that came and how it ended, so that an operator can see that none is
 * missing. Safe for many threads.
 */
final class Ledger {
  private final Map<Side, Book> books = new EnumMap<>(Side.class);

  Ledger() {
    for (Side side : Side.values()) {
      books.put(side, new Book());
    }
  }

  void received(Side side) {
    book(side).received.increment();
  }

  /** Of those received: it was one that had come before. */
  void repeated(Side side) {
    book(side).repeats.increment();
  }

  void ended(Side side, Outcome outcome, Duration waited) {
    Book book = book(side);
    book.counts[Waits.indexOf(waited)].increment();
    book.nanos.add(waited.toNanos());
    book.ended.computeIfAbsent(outcome, first -> new LongAdder()).increment();
  }

  /** Operations that came in by a side and have no outcome yet. */
  long open(Side side) {
    return tally(side).open();
  }

  /** The books of a side, closed for a moment. */
  Tally tally(Side side) {
    Book book = book(side);
    Map<Outcome, Long> ended = new HashMap<>();
    // The ends first: what ends meanwhile is then open in this tally, and never less than nothing.
    book.ended.forEach((outcome, count) -> ended.put(outcome, count.sum()));
    long repeats = book.repeats.sum();
    Waits waits =
        new Waits(
            Arrays.stream(book.counts).map(LongAdder::sum).toList(),
            Duration.ofNanos(book.nanos.sum()));
    return new Tally(book.received.sum(), ended, repeats, waits);
  }

  private Book book(Side side) {
    Book book = books.get(side);
    if (book == null) {
      throw new IllegalStateException("no books for " + side);
    }
    return book;
  }

  private static final class Book {
    private final LongAdder received = new LongAdder();
    private final LongAdder repeats = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder[] counts =
        Stream.generate(LongAdder::new).limit(Waits.BOUNDS.size() + 1L).toArray(LongAdder[]::new);
    private final Map<Outcome, LongAdder> ended = new ConcurrentHashMap<>();
  }
}

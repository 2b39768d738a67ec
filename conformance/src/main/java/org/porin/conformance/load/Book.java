package org.porin.conformance.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of every message of one direction: arrived once, arrived again, out of order, or
 * refused with an error to its sender. Safe for many threads.
 */
public final class Book {
  private final int perLane;
  private final BitSet[] arrived;
  private final BitSet[] refused;
  private final int[] newest;
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int repeated;
  private int reordered;
  private int settled;
  private long firstNanos;
  private long lastNanos;

  /** A book of {@code lanes} times {@code perLane} messages, nothing entered. */
  public Book(int lanes, int perLane) {
    this.perLane = perLane;
    this.arrived = new BitSet[lanes];
    this.refused = new BitSet[lanes];
    this.newest = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      arrived[lane] = new BitSet(perLane);
      refused[lane] = new BitSet(perLane);
      newest[lane] = -1;
    }
  }

  /** How many messages the book is about. */
  public int messages() {
    return arrived.length * perLane;
  }

  /** Enters the time of the first sending. */
  public synchronized void begin() {
    firstNanos = System.nanoTime();
    lastNanos = firstNanos;
  }

  /** Enters an arrival at the destination. A mark that is not of this book is ignored. */
  public synchronized void arrival(Mark mark) {
    if (!covers(mark)) {
      return;
    }
    lastNanos = System.nanoTime();
    BitSet lane = arrived[mark.lane()];
    if (lane.get(mark.number())) {
      repeated++;
      return;
    }
    lane.set(mark.number());
    if (mark.number() < newest[mark.lane()]) {
      reordered++;
    }
    newest[mark.lane()] = Math.max(newest[mark.lane()], mark.number());
    settle(refused, mark);
  }

  /** Enters an error that the sender received, with its cause. */
  public synchronized void refusal(Mark mark, String cause) {
    if (!covers(mark) || refused[mark.lane()].get(mark.number())) {
      return;
    }
    lastNanos = System.nanoTime();
    refused[mark.lane()].set(mark.number());
    refusals.merge(cause, 1, Integer::sum);
    settle(arrived, mark);
  }

  /** Waits until each message arrived or was refused, or until nothing came for some time. */
  public synchronized void awaitSettled(long idleMillis) throws InterruptedException {
    while (settled < messages()) {
      long idleNanos = System.nanoTime() - lastNanos;
      long remaining = idleMillis - idleNanos / 1_000_000;
      if (remaining <= 0) {
        return;
      }
      wait(remaining);
    }
  }

  /** Waits until {@code count} messages arrived or were refused, at most for some time. */
  public synchronized boolean awaitSettled(int count, long atMostMillis)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMostMillis * 1_000_000;
    while (settled < count) {
      long remaining = (deadline - System.nanoTime()) / 1_000_000;
      if (remaining <= 0) {
        return false;
      }
      wait(remaining);
    }
    return true;
  }

  /** How many messages have arrived. */
  public synchronized int arrived() {
    return Arrays.stream(arrived).mapToInt(BitSet::cardinality).sum();
  }

  /** Whether this message arrived. */
  public synchronized boolean hasArrived(Mark mark) {
    return covers(mark) && arrived[mark.lane()].get(mark.number());
  }

  /** Whether the sender of this message received an error. */
  public synchronized boolean wasRefused(Mark mark) {
    return covers(mark) && refused[mark.lane()].get(mark.number());
  }

  /** What the book says now. */
  public synchronized Totals totals() {
    List<Mark> missing = new ArrayList<>();
    for (int lane = 0; lane < arrived.length; lane++) {
      for (int number = arrived[lane].nextClearBit(0); number < perLane; ) {
        if (!refused[lane].get(number)) {
          missing.add(new Mark(lane, number));
        }
        number = arrived[lane].nextClearBit(number + 1);
      }
    }
    double seconds = (lastNanos - firstNanos) / 1e9;
    return new Totals(messages(), arrived(), missing, repeated, reordered, refusals, seconds);
  }

  private boolean covers(Mark mark) {
    return mark.lane() < arrived.length && mark.number() < perLane;
  }

  private void settle(BitSet[] otherwise, Mark mark) {
    if (!otherwise[mark.lane()].get(mark.number())) {
      settled++;
    }
    notifyAll();
  }
}

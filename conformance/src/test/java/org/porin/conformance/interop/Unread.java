package org.porin.conformance.interop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.porin.conformance.load.Mark;

/**
 * Of which messages out nobody can know: those that the server had written into a connection that
 * ended, or that nobody read, or was about to.
 *
 * <p>A server writes in the order in which it was sent to, and a bridge reads and records in that
 * order. So at each end they are one stretch of what was sent: nothing of it was recorded, nothing
 * between two of it arrived or came back, what is before it had not come back, and nothing behind
 * it that was sent before the end arrived. Whatever else is lost is lost by a fault.
 */
final class Unread {
  /** What is sent so long before or after an end may be part of it, on a machine that is busy. */
  private static final Duration NEAR = Duration.ofSeconds(2);

  /**
   * What one end finds unread was sent while a message waits for the commit under way and for its
   * own, and until the server sees the end: that takes milliseconds, on a busy machine some
   * hundreds, and on the average of all ends no second.
   */
  private static final Duration AT_ONE_END = Duration.ofSeconds(1);

  /**
   * A way that ended.
   *
   * @param place how many had been sent before it began to
   */
  private record End(long fromNanos, long untilNanos, int place) {}

  private final OutwardTraffic out;
  private final RecordedOut recorded;
  private final List<End> ends = new ArrayList<>();

  Unread(OutwardTraffic out, RecordedOut recorded) {
    this.out = out;
    this.recorded = recorded;
  }

  /** Looks at an end what is recorded, before another can settle any of it. */
  void look() throws SQLException {
    recorded.look();
  }

  /** Between then and now a way ended, or nobody read what was written into it. */
  void endedSince(long nanos) {
    ends.add(new End(nanos, System.nanoTime(), out.sentBefore(nanos)));
  }

  /** What is lost so. */
  Set<Mark> marks() {
    Set<Mark> open = new HashSet<>(out.lost());
    open.removeIf(recorded::has);
    Set<Mark> unread = new HashSet<>();
    for (End end : ends) { // in the order of time: what one end explains, the next need not
      List<Mark> stretch = stretch(open, end);
      unread.addAll(stretch);
      stretch.forEach(open::remove);
    }
    return unread;
  }

  private List<Mark> stretch(Set<Mark> open, End end) {
    Set<Mark> near =
        out.sentBetween(open, end.fromNanos() - NEAR.toNanos(), end.untilNanos() + NEAR.toNanos());
    return out.stretches(near).stream()
        .filter(each -> !out.followsRefusal(each.get(0)))
        .filter(each -> !out.isOvertaken(each.get(each.size() - 1), end.place()))
        .findFirst()
        .orElse(List.of());
  }

  /** When something was, by the end that is nearest. */
  String nearest(long nanos) {
    return ends.stream()
        .min(Comparator.comparingLong(end -> Math.abs(nanos - end.fromNanos())))
        .map(
            end ->
                seconds(nanos - end.fromNanos())
                    + " from the beginning of an end that took "
                    + seconds(end.untilNanos() - end.fromNanos()))
        .orElse("while nothing ended");
  }

  private static String seconds(long nanos) {
    return "%.3f s".formatted(nanos / 1e9);
  }

  /** Forgets what was recorded and is over. */
  void forget() {
    recorded.retain(out.lost());
  }

  /** How many they may be at the most: the rate, times how long all ends took. */
  int most() {
    return ends.stream()
        .map(end -> Duration.ofNanos(end.untilNanos() - end.fromNanos()).plus(AT_ONE_END))
        .mapToInt(out::mostIn)
        .sum();
  }
}

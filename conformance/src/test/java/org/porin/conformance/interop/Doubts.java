package org.porin.conformance.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.conformance.load.Mark;

/**
 * What came twice to a peer that knows no repeats, and whether it had to. A message may have been
 * in doubt if it was the newest of its lane, and a way broke after it had come and before it came
 * again. One of each lane is in flight (RFC 3428 §8), so one break leaves at most one of each in
 * doubt. Safe for many threads.
 */
final class Doubts {
  /** What was in a path, or in a buffer, when a way broke may come so long after that. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private record Arrival(Mark mark, long nanos) {}

  private record Repeat(Arrival before, Arrival again) {}

  private record Break(long fromNanos, long untilNanos) {
    boolean leavesOpen(Repeat repeat) {
      boolean hadCome = repeat.before().nanos() - untilNanos < UNDER_WAY.toNanos();
      return hadCome && repeat.again().nanos() - fromNanos > 0;
    }
  }

  private final Map<Integer, Arrival> newest = new HashMap<>(); // by lane
  private final List<Repeat> repeats = new ArrayList<>();
  private final List<Break> breaks = new ArrayList<>();

  /** A message came, for the first time or again. */
  synchronized void arrival(Mark mark) {
    Arrival now = new Arrival(mark, System.nanoTime());
    Optional<Arrival> before = Optional.ofNullable(newest.get(mark.lane()));
    if (before.filter(each -> mark.number() <= each.mark().number()).isPresent()) {
      repeats.add(new Repeat(before.get(), now));
    } else {
      newest.put(mark.lane(), now);
    }
  }

  /** Between then and now the sender was killed, or its connections were cut. */
  synchronized void brokeSince(long nanos) {
    breaks.add(new Break(nanos, System.nanoTime()));
  }

  /** How often something broke. */
  synchronized int breaks() {
    return breaks.size();
  }

  /** What came again though its sender could know that it had come, or behind a newer message. */
  synchronized List<String> needless() {
    return repeats.stream()
        .filter(repeat -> !repeat.before().mark().equals(repeat.again().mark()) || isKnown(repeat))
        .map(Repeat::toString)
        .toList();
  }

  private boolean isKnown(Repeat repeat) {
    return breaks.stream().noneMatch(each -> each.leavesOpen(repeat));
  }
}

package org.porin.membrane;

import java.time.Duration;
import java.util.List;

/**
 * How long operations took from their arrival to their outcome.
 *
 * @param counts of operations, one for each of {@link #BOUNDS} and a last one for those above
 * @param total of all
 */
public record Waits(List<Long> counts, Duration total) {
  /** Upper bounds, inclusive: what a person feels, then what a timer of SIP makes. */
  public static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(25),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMillis(2_500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(32),
          Duration.ofSeconds(60));

  public Waits {
    counts = List.copyOf(counts);
    if (counts.size() != BOUNDS.size() + 1) {
      throw new IllegalArgumentException("a count for each bound, and one above");
    }
  }

  /** Which of the counts a time belongs to. */
  static int indexOf(Duration waited) {
    int index = 0;
    while (index < BOUNDS.size() && waited.compareTo(BOUNDS.get(index)) > 0) {
      index++;
    }
    return index;
  }
}

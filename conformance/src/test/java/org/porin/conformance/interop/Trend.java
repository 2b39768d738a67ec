package org.porin.conformance.interop;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Whether something has grown: the median of the last quarter of its samples beside that of the
 * first.
 *
 * @param first median
 * @param last median
 * @param allowed the most that the last may be
 */
record Trend(String what, long first, long last, long allowed) {
  /**
   * @param samples in their order, at least four
   * @param percent by which it may have grown
   * @param more that it may have grown besides
   */
  static Trend of(
      String what,
      List<ProcessSample> samples,
      ToLongFunction<ProcessSample> value,
      int percent,
      long more) {
    int quarter = samples.size() / 4;
    if (quarter == 0) {
      throw new IllegalArgumentException(samples.size() + " samples show no trend");
    }
    long first = median(samples.subList(0, quarter), value);
    long last = median(samples.subList(samples.size() - quarter, samples.size()), value);
    return new Trend(what, first, last, first + first * percent / 100 + more);
  }

  private static long median(List<ProcessSample> some, ToLongFunction<ProcessSample> value) {
    return some.stream().mapToLong(value).sorted().toArray()[some.size() / 2];
  }

  boolean isFlat() {
    return last <= allowed;
  }

  @Override
  public String toString() {
    return "%-20s first quarter %,14d   last quarter %,14d   allowed %,14d   %s"
        .formatted(what, first, last, allowed, isFlat() ? "flat" : "GROWS");
  }
}

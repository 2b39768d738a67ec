package org.porin.resolve;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** The order in which targets are contacted (RFC 2782, "Priority" and "Weight"). */
final class SrvSelection {
  private SrvSelection() {}

  /**
   * Orders by priority, and among equals of priority by the weighted draw of RFC 2782.
   *
   * @param weight 0 to 65535
   * @param random consulted once for each element that is not the last of its priority
   */
  static <T> List<T> order(
      List<T> records, ToIntFunction<T> priority, ToIntFunction<T> weight, RandomGenerator random) {
    if (records.size() < 2) {
      return records;
    }
    SortedMap<Integer, List<T>> groups = new TreeMap<>();
    for (T each : records) {
      groups.computeIfAbsent(priority.applyAsInt(each), p -> new ArrayList<>()).add(each);
    }
    List<T> ordered = new ArrayList<>(records.size());
    for (List<T> group : groups.values()) {
      // "all those with weight 0 are placed at the beginning of the list"; the sort is stable.
      group.sort((a, b) -> Boolean.compare(weight.applyAsInt(a) > 0, weight.applyAsInt(b) > 0));
      while (group.size() > 1) {
        ordered.add(draw(group, weight, random));
      }
      ordered.addAll(group);
    }
    return ordered;
  }

  /** Takes out the first whose running sum reaches a number drawn from 0 to the sum, inclusive. */
  private static <T> T draw(List<T> unordered, ToIntFunction<T> weight, RandomGenerator random) {
    long sum = unordered.stream().mapToLong(weight::applyAsInt).sum();
    long drawn = random.nextLong(sum + 1);
    long running = 0;
    Iterator<T> each = unordered.iterator();
    while (true) {
      T candidate = each.next();
      running += weight.applyAsInt(candidate);
      if (running >= drawn) {
        each.remove();
        return candidate;
      }
    }
  }
}

package org.porin.profile;

import java.util.List;

/**
 * How far an operation has come (OPEN a).
 *
 * @param maxForwards hops that are left, 0 to 255
 * @param trace opaque marks of the bridges that it passed, oldest first
 */
public record Hops(int maxForwards, List<String> trace) {
  /** An operation that is born here. */
  public static final Hops NEW = new Hops(MessageOperation.INITIAL_MAX_FORWARDS, List.of());

  public Hops {
    if (maxForwards < 0 || maxForwards > 255) {
      throw new IllegalArgumentException("Max-Forwards is 0 to 255");
    }
    trace = List.copyOf(trace);
  }
}

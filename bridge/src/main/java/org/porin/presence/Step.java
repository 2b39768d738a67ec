package org.porin.presence;

import java.util.List;
import java.util.Optional;

/**
 * What a subscription makes of one input.
 *
 * @param after the subscription from now on; empty where nothing of it is left
 * @param actions what is to be done, in this order
 */
record Step<T>(Optional<T> after, List<Action> actions) {
  Step {
    actions = List.copyOf(actions);
  }

  /** It goes on. */
  static <T> Step<T> to(T after, List<Action> actions) {
    return new Step<>(Optional.of(after), actions);
  }

  /** It goes on, and nothing is to be done. */
  static <T> Step<T> quiet(T after) {
    return to(after, List.of());
  }

  /** Nothing of it is left. */
  static <T> Step<T> over(List<Action> actions) {
    return new Step<>(Optional.empty(), actions);
  }
}

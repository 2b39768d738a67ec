package org.porin.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One input on its way to a state machine. */
record Task<M>(Input<M> input, Asker asker) {
  /** What a state machine, or the absence of one, makes of it. */
  interface Input<M> {
    Step<M> on(Optional<M> before, Instant now);
  }

  /** One for which nobody waits, and of which nothing is made where there is no state machine. */
  static <M> Task<M> own(Own<M> input) {
    return new Task<>(
        (before, now) ->
            before.map(machine -> input.on(machine, now)).orElseGet(() -> Step.over(List.of())),
        Asker.NOBODY);
  }

  /** What a state machine makes of what the bridge itself says. */
  interface Own<M> {
    Step<M> on(M before, Instant now);
  }

  boolean refusable() {
    return asker.standing() != Asker.Standing.OWN;
  }
}

package org.porin.membrane;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Refused;

/**
 * Knows which signatures came before, so that none vouches for two operations (TRUST 6 step 13).
 * Asked behind whatever recognises repeats, which have the answer of the first (OPEN b). Safe for
 * many threads.
 */
public interface ReplayMemory {
  /** Where nothing is verified. */
  ReplayMemory NONE = of(assertion -> Optional.empty(), assertion -> {});

  /** One made of two functions. */
  static ReplayMemory of(Function<Assertion, Optional<Refused>> admit, Consumer<Assertion> forget) {
    return new ReplayMemory() {
      @Override
      public Optional<Refused> admit(Assertion assertion) {
        return admit.apply(assertion);
      }

      @Override
      public void forget(Assertion assertion) {
        forget.accept(assertion);
      }
    };
  }

  /**
   * Remembers a signature, atomically: of two operations under the same one is admitted.
   *
   * @return why the operation is not taken; then nothing is remembered
   */
  Optional<Refused> admit(Assertion assertion);

  /** The operation came to nothing, and may come again as it was. */
  void forget(Assertion assertion);
}

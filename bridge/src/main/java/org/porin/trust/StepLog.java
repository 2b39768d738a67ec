package org.porin.trust;

import java.util.function.Supplier;

/** Is told of each step of TRUST 6, as it is done, for somebody who wants to know why. */
public interface StepLog {
  /** Wants to know nothing. */
  StepLog NONE =
      new StepLog() {
        @Override
        public void passed(int step, Supplier<String> found) {}

        @Override
        public void failed(int step, String text) {}
      };

  /**
   * A step was passed.
   *
   * @param step of TRUST 6, from 1
   * @param found what was looked at, and found
   */
  void passed(int step, Supplier<String> found);

  /** A step was not passed; the token that it is about is looked at no further. */
  void failed(int step, String text);
}

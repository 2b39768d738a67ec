package org.porin.conformance.interop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what another process does and announces to nobody: asks again until it is so. */
final class Await {
  private static final long PAUSE_MILLIS = 20;

  private Await() {}

  /** Something to ask another process; a throw means not yet. */
  @FunctionalInterface
  interface Question {
    boolean isSo() throws Exception;
  }

  /**
   * Asks until the answer is yes, and says after how long.
   *
   * @throws TimeoutException its cause is what the last asking threw, if it did
   */
  static Duration until(String what, Duration atMost, Question question)
      throws InterruptedException, TimeoutException {
    long begin = System.nanoTime();
    Exception last = null;
    while (System.nanoTime() - begin < atMost.toNanos()) {
      try {
        if (question.isSo()) {
          return Duration.ofNanos(System.nanoTime() - begin);
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    TimeoutException timeout = new TimeoutException(what + " not within " + atMost);
    if (last != null) {
      timeout.initCause(last);
    }
    throw timeout;
  }
}

package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Work in lanes, of which none is held up for ever. */
class TrustThreadsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void whatIsTooDeepForTheStackFailsAloneAndItsLaneGoesOn() {
    try (TrustThreads threads = new TrustThreads(1, 1 << 20)) {
      CompletionStage<String> deep =
          threads
              .<String>inLane(
                  "lane",
                  1,
                  thread -> {
                    throw new StackOverflowError();
                  })
              .orElseThrow();
      CompletionStage<String> next =
          threads
              .inLane("lane", 1, thread -> CompletableFuture.completedStage("done"))
              .orElseThrow();
      assertThat(next).succeedsWithin(SOON).isEqualTo("done");
      assertThat(deep)
          .failsWithin(SOON)
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withCauseInstanceOf(StackOverflowError.class);
    }
  }
}

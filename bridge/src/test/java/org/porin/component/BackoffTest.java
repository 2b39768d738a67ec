package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.porin.component.LinkEnd.Cause;
import org.porin.requirement.Requirement;

class BackoffTest {
  /** Draws no jitter at all, so that each wait is the bound itself. */
  private static final RandomGenerator NO_JITTER = () -> 0L;

  @Test
  @Requirement("XEP-0114-3-3")
  void waitsDoubleUpToTheCap() {
    var backoff = new Backoff(NO_JITTER);
    assertThat(IntStream.range(0, 6).mapToObj(i -> backoff.next(Cause.RESET, Duration.ZERO)))
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1_600L, 2_500L, 2_500L);
  }

  @Test
  void whatAnOperatorMustMendIsTriedMoreSlowly() {
    var backoff = new Backoff(NO_JITTER);
    assertThat(
            IntStream.range(0, 7).mapToObj(i -> backoff.next(Cause.NOT_AUTHORIZED, Duration.ZERO)))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  @Test
  void aRefusalAfterALongAbsenceIsTheFirstOfItsKind() {
    var backoff = new Backoff(NO_JITTER);
    IntStream.range(0, 50).forEach(i -> backoff.next(Cause.NOT_CONNECTED, Duration.ZERO));
    assertThat(backoff.next(Cause.HOST_UNKNOWN, Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void endsOfTwoKindsInTurnsDoNotResetEachOther() {
    var backoff = new Backoff(NO_JITTER);
    for (int i = 0; i < 5; i++) {
      backoff.next(Cause.RESET, Duration.ZERO);
      backoff.next(Cause.CONFLICT, Duration.ofSeconds(1));
    }
    assertThat(backoff.next(Cause.RESET, Duration.ZERO)).isEqualTo(Backoff.CAP);
    assertThat(backoff.next(Cause.CONFLICT, Duration.ZERO)).isEqualTo(Backoff.CAP_OPERATOR);
  }

  @Test
  void aLinkThatHadSettledIsTriedAgainAtOnce() {
    var backoff = new Backoff(NO_JITTER);
    IntStream.range(0, 50).forEach(i -> backoff.next(Cause.RESET, Duration.ZERO));
    assertThat(backoff.next(Cause.RESET, Backoff.SETTLED)).isEqualTo(Backoff.FIRST);
  }

  @Test
  void aLinkThatOpensAndEndsAtOnceIsNotHammered() {
    var backoff = new Backoff(NO_JITTER);
    IntStream.range(0, 4).forEach(i -> backoff.next(Cause.CLOSED, Duration.ofMillis(20)));
    assertThat(backoff.next(Cause.CLOSED, Duration.ofMillis(20))).isEqualTo(Backoff.CAP);
  }

  @Test
  void jitterTakesAwayHalfAtMost() {
    var backoff = new Backoff(new Random(1));
    IntStream.range(0, 20).forEach(i -> backoff.next(Cause.RESET, Duration.ZERO));
    assertThat(IntStream.range(0, 200).mapToObj(i -> backoff.next(Cause.RESET, Duration.ZERO)))
        .allMatch(wait -> wait.compareTo(Backoff.CAP) <= 0)
        .allMatch(wait -> wait.compareTo(Backoff.CAP.dividedBy(2)) >= 0)
        .anyMatch(wait -> wait.compareTo(Backoff.CAP.multipliedBy(6).dividedBy(10)) < 0)
        .anyMatch(wait -> wait.compareTo(Backoff.CAP.multipliedBy(9).dividedBy(10)) > 0);
  }
}

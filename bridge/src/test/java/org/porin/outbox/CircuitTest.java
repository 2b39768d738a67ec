package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.porin.outbox.Circuit.State;

class CircuitTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final Duration MOST = Duration.ofMinutes(1);
  private final Random random = new Random(1);

  private Circuit failed(Circuit circuit, int times, Instant now) {
    Circuit next = circuit;
    for (int i = 0; i < times; i++) {
      next = next.failed(now, MOST, random);
    }
    return next;
  }

  private Circuit open() {
    return failed(Circuit.CLOSED, Circuit.FAILURES, NOW);
  }

  @Test
  void someFailuresInARowOpenItAndFewerDoNot() {
    assertThat(failed(Circuit.CLOSED, Circuit.FAILURES - 1, NOW).lets(NOW)).isTrue();
    assertThat(open().state()).isEqualTo(State.OPEN);
    assertThat(open().lets(NOW)).isFalse();
  }

  @Test
  void anAnswerBetweenBeginsTheCountAnew() {
    Circuit circuit = failed(Circuit.CLOSED, Circuit.FAILURES - 1, NOW).answered();
    assertThat(failed(circuit, 1, NOW).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void afterItsPauseOneMessageGoesAsAProbeAndNoSecond() {
    Instant later = open().until();
    Circuit probing = open().tried();
    assertThat(open().lets(later)).isTrue();
    assertThat(probing.state()).isEqualTo(State.HALF_OPEN);
    assertThat(probing.lets(later)).isFalse();
  }

  @Test
  void aProbeThatIsAnsweredClosesItAndOneThatFailsOpensItForLonger() {
    Circuit probing = open().tried();
    assertThat(probing.answered()).isEqualTo(Circuit.CLOSED);
    Instant later = open().until();
    Circuit again = probing.failed(later, MOST, random);
    assertThat(again.state()).isEqualTo(State.OPEN);
    assertThat(again.trips()).isEqualTo(2);
    assertThat(Duration.between(later, again.until()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void noPauseIsLongerThanTheLongest() {
    Circuit circuit = open();
    Instant now = NOW;
    for (int i = 0; i < 50; i++) {
      now = circuit.until();
      circuit = circuit.tried().failed(now, MOST, random);
      assertThat(Duration.between(now, circuit.until())).isLessThanOrEqualTo(MOST);
    }
    assertThat(Duration.between(now, circuit.until())).isGreaterThanOrEqualTo(MOST.dividedBy(2));
  }

  @Test
  void whatLeftBeforeItOpenedPutsNothingOff() {
    Circuit open = open();
    assertThat(failed(open, 100, NOW.plusSeconds(1))).isEqualTo(open);
  }

  @Test
  void aProbeThatSaysNothingOfThePeerLeavesRoomForAnother() {
    Circuit circuit = open().tried().undecided();
    assertThat(circuit.lets(open().until())).isTrue();
  }
}

package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;

import org.junit.jupiter.api.Test;
import org.porin.profile.MessageOperation;

class BreakerTest {
  private long now = 1;
  private final Breaker breaker = new Breaker(100, () -> now);

  @Test
  void theSameTextTooOftenInAWindowTrips() {
    sendMost(outward(JULIET, ROMEO, "out of office"));
    assertThat(trips(outward(JULIET, ROMEO, "out of office"))).isTrue();
    assertThat(trips(outward(JULIET, ROMEO, "back again"))).isFalse();
    assertThat(trips(outward(NURSE, ROMEO, "out of office"))).isFalse();
    assertThat(trips(inward(ROMEO, JULIET, "out of office"))).isFalse();
  }

  @Test
  void afterItsWindowTheCountBeginsAnew() {
    sendMost(outward(JULIET, ROMEO, "ok"));
    now += Breaker.WINDOW.toNanos() + 2_000_000; // it counts in milliseconds
    sendMost(outward(JULIET, ROMEO, "ok"));
    assertThat(trips(outward(JULIET, ROMEO, "ok"))).isTrue();
  }

  @Test
  void atItsLimitItForgetsTheOldestFirst() {
    sendMost(outward(JULIET, ROMEO, "0"));
    for (int i = 1; i <= 100; i++) {
      trips(outward(JULIET, ROMEO, Integer.toString(i)));
    }
    assertThat(trips(outward(JULIET, ROMEO, "0"))).isFalse();
  }

  private boolean trips(MessageOperation operation) {
    return breaker.trips(operation, Digest.of(operation.content().entity().octets()));
  }

  private void sendMost(MessageOperation operation) {
    for (int i = 0; i < Breaker.MOST; i++) {
      assertThat(trips(operation)).isFalse();
    }
  }
}

package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimerLanesTest {
  private final TimerLanes<String> lanes = new TimerLanes<>();
  private final TimerLanes.Timer<String> a = new TimerLanes.Timer<>("a");
  private final TimerLanes.Timer<String> b = new TimerLanes.Timer<>("b");
  private final TimerLanes.Timer<String> c = new TimerLanes.Timer<>("c");

  @Test
  void theNextTimerIsTheEarliestOfAllLanes() {
    lanes.set(a, 50, 0);
    lanes.set(b, 10, 5);
    lanes.set(c, 50, 7);
    assertThat(lanes.nanosUntilNext(0)).hasValue(15);
    assertThat(lanes.pollDue(14)).isNull();
    assertThat(lanes.pollDue(60)).isSameAs(b);
    assertThat(lanes.pollDue(60)).isSameAs(a);
    assertThat(lanes.nanosUntilNext(60)).hasValue(0);
    assertThat(lanes.pollDue(60)).isSameAs(c);
    assertThat(lanes.pollDue(60)).isNull();
    assertThat(lanes.nanosUntilNext(60)).isEmpty();
  }

  @Test
  void firstMiddleAndLastCanBeCancelled() {
    for (TimerLanes.Timer<String> cancelled : java.util.List.of(a, b, c)) {
      lanes.set(a, 10, 0);
      lanes.set(b, 10, 1);
      lanes.set(c, 10, 2);
      lanes.cancel(cancelled);
      lanes.cancel(cancelled);
      assertThat(lanes.pollDue(12)).isNotNull().isNotSameAs(cancelled);
      assertThat(lanes.pollDue(12)).isNotNull().isNotSameAs(cancelled);
      assertThat(lanes.pollDue(12)).isNull();
    }
  }

  @Test
  void aTimerThatIsSetAgainMoves() {
    lanes.set(a, 10, 0);
    lanes.set(b, 10, 1);
    lanes.set(a, 10, 2);
    assertThat(lanes.pollDue(11)).isSameAs(b);
    assertThat(lanes.pollDue(11)).isNull();
    lanes.set(a, 100, 11);
    assertThat(lanes.nanosUntilNext(11)).hasValue(100);
  }

  @Test
  void theClockMayWrapAround() {
    lanes.set(a, 10, Long.MAX_VALUE - 5);
    lanes.set(b, 3, Long.MAX_VALUE - 5);
    assertThat(lanes.nanosUntilNext(Long.MAX_VALUE - 5)).hasValue(3);
    assertThat(lanes.pollDue(Long.MAX_VALUE)).isSameAs(b);
    assertThat(lanes.pollDue(Long.MAX_VALUE)).isNull();
    assertThat(lanes.pollDue(Long.MIN_VALUE + 4)).isSameAs(a);
  }
}

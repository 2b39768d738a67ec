package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimingWheelTest {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Instant START = Noon.START;

  private final TimingWheel wheel = new TimingWheel(TICK, START);
  private final List<String> told = new ArrayList<>();

  @Test
  void nothingComesBeforeItsTimeAndAllWithinATick() {
    wheel.set(timer("a"), START.plusMillis(250));

    assertThat(expire(START.plusMillis(249))).isEmpty();
    assertThat(expire(START.plusMillis(350))).containsExactly("a");
    assertThat(wheel.size()).isZero();
  }

  @Test
  void aTimeBeyondOneRoundOfTheWheelComesInItsOwnRound() {
    Duration far = TICK.multipliedBy(10_000);
    wheel.set(timer("far"), START.plus(far));

    for (Instant now = START; now.isBefore(START.plus(far)); now = now.plus(TICK)) {
      assertThat(expire(now)).isEmpty();
    }
    assertThat(expire(START.plus(far).plus(TICK))).containsExactly("far");
  }

  @Test
  void aNewTimeTakesThePlaceOfTheOld() {
    Named timer = timer("a");
    wheel.set(timer, START.plusSeconds(1));
    wheel.set(timer, START.plusSeconds(3));

    assertThat(expire(START.plusSeconds(2))).isEmpty();
    assertThat(expire(START.plusSeconds(4))).containsExactly("a");
  }

  @Test
  void whatIsTakenBackDoesNotCome() {
    Named timer = timer("a");
    wheel.set(timer, START.plusSeconds(1));
    wheel.clear(timer);
    wheel.clear(timer);

    assertThat(wheel.size()).isZero();
    assertThat(expire(START.plusSeconds(2))).isEmpty();
  }

  @Test
  void aTimeThatIsOverComesAtTheNextTick() {
    wheel.set(timer("late"), START.minusSeconds(3_600));

    assertThat(expire(START.plusMillis(200))).containsExactly("late");
  }

  @Test
  void whoSetsATimeWhenTheirTimeHasComeIsNotForgotten() {
    int[] times = {0};
    TimingWheel.Timer again =
        new TimingWheel.Timer() {
          @Override
          void due() {
            times[0]++;
            if (times[0] < 4) {
              wheel.set(this, START);
            }
          }
        };
    wheel.set(again, START);

    for (int i = 1; i <= 10; i++) {
      expire(START.plus(TICK.multipliedBy(i)));
    }
    assertThat(times[0]).isEqualTo(4);
  }

  @Test
  void noMoreAreToldThanAskedForAndTheOthersComeNext() {
    for (int i = 0; i < 10; i++) {
      wheel.set(timer("t" + i), START.plusMillis(50));
    }
    assertThat(wheel.expire(START.plusSeconds(1), 4)).isEqualTo(4);
    assertThat(wheel.expire(START.plusSeconds(1), 4)).isEqualTo(4);
    assertThat(wheel.expire(START.plusSeconds(1), 4)).isEqualTo(2);
    assertThat(told).doesNotHaveDuplicates().hasSize(10);
  }

  @Test
  void aClockThatJumpsForwardLosesNobody() {
    for (int i = 0; i < 1_000; i++) {
      wheel.set(timer("t" + i), START.plusSeconds(i));
    }
    assertThat(expire(START.plus(Duration.ofDays(3)))).hasSize(1_000);
  }

  @Test
  void ofManyInAnyOrderEachComesInItsTick() {
    Random random = new Random(7);
    List<Long> late = new ArrayList<>();
    Instant[] now = {START};
    for (int i = 0; i < 5_000; i++) {
      Instant due = START.plusMillis(random.nextInt(900_000));
      wheel.set(
          new TimingWheel.Timer() {
            @Override
            void due() {
              late.add(Duration.between(due, now[0]).toMillis());
            }
          },
          due);
    }
    while (wheel.size() > 0) {
      now[0] = now[0].plus(TICK);
      wheel.expire(now[0], Integer.MAX_VALUE);
    }
    assertThat(late).hasSize(5_000).allSatisfy(millis -> assertThat(millis).isBetween(0L, 200L));
  }

  private List<String> expire(Instant now) {
    told.clear();
    wheel.expire(now, Integer.MAX_VALUE);
    return List.copyOf(told);
  }

  private Named timer(String name) {
    return new Named(name);
  }

  private final class Named extends TimingWheel.Timer {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    void due() {
      told.add(name);
    }
  }
}

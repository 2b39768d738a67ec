package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void noPartOfASecondHasMoreThanItsShare() {
    Pace<Integer> pace = new Pace<>(1_000, Noon.START);
    for (int i = 0; i < 5_000; i++) {
      pace.add(i);
    }
    int given = 0;
    for (int millis = 10; millis <= 4_000; millis += 10) {
      Instant now = Noon.START.plusMillis(millis);
      int at = 0;
      while (pace.next(now).isPresent()) {
        at++;
      }
      assertThat(at).isEqualTo(10);
      given += at;
    }
    assertThat(given).isEqualTo(4_000);
    assertThat(pace.left()).isEqualTo(1_000);
  }

  @Test
  void aRestSavesNoMoreThanATenthOfASecond() {
    Pace<Integer> pace = new Pace<>(1_000, Noon.START);
    for (int i = 0; i < 5_000; i++) {
      pace.add(i);
    }
    int given = 0;
    while (pace.next(Noon.START.plusSeconds(60)).isPresent()) {
      given++;
    }
    assertThat(given).isEqualTo(100);
  }

  @Test
  void aClockThatIsSetBackDoesNotStopIt() {
    Pace<Integer> pace = new Pace<>(100, Noon.START);
    pace.add(1);
    pace.next(Noon.START.minusSeconds(3_600));

    assertThat(pace.next(Noon.START.minusSeconds(3_599))).contains(1);
  }
}

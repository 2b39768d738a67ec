package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final Silence silence = new Silence(Duration.ofSeconds(6), SECOND);

  private List<String> look(long until) {
    return silence.look(Map.of("montague", Map.of(1L, until)), SECOND);
  }

  @Test
  void aHolderIsDeadWhenItHasRenewedNothingForALease() {
    for (int second = 0; second <= 5; second++) {
      assertThat(look(100)).as("second %d", second).isEmpty();
    }
    assertThat(look(100)).containsExactly("montague");
  }

  @Test
  void aHolderThatRenewsIsAliveWhateverTheClockSays() {
    for (int second = 0; second < 20; second++) {
      assertThat(look(1_000 - second)).isEmpty();
    }
  }

  @Test
  void timeInWhichNobodyLookedDoesNotCount() {
    look(100);
    Map<String, Map<Long, Long>> same = Map.of("montague", Map.of(1L, 100L));
    assertThat(silence.look(same, Duration.ofHours(1))).isEmpty();
    for (int second = 2; second <= 5; second++) {
      assertThat(look(100)).isEmpty();
    }
    assertThat(look(100)).containsExactly("montague");
  }

  @Test
  void aLeaseAmongSeveralThatIsRenewedIsLife() {
    for (int second = 0; second < 20; second++) {
      long until = 100 + second;
      assertThat(silence.look(Map.of("montague", Map.of(1L, 100L, 2L, until)), SECOND)).isEmpty();
    }
  }

  @Test
  void whatWasLeftIsFreeAtOnce() {
    assertThat(look(0)).containsExactly("montague");
  }

  @Test
  void aHolderThatComesAgainIsNew() {
    for (int second = 0; second <= 5; second++) {
      look(100);
    }
    assertThat(silence.look(Map.of(), SECOND)).isEmpty();
    assertThat(look(100)).isEmpty();
  }
}

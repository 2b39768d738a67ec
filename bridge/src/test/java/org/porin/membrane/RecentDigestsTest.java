package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentDigestsTest {
  private static final Duration AGE = Duration.ofSeconds(10);

  @Test
  void aTableAnswersAsAMapDoesAlsoWhereDigestsCollide() {
    Random random = new Random(7);
    DigestTable table = new DigestTable(0);
    Map<Digest, Long> map = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      Digest digest = new Digest(random.nextInt(500), random.nextInt(500)); // crowded, zeros too
      long value = 1 + random.nextInt(1_000);
      assertThat(table.get(digest)).isEqualTo(map.getOrDefault(digest, DigestTable.ABSENT));
      table.put(digest, value);
      map.put(digest, value);
    }
    map.forEach((digest, value) -> assertThat(table.get(digest)).isEqualTo(value));
    assertThat(table.size()).isEqualTo(map.size());
  }

  @Test
  void eachIsKeptForItsAgeAndNotForEver() {
    RecentDigests recent = new RecentDigests(100, AGE, 0);
    long at = 0;
    for (int i = 1; i <= 1_000; i++) {
      at += AGE.toNanos() / 7;
      recent.put(new Digest(i, 0), i, at);
      long oldest = Math.max(1, i - 6);
      assertThat(recent.get(new Digest(oldest, 0), at)).isEqualTo(oldest);
    }
    assertThat(recent.get(new Digest(1_000, 0), at + AGE.toNanos() - 1)).isEqualTo(1_000);
    assertThat(recent.get(new Digest(1_000, 0), at + 2 * AGE.toNanos()))
        .isEqualTo(DigestTable.ABSENT);
    assertThat(recent.size()).isZero();
  }

  @Test
  void thereAreNeverMoreThanItsLimitAndTheYoungerHalfIsThere() {
    RecentDigests recent = new RecentDigests(1_000, AGE, 0);
    for (int i = 1; i <= 100_000; i++) {
      recent.put(new Digest(i, i), i, 0);
      assertThat(recent.size()).isLessThanOrEqualTo(1_000);
      assertThat(recent.get(new Digest(Math.max(1, i - 499), Math.max(1, i - 499)), 0))
          .isEqualTo(Math.max(1, i - 499));
    }
  }
}

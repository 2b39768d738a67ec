package org.porin.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/** RFC 2782, "Priority" and "Weight", against the text of the algorithm. */
class SrvSelectionTest {
  private static final SrvRecord ZERO = new SrvRecord(0, 0, 5060, "zero.example");
  private static final SrvRecord ONE = new SrvRecord(0, 1, 5060, "one.example");
  private static final SrvRecord THREE = new SrvRecord(0, 3, 5060, "three.example");
  private static final SrvRecord BACKUP = new SrvRecord(1, 100, 5060, "backup.example");

  @Test
  @Requirement({"2782-Format-2", "3861-6-4"})
  void theLowestPriorityComesFirstWhateverTheWeights() {
    for (int seed = 0; seed < 100; seed++) {
      assertThat(order(List.of(BACKUP, ZERO), new Random(seed))).containsExactly(ZERO, BACKUP);
    }
  }

  @Test
  @Requirement("2782-Format-3")
  void theFirstRunningSumNotBelowTheDrawnNumberWins() {
    // ZERO first, then in the order given: running sums 0, 3, 4; numbers 0 to 4 inclusive.
    List<SrvRecord> records = List.of(THREE, ONE, ZERO);
    assertThat(order(records, drawing(0)).get(0)).isEqualTo(ZERO);
    assertThat(order(records, drawing(1)).get(0)).isEqualTo(THREE);
    assertThat(order(records, drawing(3)).get(0)).isEqualTo(THREE);
    assertThat(order(records, drawing(4)).get(0)).isEqualTo(ONE);
  }

  @Test
  @Requirement("2782-Format-3")
  void whatIsChosenLeavesTheNextDraw() {
    // After THREE has gone: ZERO at 0, ONE at 1.
    assertThat(order(List.of(THREE, ONE, ZERO), drawing(2, 1))).containsExactly(THREE, ONE, ZERO);
    assertThat(order(List.of(THREE, ONE, ZERO), drawing(2, 0))).containsExactly(THREE, ZERO, ONE);
  }

  @Test
  @Requirement({"2782-Format-3", "2782-Format-4"})
  void eachWeightGetsItsShareAndZeroASmallOne() {
    Random random = new Random(2782);
    int rounds = 100_000;
    List<SrvRecord> records =
        List.of(ZERO, new SrvRecord(0, 30, 5060, "a"), new SrvRecord(0, 69, 5060, "b"));
    int[] first = new int[3];
    for (int i = 0; i < rounds; i++) {
      first[records.indexOf(order(records, random).get(0))]++;
    }
    // 100 equally likely numbers: 0 for the weight of zero, 1 to 30, 31 to 99.
    assertThat(first[0] / (double) rounds).isCloseTo(0.01, within(0.002));
    assertThat(first[1] / (double) rounds).isCloseTo(0.30, within(0.01));
    assertThat(first[2] / (double) rounds).isCloseTo(0.69, within(0.01));
  }

  @Test
  void theLargestWeightsOfManyRecordsDoNotOverflow() {
    List<SrvRecord> records = new ArrayList<>();
    for (int i = 0; i < 65_536; i += 64) {
      records.add(new SrvRecord(0, 65_535, 5060, "host" + i));
    }
    assertThat(order(records, new Random(1))).containsExactlyInAnyOrderElementsOf(records);
  }

  @Test
  void noRecordsGiveNoOrder() {
    assertThat(order(List.of(), drawing())).isEmpty();
  }

  private static List<SrvRecord> order(List<SrvRecord> records, RandomGenerator random) {
    return SrvSelection.order(records, SrvRecord::priority, SrvRecord::weight, random);
  }

  /** Gives these numbers in turn, and 0 once they are used up. */
  private static RandomGenerator drawing(long... numbers) {
    return new RandomGenerator() {
      private int next;

      @Override
      public long nextLong() {
        throw new AssertionError("only a bounded draw is uniform from 0 to the sum");
      }

      @Override
      public long nextLong(long bound) {
        long number = next < numbers.length ? numbers[next++] : 0;
        assertThat(number).isLessThan(bound);
        return number;
      }
    };
  }
}

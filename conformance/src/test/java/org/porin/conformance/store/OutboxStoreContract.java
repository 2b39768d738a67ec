package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.conformance.store.KilledOutbox.Arrival;
import org.porin.conformance.store.KilledOutbox.Said;
import org.porin.store.StoreSettings;

/** What an outbox promises over every store, when its process is killed again and again. */
@Timeout(240)
public abstract class OutboxStoreContract {
  private static final int MOST_MILLIS = 600;

  /** Where the database of this test is. */
  protected abstract StoreSettings settings();

  /** How often the process is killed. */
  protected abstract int kills();

  @Test
  void whatIsRecordedArrivesInItsOrderHoweverOftenTheProcessIsKilled() throws Exception {
    Random random = new Random(11);
    Set<Integer> recorded = new HashSet<>();
    List<Arrival> arrived = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    int next = 0;
    for (int kill = 0; kill < kills(); kill++) {
      Said said = KilledOutbox.run(settings(), next, 50 + random.nextInt(MOST_MILLIS));
      recorded.addAll(said.recorded());
      arrived.addAll(said.arrived());
      told.addAll(said.told());
      next = 1_000_000 * (kill + 1);
    }
    Said last = KilledOutbox.run(settings(), -1, 0);
    arrived.addAll(last.arrived());
    told.addAll(last.told());
    assertThat(told).as("nothing was given up").isEmpty();
    Set<Integer> numbers = new HashSet<>();
    arrived.forEach(each -> numbers.add(each.number()));
    assertThat(numbers).as("what was recorded").containsAll(recorded);
    int repeats = arrived.size() - numbers.size();
    assertInOrder(arrived);
    assertThat(repeats)
        .as("repeats")
        .isLessThanOrEqualTo(kills() * KilledOutbox.LANES * 3 + numbers.size() / 200);
    System.out.printf(
        "%s: %d kills, %d recorded, %d arrived, %d repeats%n",
        settings().location(), kills(), recorded.size(), numbers.size(), repeats);
  }

  /** In each lane numbers go up, and what comes again is the last one, under the name it had. */
  protected static void assertInOrder(List<Arrival> arrived) {
    Map<String, Arrival> last = new HashMap<>();
    for (Arrival each : arrived) {
      String lane = KilledOutbox.message(each.number()).destination().toString();
      Arrival before = last.put(lane, each);
      if (before != null) {
        assertThat(each.number()).as(lane).isGreaterThanOrEqualTo(before.number());
        if (each.number() == before.number()) {
          assertThat(each.name()).as("the name of a repeat").isEqualTo(before.name());
        }
      }
    }
  }
}

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
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
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

  /** Its SIP sender may have had no answer: RFC 3261 has it repeat, to whoever is there. */
  @Test
  @Requirement("2779-5.4.2-1")
  void aRepeatOfWhatAnEarlierProcessDeliveredIsAnsweredAndDeliveredNoSecondTime() throws Exception {
    try (BriefBridge first = new BriefBridge(settings(), true)) {
      assertThat(first.answerTo("call-1", "soft").status()).isEqualTo(Status.SUCCESS);
      assertThat(first.answerTo("call-2", "what light").status()).isEqualTo(Status.SUCCESS);
    }
    for (int restart = 0; restart < 2; restart++) {
      try (BriefBridge next = new BriefBridge(settings(), true)) {
        assertThat(next.answerTo("call-1", "soft").status()).isEqualTo(Status.SUCCESS);
        assertThat(next.answerTo("call-2", "what light").status()).isEqualTo(Status.SUCCESS);
        assertThat(next.arrived).isEmpty();
        Refused refused = (Refused) next.answerTo("call-2", "other").failure().orElseThrow();
        assertThat(refused.reason()).isEqualTo(Reason.REPEAT_DIFFERS);
        assertThat(next.answerTo("call-3-" + restart, "soft").status()).isEqualTo(Status.SUCCESS);
        assertThat(next.arrived).containsExactly("call-3-" + restart);
      }
    }
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void aRepeatOfWhatAnEarlierProcessPutOffIsRecordedNoSecondTime() throws Exception {
    try (BriefBridge first = new BriefBridge(settings(), false)) {
      assertThat(first.answerTo("call-9", "late").status()).isEqualTo(Status.INDETERMINANT);
    }
    try (BriefBridge next = new BriefBridge(settings(), true)) {
      assertThat(next.answerTo("call-9", "late").status()).isEqualTo(Status.INDETERMINANT);
      assertThat(next.answerTo("call-10", "later").status()).isNotEqualTo(Status.FAILURE);
      while (!next.arrived.contains("call-10")) { // behind the other, which waits for its time
        Thread.sleep(20);
      }
      assertThat(next.arrived).containsExactly("call-9", "call-10");
    }
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

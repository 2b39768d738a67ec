package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.conformance.store.KilledOutbox.Arrival;
import org.porin.conformance.store.KilledOutbox.Running;
import org.porin.conformance.store.KilledOutbox.Said;
import org.porin.durable.StoreException;
import org.porin.outbox.Direction;
import org.porin.outbox.LaneNumber;
import org.porin.outbox.OutboxEntry;
import org.porin.outbox.OutboxEntry.State;
import org.porin.outbox.ParkedRow;
import org.porin.profile.MessageOperation;
import org.porin.store.Heir;
import org.porin.store.LinkClaims;
import org.porin.store.Store;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** What bridges that share a store may rely on when one of them dies while others run. */
@Timeout(240)
public abstract class TakeoverContract {
  private static final int KILLS = 5;
  private static final int OF_THE_HEIR = 500_000;
  private static final LinkClaims MONTAGUE =
      new LinkClaims(Set.of("montague.example"), Set.of("montague.example"));

  /** Where the database of this test is; a short lease. */
  protected abstract StoreSettings settings();

  /** Has the server of the database answer nobody, or again. */
  protected abstract void freeze(boolean frozen);

  /** Another process that takes messages, and what it says. */
  private static final class Bridge implements AutoCloseable {
    final Said said = Said.nothing();
    final Process process;
    private final Thread reading;

    Bridge(StoreSettings settings, int first) throws IOException {
      process = KilledOutbox.begin(settings, first);
      reading = new Thread(this::read, "bridge-output");
      reading.start();
    }

    private void read() {
      try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          said.hear(line);
        }
      } catch (IOException e) {
        // It was killed.
      }
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
      reading.join();
    }
  }

  /** What is said is heard at once, in its order. */
  private static PrintStream into(Said said) {
    OutputStream nothing = OutputStream.nullOutputStream();
    return new PrintStream(nothing, false, StandardCharsets.US_ASCII) {
      @Override
      public void print(String line) {
        said.hear(line.strip());
      }
    };
  }

  private static void until(String what, BooleanSupplier question) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!question.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static Set<Integer> numbers(List<Arrival> arrivals) {
    Set<Integer> numbers = new HashSet<>();
    arrivals.forEach(each -> numbers.add(each.number()));
    return numbers;
  }

  @Test
  void whatAKilledBridgeHadRecordedGoesOnWhereTheOtherRunsAndBeforeWhatComesThere()
      throws Exception {
    Said mine = Said.nothing();
    Random random = new Random(38);
    int repeats = 0;
    int arrivals = 0;
    try (Running heir = new Running(settings(), into(mine))) {
      List<CompletableFuture<?>> answers = new ArrayList<>();
      for (int kill = 0; kill < KILLS; kill++) {
        int base = 1_000_000 * kill;
        Said theirs;
        try (Bridge victim = new Bridge(settings(), base)) {
          until("messages there", () -> victim.said.arrived().size() > 100);
          Thread.sleep(random.nextInt(400));
          theirs = victim.said;
        }
        long killed = System.nanoTime();
        Set<Integer> wanted = new HashSet<>(theirs.recorded());
        for (int i = 0; i < 200; i++) { // of the same conversations, at once
          int number = base + OF_THE_HEIR + i;
          answers.add(heir.outbox.message(KilledOutbox.message(number)).toCompletableFuture());
          wanted.add(number);
        }
        until("what was recorded", () -> has(wanted, theirs, mine));
        System.out.printf(
            "taken over and carried %d ms after the kill%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
        until("an end", () -> heir.outbox.report().held().isEmpty());
        List<Arrival> arrived = new ArrayList<>(theirs.arrived());
        mine.arrived().stream().filter(it -> it.number() >= base).forEach(arrived::add);
        OutboxStoreContract.assertInOrder(arrived);
        repeats += arrived.size() - numbers(arrived).size();
        arrivals += arrived.size();
      }
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
      assertThat(heir.store.cluster().takeovers()).isEqualTo(KILLS);
    }
    assertThat(mine.told()).isEmpty();
    assertThat(repeats)
        .as("repeats")
        .isLessThanOrEqualTo(KILLS * KilledOutbox.DESTINATIONS + arrivals / 100);
    try (Running after = new Running(settings(), into(Said.nothing()))) {
      assertThat(after.outbox.report().held()).as("nothing is left").isEmpty();
    }
  }

  private static boolean has(Set<Integer> wanted, Said theirs, Said mine) {
    Set<Integer> all = numbers(mine.arrived());
    all.addAll(numbers(theirs.arrived()));
    return all.containsAll(wanted);
  }

  @Test
  void aFrozenBridgeThatWakesCarriesNothingMore() throws Exception {
    Said mine = Said.nothing();
    try (Running heir = new Running(settings(), into(mine));
        Bridge frozen = new Bridge(settings(), 0)) {
      until("messages there", () -> frozen.said.arrived().size() > 100);
      frozen.signal("STOP");
      until("a takeover", () -> heir.store.cluster().takeovers() == 1);
      until("an end", () -> heir.outbox.report().held().isEmpty());
      Said before = Said.nothing();
      before.recorded().addAll(frozen.said.recorded());
      before.arrived().addAll(frozen.said.arrived());
      frozen.signal("CONT");
      Thread.sleep(3_000); // as long as it takes to do harm
      List<Integer> late = new ArrayList<>(frozen.said.recorded());
      late.removeAll(before.recorded());
      Set<Integer> all = numbers(frozen.said.arrived());
      all.addAll(numbers(mine.arrived()));
      assertThat(all)
          .as("what it said to be recorded")
          .containsAll(late)
          .containsAll(before.recorded());
      List<Integer> again = new ArrayList<>();
      frozen.said.arrived().forEach(each -> again.add(each.number()));
      again.removeAll(numbers(before.arrived()));
      assertThat(again).as("carried in the window").hasSizeLessThanOrEqualTo(KilledOutbox.LANES);
    }
  }

  @Test
  void oneOfTwoHeirsGetsAllOfADeadBridge() throws Exception {
    Said ones = Said.nothing();
    Said others = Said.nothing();
    try (Running one = new Running(settings(), into(ones));
        Running other = new Running(settings(), into(others))) {
      Said theirs;
      try (Bridge victim = new Bridge(settings(), 0)) {
        until("messages there", () -> victim.said.arrived().size() > 100);
        theirs = victim.said;
      }
      until(
          "a takeover",
          () -> one.store.cluster().takeovers() + other.store.cluster().takeovers() > 0);
      until(
          "an end",
          () -> one.outbox.report().held().isEmpty() && other.outbox.report().held().isEmpty());
      Thread.sleep(2_000); // would the other take it too?
      assertThat(one.store.cluster().takeovers() + other.store.cluster().takeovers()).isEqualTo(1);
      assertThat(ones.arrived().isEmpty() || others.arrived().isEmpty()).isTrue();
      Set<Integer> all = numbers(theirs.arrived());
      all.addAll(numbers(ones.arrived()));
      all.addAll(numbers(others.arrived()));
      assertThat(all).containsAll(theirs.recorded());
    }
  }

  @Test
  void aStoreThatIsAwayMakesNobodyDead() throws Exception {
    Said ones = Said.nothing();
    Said others = Said.nothing();
    try (Running one = new Running(settings(), into(ones));
        Running other = new Running(settings(), into(others))) {
      one.outbox.message(KilledOutbox.message(1)).toCompletableFuture().join();
      freeze(true);
      try {
        Thread.sleep(5_000); // five times the lease
        assertThat(one.store.outbox().isOurs()).isFalse();
      } finally {
        freeze(false);
      }
      until("both", () -> one.store.outbox().isOurs() && other.store.outbox().isOurs());
      one.outbox.message(KilledOutbox.message(2)).toCompletableFuture().join();
      other.outbox.message(KilledOutbox.message(3)).toCompletableFuture().join();
      assertThat(numbers(ones.arrived())).containsExactlyInAnyOrder(1, 2);
      assertThat(one.store.cluster().takeovers() + other.store.cluster().takeovers()).isZero();
    }
  }

  @Test
  void inALaneOfTwoBridgesWhatWasRecordedFirstGoesFirstAndNeverDoBothWait() throws Exception {
    MessageOperation some = KilledOutbox.message(1);
    long lane = LaneNumber.of(Direction.TO_SIMPLE, some.source(), some.destination());
    try (Store one = Stores.open(settings());
        Store other = Stores.open(settings())) {
      Messages.in(one);
      Messages.in(other);
      long first = Messages.insert(one, lane, "first");
      long second = Messages.insert(other, lane, "second");
      assertThat(waiting(lane, one, other)).containsExactly(other);
      long third = Messages.insert(one, lane, "third");
      assertThat(waiting(lane, one, other)).containsExactly(other);
      Messages.park(one, parked(first, some));
      assertThat(waiting(lane, one, other)).as("where it is parked").containsExactly(other);
      Messages.delete(one, first, false);
      assertThat(waiting(lane, one, other)).containsExactly(one);
      Messages.delete(other, second, true);
      assertThat(waiting(lane, one)).isEmpty();
      Messages.delete(one, third, true);
      assertThat(waiting(lane, one, other)).isEmpty();
    }
  }

  private static List<Store> waiting(long lane, Store... stores) {
    return Stream.of(stores).filter(each -> Messages.isElsewhere(each, lane)).toList();
  }

  private static ParkedRow parked(long id, MessageOperation operation) {
    Instant now = Instant.now();
    OutboxEntry entry = new OutboxEntry(State.PARKED, 1, 0, false, now, now.plusSeconds(3_600));
    return new ParkedRow(
        id,
        Direction.TO_SIMPLE,
        operation.source(),
        operation.destination(),
        5,
        now.toEpochMilli(),
        entry,
        new byte[0]);
  }

  /** Notes which links are its to hold. */
  private static final class Holder implements Heir, AutoCloseable {
    final Store store;
    final List<Set<String>> held = new CopyOnWriteArrayList<>();

    Holder(StoreSettings settings) throws StoreException {
      store = Stores.open(settings);
      Kept.in(store.presence());
      store.follow(MONTAGUE, this);
    }

    boolean holds() {
      return !held.isEmpty() && !held.get(held.size() - 1).isEmpty();
    }

    @Override
    public void takeUp(Estate estate) {
      // Nothing of it matters here.
    }

    @Override
    public void hold(Set<String> domains) {
      held.add(Set.copyOf(domains));
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void aLinkHasOneHolderAndGoesToTheOtherWhenThatStops() throws Exception {
    Map<String, Holder> all = new HashMap<>();
    try (Holder first = new Holder(settings())) {
      until("the link", first::holds);
      try (Holder second = new Holder(settings())) {
        all.put("second", second);
        until("a look", () -> !second.held.isEmpty());
        assertThat(second.holds()).isFalse();
        first.close();
        assertThat(first.holds()).isFalse();
        until("the link", second::holds);
      }
    }
    assertThat(all.get("second").holds()).isFalse();
  }

  @Test
  void aBridgeThatCannotRenewLetsGoOfItsLinkByItself() throws Exception {
    try (Holder one = new Holder(settings())) {
      until("the link", one::holds);
      freeze(true);
      try {
        until("no link", () -> !one.holds());
      } finally {
        freeze(false);
      }
      until("the link again", one::holds);
    }
  }
}

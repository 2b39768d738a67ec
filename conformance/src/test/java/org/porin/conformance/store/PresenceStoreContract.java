package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.conformance.store.Samples.JULIET;
import static org.porin.conformance.store.Samples.audience;
import static org.porin.conformance.store.Samples.block;
import static org.porin.conformance.store.Samples.drop;
import static org.porin.conformance.store.Samples.grant;
import static org.porin.conformance.store.Samples.leg;
import static org.porin.conformance.store.Samples.put;
import static org.porin.conformance.store.Samples.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.PresUri;
import org.porin.durable.StoreException;
import org.porin.presence.AudienceRow;
import org.porin.presence.PresenceStore.Change;
import org.porin.presence.PresenceStore.Row;
import org.porin.presence.WatchRow;
import org.porin.profile.Leg;
import org.porin.profile.SubscriptId;
import org.porin.store.Store;
import org.porin.store.StoreSettings;
import org.porin.store.StoreStatus;
import org.porin.store.Stores;

/** What every store promises. Each test has a database of its own. */
@Timeout(120)
public abstract class PresenceStoreContract {
  private static final int MANY = 100_000;

  private final List<Store> opened = new ArrayList<>();

  /** Where the database of this test is. */
  protected abstract StoreSettings settings();

  /** A connection to it that knows nothing of stores. */
  protected abstract Connection bare() throws SQLException;

  /** How often a process that writes to it is killed. */
  protected abstract int kills();

  @AfterEach
  void closeAll() {
    opened.forEach(Store::close);
  }

  /** Opens it as it is. */
  protected final Store open(StoreSettings settings) throws StoreException {
    Store store = Stores.open(settings);
    opened.add(store);
    return store;
  }

  /** Opens it, and claims its rows. */
  protected final Store loaded() throws StoreException {
    Store store = open(settings());
    Kept.in(store.presence());
    return store;
  }

  /** What a bridge finds that starts now. */
  protected final Set<Row> reopened() throws StoreException {
    try (Store store = Stores.open(settings())) {
      return Kept.in(store.presence());
    }
  }

  /** Saves, and waits until it is durable. */
  protected static void save(Store store, Change... changes) {
    stage(store, changes).join();
  }

  /** Saves, and does not wait. */
  protected static CompletableFuture<Void> stage(Store store, Change... changes) {
    return store.presence().save(List.of(changes)).toCompletableFuture();
  }

  /** Why it did not come about. */
  protected static String failure(CompletableFuture<Void> stage) {
    Optional<Throwable> thrown =
        stage
            .orTimeout(60, TimeUnit.SECONDS)
            .handle((done, exception) -> Optional.ofNullable(exception))
            .join();
    assertThat(thrown).containsInstanceOf(StoreException.class);
    return String.valueOf(thrown.orElseThrow().getMessage());
  }

  /** Changes the database behind the back of the store. */
  protected final void execute(String sql) throws SQLException {
    try (Connection connection = bare();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void everyKindOfRowIsThereAfterARestart() throws Exception {
    Row[] rows = {
      watch(1), watch(2), grant(1), audience(1), audience(2), block("tybalt@x.example")
    };
    try (Store store = loaded()) {
      for (Row row : rows) {
        save(store, put(row));
      }
    }
    assertThat(reopened()).containsExactlyInAnyOrder(rows);
  }

  @Test
  void everyValueComesBackAsItWas() throws Exception {
    PresUri odd = new PresUri("o'hara%\"\\;--@ü漢𝄞", "xn--bcher-kva.example");
    WatchRow bare =
        new WatchRow(
            odd,
            JULIET,
            new SubscriptId("x"),
            "",
            false,
            Optional.empty(),
            Instant.MAX,
            Instant.MIN,
            Integer.MAX_VALUE,
            "ü漢𝄞\r\n\t'\"");
    AudienceRow plain =
        new AudienceRow(
            odd, JULIET, new SubscriptId("x"), new Leg("n", ""), Instant.EPOCH, List.of(), "");
    AudienceRow empty =
        new AudienceRow(
            JULIET, odd, new SubscriptId("x"), new Leg("N", ""), Instant.EPOCH, List.of(""), "");
    Row[] rows = {bare, plain, empty, block("montague.example"), block("a\\40b@x.example")};
    try (Store store = loaded()) {
      for (Row row : rows) {
        save(store, put(row));
      }
    }
    assertThat(reopened()).containsExactlyInAnyOrder(rows);
  }

  @Test
  void namesMayBeAsLongAsTheyCanBe() throws Exception {
    PresUri longest = new PresUri("ü".repeat(511), "montague.example");
    Leg leg = new Leg("漢".repeat(Leg.MAX_CHARS), "x".repeat(Leg.MAX_CHARS));
    AudienceRow row =
        new AudienceRow(
            longest,
            JULIET,
            new SubscriptId("x"),
            leg,
            Instant.EPOCH,
            List.of(),
            "y".repeat(99_999));
    try (Store store = loaded()) {
      save(store, put(row));
    }
    assertThat(reopened()).containsExactly(row);
  }

  @Test
  void aRowTakesThePlaceOfTheOneWithItsKey() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1, "pending")));
      save(store, put(watch(1, "active")));
    }
    assertThat(reopened()).containsExactly(watch(1, "active"));
  }

  @Test
  void theLastOfSeveralChangesCounts() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1, "a")), drop(watch(1)), put(watch(1, "b")), put(watch(1, "c")));
      save(store, put(watch(2)), drop(watch(2)));
    }
    assertThat(reopened()).containsExactly(watch(1, "c"));
  }

  @Test
  void aDropNeedsNothingButTheKey() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1)), put(watch(2)), put(audience(1)), put(block("x.example")));
      save(store, drop(watch(1, "whatever")), drop(audience(1)), drop(block("x.example")));
      save(store, drop(watch(99)), drop(grant(99)));
    }
    assertThat(reopened()).containsExactly(watch(2));
  }

  @Test
  void aTextThatNoDatabaseKeepsFailsItsSaveAloneAndAsAWhole() throws Exception {
    try (Store store = loaded()) {
      CompletableFuture<Void> before = stage(store, put(watch(1)));
      CompletableFuture<Void> bad = stage(store, put(watch(2)), put(watch(3, "a\0b")));
      CompletableFuture<Void> after = stage(store, put(watch(4)));
      assertThat(failure(bad)).contains("NUL");
      CompletableFuture.allOf(before, after).join();
    }
    assertThat(reopened()).containsExactlyInAnyOrder(watch(1), watch(4));
  }

  @Test
  void stagesCompleteInTheOrderOfTheCalls() throws Exception {
    List<Integer> completed = new ArrayList<>();
    try (Store store = loaded()) {
      for (int i = 0; i < 2_000; i++) {
        int number = i;
        stage(store, put(watch(i))).thenRun(() -> completed.add(number));
      }
    }
    assertThat(completed).hasSize(2_000).isSorted();
  }

  @Test
  void whatWaitsIsWrittenBeforeTheEnd() throws Exception {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    Set<Row> rows = new LinkedHashSet<>();
    try (Store store = loaded()) {
      for (int i = 0; i < 5_000; i++) {
        rows.add(watch(i));
        stages.add(stage(store, put(watch(i))));
      }
    }
    assertThat(stages).allMatch(stage -> stage.isDone() && !stage.isCompletedExceptionally());
    assertThat(reopened()).isEqualTo(rows);
  }

  @Test
  void afterTheEndNothingIsAccepted() throws Exception {
    Store store = loaded();
    store.close();
    assertThat(failure(stage(store, put(watch(1))))).contains("closed");
    assertThat(reopened()).isEmpty();
    store.close(); // again: nothing happens
  }

  @Test
  void beforeItIsLoadedNothingCanBeSaved() throws Exception {
    Store store = open(settings());
    assertThatThrownBy(() -> stage(store, put(watch(1)))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatWaitsIsBoundedByOctets() throws Exception {
    StoreSettings small =
        new StoreSettings(
            settings().location(), settings().account(), Duration.ofSeconds(60), 20_000);
    CountDownLatch hold = new CountDownLatch(1);
    try (Store store = open(small)) {
      Kept.in(store.presence());
      holdWriter(store, hold);
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        stages.add(stage(store, put(watch(i))));
      }
      List<CompletableFuture<Void>> refused =
          stages.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
      assertThat(refused.size()).isBetween(70, 99);
      assertThat(failure(refused.get(0))).contains("octets wait").contains("too slow");
      assertThat(store.status().waitingOctets()).isBetween(15_000L, 20_000L);
      assertThat(store.status().failed()).isEqualTo(refused.size());
      hold.countDown();
      stages.stream().filter(stage -> !refused.contains(stage)).forEach(CompletableFuture::join);
      save(store, put(watch(100))); // there is room again
      assertThat(store.status().waitingOctets()).isZero();
    } finally {
      hold.countDown();
    }
  }

  /**
   * Its stages complete on the thread that writes: that one stands still until it is let go. A
   * stage that is complete before anybody waits for it completes on the thread of the test; then
   * again.
   */
  protected static void holdWriter(Store store, CountDownLatch hold) throws InterruptedException {
    Thread here = Thread.currentThread();
    CountDownLatch held = new CountDownLatch(1);
    do {
      var unused =
          stage(store, put(grant(0)))
              .thenRun(
                  () -> {
                    if (Thread.currentThread() != here && held.getCount() > 0) {
                      held.countDown();
                      await(hold);
                    }
                  });
    } while (!held.await(100, TimeUnit.MILLISECONDS));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void whatWaitedDuringACommitIsOneCommit() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    try (Store store = loaded()) {
      holdWriter(store, hold);
      StoreStatus before = store.status();
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        stages.add(stage(store, put(watch(i))));
      }
      assertThat(store.status().waiting()).isEqualTo(500);
      hold.countDown();
      stages.forEach(CompletableFuture::join);
      assertThat(store.status().commits()).isEqualTo(before.commits() + 1);
      assertThat(store.status().rows()).isEqualTo(before.rows() + 500);
    } finally {
      hold.countDown();
    }
  }

  @Test
  void afterManyChangesItHasWhatAMapHas() throws Exception {
    Random random = new Random(42);
    Map<Integer, Row> model = new HashMap<>();
    for (int round = 0; round < 4; round++) {
      try (Store store = loaded()) {
        for (int i = 0; i < 2_000; i++) {
          int number = random.nextInt(300);
          if (random.nextInt(3) == 0) {
            model.remove(number);
            stage(store, drop(watch(number)));
          } else {
            Row row = watch(number, "phase" + i);
            model.put(number, row);
            stage(store, put(row));
          }
        }
      }
      assertThat(reopened()).containsExactlyInAnyOrderElementsOf(model.values());
    }
  }

  @Test
  void aSchemaThatIsNewerIsLeftAlone() throws Exception {
    loaded().close();
    execute(
        "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '9999', description, type,"
            + " script, checksum, installed_by, installed_on, execution_time, success FROM"
            + " flyway_schema_history ORDER BY installed_rank DESC LIMIT 1");
    assertThatThrownBy(() -> Stores.open(settings()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer Porin")
        .hasMessageContaining("9999");
    assertThatThrownBy(() -> Stores.examine(settings())).isInstanceOf(StoreException.class);
  }

  @Test
  void anOlderSchemaIsBroughtUp() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1)));
    }
    execute("DROP TABLE presence_grant");
    execute("DROP TABLE presence_audience");
    execute("DROP TABLE presence_block");
    execute("DROP TABLE presence_watch");
    execute("DROP TABLE outbox_hot");
    execute("DROP TABLE outbox_parked");
    execute("DROP TABLE outbox_settled");
    execute("DROP TABLE epoch");
    execute("DROP TABLE link");
    execute("ALTER TABLE lease DROP COLUMN node");
    execute("DELETE FROM flyway_schema_history WHERE version <> '1'");
    try (Store store = loaded()) {
      save(store, put(watch(2)));
    }
    assertThat(reopened()).containsExactly(watch(2));
  }

  /** What a Porin left that did not know of others: schema 5, with messages on their way. */
  @Test
  void aStoreOfAPorinThatKnewOfNoOtherGoesOnWithAllThatIsInIt() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1)));
      Messages.keep(store, "on its way", "the next");
    }
    execute("DROP TABLE epoch");
    execute("DROP TABLE link");
    execute("ALTER TABLE lease DROP COLUMN node");
    execute("ALTER TABLE outbox_hot DROP COLUMN lane");
    execute("ALTER TABLE outbox_hot DROP COLUMN ticket");
    execute("ALTER TABLE outbox_parked DROP COLUMN ticket");
    execute("DELETE FROM flyway_schema_history WHERE version = '6'");
    try (Store store = open(settings())) {
      assertThat(Messages.in(store)).containsExactly("on its way", "the next");
      assertThat(Kept.in(store.presence())).containsExactly(watch(1));
      Messages.keep(store, "a new one");
    }
    try (Store store = open(settings())) {
      assertThat(Messages.in(store)).containsExactly("on its way", "the next", "a new one");
    }
  }

  @Test
  void aRowThatSomebodySpoiltIsLeftOutAndCounted() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1)), put(watch(2)));
    }
    execute("UPDATE presence_watch SET watcher = 'nobody' WHERE target LIKE '%romeo1@%'");
    Store store = open(settings());
    assertThat(Kept.in(store.presence())).containsExactly(watch(2));
    assertThat(store.status().unreadable()).isEqualTo(1);
  }

  @Test
  void whatHasCompletedIsThereAfterTheProcessWasKilled() throws Exception {
    int next = 0;
    for (int kill = 0; kill < kills(); kill++) {
      KilledWriter.Outcome outcome = KilledWriter.killed(settings(), next, 20 + 40 * kill);
      next = outcome.verify(reopened(), next);
    }
    System.out.printf("%s: %d kills, %d pairs of rows%n", settings().location(), kills(), next);
  }

  @Test
  void aHundredThousandRowsAreReadAsTheyCome() throws Exception {
    long begun = System.nanoTime();
    try (Store store = loaded()) {
      for (int i = 0; i < MANY; i += 500) {
        List<Change> batch = new ArrayList<>();
        for (int j = i; j < i + 500; j++) {
          batch.add(put(watch(j)));
        }
        store.presence().save(batch).toCompletableFuture().join();
      }
    }
    long written = System.nanoTime();
    try (Store store = Stores.open(settings())) {
      assertThat(Kept.of(WatchRow.class, Kept.in(store.presence()))).hasSize(MANY);
    }
    long read = System.nanoTime();
    System.out.printf(
        "%s: %d rows written in %d ms, opened and read in %d ms%n",
        settings().location(), MANY, (written - begun) / 1_000_000, (read - written) / 1_000_000);
  }
}

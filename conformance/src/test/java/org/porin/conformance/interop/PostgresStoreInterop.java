package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.conformance.store.Samples.grant;
import static org.porin.conformance.store.Samples.put;
import static org.porin.conformance.store.Samples.watch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.conformance.store.Kept;
import org.porin.conformance.store.PresenceStoreContract;
import org.porin.durable.StoreException;
import org.porin.presence.PresenceStore.Row;
import org.porin.store.Store;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation.OnServer;
import org.porin.store.StoreOutline;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;
import org.testcontainers.containers.GenericContainer;

/** A PostgreSQL server: the contract, and what bridges that share a store may rely on. */
@Alone
@RequiresDocker
class PostgresStoreInterop extends PresenceStoreContract {
  private static final Stage STAGE = new Stage();
  private static final StoreAccount PORIN = new StoreAccount("porin", "orchard");
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static String address;
  private static GenericContainer<?> server;
  private String database;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    int port = Loopback.freePort();
    address = "127.0.0.1:" + port;
    server = STAGE.enter(Containers.postgresql(port));
    server.start();
    administer("CREATE ROLE porin LOGIN PASSWORD 'orchard'");
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void makeDatabase() throws SQLException {
    database = "scene" + DATABASES.incrementAndGet();
    administer("CREATE DATABASE " + database + " OWNER porin");
  }

  private static void administer(String sql) throws SQLException {
    String url = "jdbc:postgresql://" + address + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "justice");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  protected StoreSettings settings() {
    return settings(new OnServer(address, database, ""), PORIN);
  }

  private static StoreSettings settings(OnServer location, StoreAccount account) {
    return new StoreSettings(location, Optional.of(account), LEASE, StoreSettings.WAITING_OCTETS);
  }

  @Override
  protected Connection bare() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address + "/" + database, PORIN.user(), PORIN.password());
  }

  @Override
  protected int kills() {
    return 6;
  }

  @Test
  void aSecondBridgeSeesNothingOfTheFirstOnes() throws Exception {
    Store first = loaded();
    save(first, put(watch(1)));
    Store second = open(settings());
    assertThat(Kept.in(second.presence())).isEmpty();
    save(second, put(watch(2)));
    save(first, put(watch(3)));
    first.close();
    assertThat(reopened()).containsExactlyInAnyOrder(watch(1), watch(3));
    save(second, put(watch(4)));
  }

  @Test
  void anIdleBridgeKeepsItsRows() throws Exception {
    Store first = loaded();
    save(first, put(watch(1)));
    Thread.sleep(LEASE.multipliedBy(3).toMillis()); // without a word
    assertThat(Kept.in(open(settings()).presence())).isEmpty();
    save(first, put(watch(2)));
  }

  @Test
  void theRowsOfABridgeThatFellSilentAreTakenAndItMayNotWriteAnyMore() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    Store frozen = loaded();
    try {
      save(frozen, put(watch(1)));
      holdWriter(frozen, hold);
      CompletableFuture<Void> late = stage(frozen, put(watch(2)));
      Store other = open(settings());
      assertThat(Kept.in(other.presence())).containsExactlyInAnyOrder(watch(1), grant(0));
      save(other, put(watch(1, "taken")));
      hold.countDown();
      assertThat(failure(late)).contains("another bridge has taken").contains("begin anew");
      assertThat(failure(stage(frozen, put(watch(1, "late"))))).contains("another bridge");
      assertThat(frozen.status().fault()).isPresent();
      frozen.close(); // which does not let go of what is not its own
      save(other, put(watch(3)));
      other.close();
      assertThat(reopened()).containsExactlyInAnyOrder(watch(1, "taken"), watch(3), grant(0));
    } finally {
      hold.countDown();
    }
  }

  @Test
  void aClockThatWasSetBackKeepsNothingForEver() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1)));
    }
    execute("UPDATE lease SET holder = 'dead', held_until = 4102444800000");
    assertThat(reopened()).containsExactly(watch(1));
  }

  @Test
  void aClockThatWasSetForwardTakesNothingFromABridgeThatLives() throws Exception {
    StoreSettings longer =
        new StoreSettings(
            new OnServer(address, database, ""),
            Optional.of(PORIN),
            LEASE.multipliedBy(4),
            StoreSettings.WAITING_OCTETS);
    Store store = open(longer);
    Kept.in(store.presence());
    save(store, put(watch(1)));
    execute("UPDATE lease SET held_until = 1"); // as after a stop of the database, too
    assertThat(Kept.in(open(longer).presence())).isEmpty();
    save(store, put(watch(2)));
  }

  @Test
  void ofBridgesThatStartTogetherOneGetsTheRows() throws Exception {
    try (Store store = loaded()) {
      save(store, put(watch(1)), put(watch(2)), put(watch(3)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Set<Row>>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Store store = open(settings());
        starts.add(() -> Kept.in(store.presence()));
      }
      List<Row> found = new ArrayList<>();
      for (Future<Set<Row>> each : pool.invokeAll(starts)) {
        found.addAll(each.get());
      }
      assertThat(found).containsExactlyInAnyOrder(watch(1), watch(2), watch(3));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void bridgesThatMeetAnEmptyDatabaseMakeItOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Store>> starts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        starts.add(() -> Stores.open(settings()));
      }
      for (Future<Store> each : pool.invokeAll(starts)) {
        each.get().close();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(Stores.examine(settings()).state()).isEqualTo(StoreOutline.State.READY);
  }

  @Test
  void aRowOfAnotherBridgeFailsItsSaveAloneAndAsAWhole() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    Store first = loaded();
    save(first, put(watch(7)));
    try (Store second = open(settings())) {
      Kept.in(second.presence());
      holdWriter(second, hold);
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        stages.add(stage(second, put(watch(i, "stolen")), put(grant(100 + i))));
      }
      hold.countDown();
      assertThat(failure(stages.remove(7))).contains("belongs to another bridge");
      stages.forEach(CompletableFuture::join);
      assertThat(second.status().fault()).isEmpty();
    } finally {
      hold.countDown();
    }
    Set<Row> left = reopened();
    assertThat(left).hasSize(39).doesNotContain(watch(7, "stolen"), grant(107));
    first.close();
    assertThat(reopened()).contains(watch(7));
  }

  @Test
  void aConnectionThatIsCutCostsNothing() throws Exception {
    Store store = loaded();
    save(store, put(grant(10)));
    for (int cut = 0; cut < 10; cut++) {
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        stages.add(stage(store, put(watch(40 * cut + i))));
      }
      cutConnections();
      stages.forEach(CompletableFuture::join);
      save(store, put(grant(cut))); // over a connection that lives, which the next round cuts
    }
    assertThat(store.status().failed()).isZero();
    store.close();
    assertThat(reopened()).hasSize(411);
  }

  private void cutConnections() throws SQLException {
    administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  @Test
  void aServerThatIsAwayFailsWhatIsSavedMeanwhileAndNoMore() throws Exception {
    Store store = loaded();
    save(store, put(watch(1)));
    server.getDockerClient().killContainerCmd(server.getContainerId()).exec();
    assertThat(failure(stage(store, put(watch(2)))))
        .contains(address + "/" + database)
        .contains("cannot be reached")
        .doesNotContain("orchard");
    assertThat(store.status().fault()).isPresent();
    startAgain();
    save(store, put(watch(3)));
    assertThat(store.status().fault()).isEmpty();
    store.close();
    assertThat(reopened()).containsExactlyInAnyOrder(watch(1), watch(3));
  }

  private static void startAgain() throws Exception {
    server.getDockerClient().startContainerCmd(server.getContainerId()).exec();
    for (int i = 0; i < 300; i++) {
      try {
        administer("SELECT 1");
        return;
      } catch (SQLException e) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("the server does not come back");
  }

  @Test
  void aServerThatFallsSilentHoldsNobodyForLong() throws Exception {
    Store store = loaded();
    save(store, put(watch(1)));
    server.getDockerClient().pauseContainerCmd(server.getContainerId()).exec();
    try {
      assertThat(failure(stage(store, put(watch(2))))).contains("cannot be reached");
    } finally {
      server.getDockerClient().unpauseContainerCmd(server.getContainerId()).exec();
    }
    save(store, put(watch(3)));
    store.close();
    assertThat(reopened()).contains(watch(1), watch(3));
  }

  @Test
  void aDatabaseThatMayOnlyBeReadIsNamed() throws Exception {
    Store store = loaded();
    administer("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
    cutConnections();
    assertThat(failure(stage(store, put(watch(1))))).contains("read-only").contains("store.url");
  }

  @Test
  void eachReasonWhyItCannotBeOpenedIsNamedWithARemedy() throws Exception {
    OnServer here = new OnServer(address, database, "");
    assertThat(refusal(settings(here, new StoreAccount("porin", "wherefore"))))
        .contains("refuses the password of user porin")
        .contains("store.password")
        .doesNotContain("wherefore");
    assertThat(refusal(settings(new OnServer(address, "verona", ""), PORIN)))
        .contains("there is no database")
        .contains("verona");
    assertThat(refusal(settings(new OnServer("127.0.0.1:1", database, ""), PORIN)))
        .contains("127.0.0.1:1")
        .contains("cannot be reached");
    administer("CREATE DATABASE foreign_" + database); // in which porin may make no tables
    assertThat(refusal(settings(new OnServer(address, "foreign_" + database, ""), PORIN)))
        .contains("user porin may not")
        .contains("owner");
    StoreSettings foreign = settings(new OnServer(address, "foreign_" + database, ""), PORIN);
    assertThatThrownBy(() -> Stores.examine(foreign)).hasMessageContaining("owner");
  }

  private static String refusal(StoreSettings settings) {
    List<String> messages = new ArrayList<>();
    assertThatThrownBy(() -> Stores.open(settings))
        .isInstanceOfSatisfying(StoreException.class, it -> messages.add(it.getMessage()));
    return messages.get(0);
  }
}

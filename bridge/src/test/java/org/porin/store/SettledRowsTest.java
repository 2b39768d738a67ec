package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.OutboxStore;

class SettledRowsTest {
  private static final Set<Long> HELD = Set.of(1L);
  private static final long REMEMBERED = OutboxStore.REMEMBERED.toMillis();

  private long now = 1_800_000_000_000L;
  private long lastId = 100;
  private Database database;
  private SettledRows rows;

  @BeforeEach
  void open() throws StoreException {
    database = SqliteDatabase.inMemory();
    Migrations.apply(database);
    rows = new SettledRows(() -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static SettledIdentity identity(long number) {
    return new SettledIdentity(number, number, number << 2 | 1);
  }

  private void settle(SettledIdentity... identities) throws Exception {
    List<OutboxChange> group = new ArrayList<>();
    for (SettledIdentity each : identities) {
      group.add(OutboxChange.delete(1, true, Optional.of(each), fault -> {}));
    }
    SettledRows.Entry entry = rows.entry(() -> ++lastId, group);
    try (Session session = Session.open(database, "here")) {
      for (int twice = 0; twice < 2; twice++) { // as over a connection that broke at its commit
        session.<Boolean, RuntimeException>transact(
            it -> {
              rows.write(entry, it, HELD);
              return true;
            });
      }
    }
  }

  private List<SettledIdentity> kept() throws Exception {
    List<SettledIdentity> kept = new ArrayList<>();
    try (Connection connection = database.source().getConnection()) {
      rows.read(database, connection, HELD, id -> {}, kept::add);
    }
    return kept;
  }

  @Test
  void allOfATransactionComeBackOnceAndInTheirOrder() throws Exception {
    settle(identity(1), identity(2));
    settle(identity(3));
    assertThat(kept()).containsExactly(identity(1), identity(2), identity(3));
  }

  @Test
  void whatIsTooOldForARepeatIsNotGivenAndGoes() throws Exception {
    settle(identity(1));
    now += REMEMBERED;
    assertThat(kept()).containsExactly(identity(1));
    now += 1;
    assertThat(kept()).isEmpty();
    settle(identity(2));
    now -= 1;
    assertThat(kept()).as("the first is deleted").containsExactly(identity(2));
  }

  @Test
  void whatAClockOfTomorrowHasWrittenGoesToo() throws Exception {
    settle(identity(1));
    now -= 100_000_000;
    settle(identity(2));
    now += 100_000_000;
    assertThat(kept()).isEmpty();
  }

  @Test
  void ofARowThatSomebodyElseWroteNothingIsBelieved() throws Exception {
    settle(identity(1));
    try (Connection connection = database.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("UPDATE outbox_settled SET identities = X'0102'");
    }
    assertThat(kept()).isEmpty();
  }
}

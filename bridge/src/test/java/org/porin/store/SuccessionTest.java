package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.outbox.OutboxStore;
import org.porin.presence.PresenceStore;

/** What a bridge does with what others leave. */
@Timeout(60)
class SuccessionTest {
  private static final Duration LEASE = Duration.ofMillis(240);

  private final BlockingQueue<Set<Long>> given = new LinkedBlockingQueue<>();

  /** Takes up a part, and then meets a fault. */
  private static final class Careless implements Heir {
    @Override
    public void takeUp(Estate estate) {
      throw new IllegalStateException("a fault of ours");
    }

    @Override
    public void hold(Set<String> domains) {
      // There are no links.
    }
  }

  /** There is nothing in it. */
  private static final class NoEstate implements Heir.Estate {
    @Override
    public void messages(OutboxStore.Rows rows) {
      // Nothing.
    }

    @Override
    public void subscriptions(PresenceStore.Rows rows) {
      // Nothing.
    }
  }

  @Test
  void whatAFaultOfOursKeptFromBeingTakenUpIsNotGivenASecondTime() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.inMemory()) {
      Migrations.apply(database);
      Lease lease = new Lease(database, LEASE, "a");
      new Claim(database, lease).make();
      lease.haveRead();
      Succession succession =
          new Succession(
              database,
              lease,
              new LinkClaims(Set.of(), Set.of()),
              new Careless(),
              leases -> {
                given.add(leases);
                return new NoEstate();
              },
              () -> {});
      leave(database, 1);
      succession.start();
      assertThat(given.take()).containsExactly(1L);
      leave(database, 2);
      assertThat(given.take()).containsExactly(2L);
      succession.close();
      assertThat(given).isEmpty();
    }
  }

  /** A bridge stops, and leaves this lease. */
  private static void leave(SqliteDatabase database, long lease) throws SQLException {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO lease (id, holder, held_until, node) VALUES (%d, 'dead%d', 0, 'b')"
              .formatted(lease, lease));
    }
  }
}

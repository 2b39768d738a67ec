package org.porin.store;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.porin.durable.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which rows are this process's: those under the leases that it holds. A lease runs out unless its
 * holder renews it, which each commit does, and then whoever comes first takes it. Times are by the
 * clock of the database, and what that one says of a holder who does nothing is not believed for
 * longer than a lease lasts, so that a clock set back keeps nothing for ever.
 */
final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long LOOK_MILLIS = 100;

  private final Database database;
  private final Duration duration;
  private final String holder = new BigInteger(128, RANDOM).toString(32);
  private volatile Set<Long> held = Set.of();

  Lease(Database database, Duration duration) {
    this.database = database;
    this.duration = duration;
  }

  /** The ids of the leases, of which the first takes new rows; empty before any was claimed. */
  Set<Long> held() {
    return held;
  }

  /** How often to renew it when nothing is written. */
  Duration renewal() {
    return duration.dividedBy(3);
  }

  /**
   * Takes every lease that is free, and waits for those whose holders show no life until they run
   * out: the process before this one may have been killed a moment ago.
   *
   * @throws StoreException when the waiting is interrupted
   */
  void claim(Connection connection) throws SQLException, StoreException {
    connection.setAutoCommit(true);
    if (database.isAlone()) {
      keep(take(connection, "1 = 1"));
    } else {
      takeExpired(connection);
      awaitSilent(connection);
    }
    if (held.isEmpty()) {
      keep(Set.of(create(connection)));
    }
  }

  /** The same where none was claimed yet: to wait for silent holders once is enough. */
  void claimOnce(Connection connection) throws SQLException, StoreException {
    if (held.isEmpty()) {
      claim(connection);
    }
  }

  private void takeExpired(Connection connection) throws SQLException {
    keep(take(connection, "held_until < " + database.clock()));
  }

  private void awaitSilent(Connection connection) throws SQLException, StoreException {
    Map<Long, Long> silent = others(connection);
    if (!silent.isEmpty()) {
      LOG.info(
          "another bridge has rows in {}: if it does not live they are this one's in at most {} s",
          database.name(),
          Math.max(1, duration.toSeconds()));
    }
    long begun = System.nanoTime();
    while (!silent.isEmpty()) {
      boolean patient = System.nanoTime() - begun < duration.toNanos();
      if (!patient) {
        for (Map.Entry<Long, Long> each : silent.entrySet()) {
          keep(take(connection, "id = " + each.getKey() + " AND held_until = " + each.getValue()));
        }
        return;
      }
      pause();
      takeExpired(connection);
      Map<Long, Long> now = others(connection);
      silent.entrySet().removeIf(each -> !each.getValue().equals(now.get(each.getKey())));
    }
  }

  /** The leases of others, and until when they are theirs. */
  private Map<Long, Long> others(Connection connection) throws SQLException {
    Map<Long, Long> others = new HashMap<>();
    String sql = "SELECT id, held_until FROM lease WHERE holder <> ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, holder);
      ResultSet found = statement.executeQuery();
      while (found.next()) {
        others.put(found.getLong(1), found.getLong(2));
      }
    }
    return others;
  }

  private static void pause() throws StoreException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("stopped while waiting for the rows of another bridge", e);
    }
  }

  private Set<Long> take(Connection connection, String which) throws SQLException {
    String sql =
        "UPDATE lease SET holder = ?, held_until = %s + ? WHERE holder <> ? AND %s RETURNING id"
            .formatted(database.clock(), which);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, holder);
      statement.setLong(2, duration.toMillis());
      statement.setString(3, holder);
      return ids(statement.executeQuery());
    }
  }

  private long create(Connection connection) throws SQLException {
    long id = RANDOM.nextLong() & Long.MAX_VALUE;
    String sql = "INSERT INTO lease (id, holder, held_until) VALUES (?, ?, %s + ?)";
    try (PreparedStatement statement =
        connection.prepareStatement(sql.formatted(database.clock()))) {
      statement.setLong(1, id);
      statement.setString(2, holder);
      statement.setLong(3, duration.toMillis());
      statement.executeUpdate();
    }
    return id;
  }

  private void keep(Set<Long> more) {
    if (!more.isEmpty()) {
      Set<Long> all = new TreeSet<>(held);
      all.addAll(more);
      held = Collections.unmodifiableSet(all); // in order: the first stays the first
    }
  }

  /**
   * Renews all that are held, within a transaction: nobody can take one of them before its end.
   *
   * @throws LeaseLostException when another bridge has taken one
   */
  Set<Long> renew(Session session) throws SQLException, LeaseLostException {
    Set<Long> expected = held;
    PreparedStatement statement = session.statement(database.renewal());
    int at = 1;
    if (!database.isAlone()) {
      statement.setLong(at++, duration.toMillis());
    }
    statement.setString(at, holder);
    if (!ids(statement.executeQuery()).containsAll(expected)) {
      throw new LeaseLostException(database.name(), duration);
    }
    return expected;
  }

  /** Leaves all of them to whoever comes first. */
  void release(Session session) throws SQLException {
    PreparedStatement statement =
        session.statement("UPDATE lease SET holder = '', held_until = 0 WHERE holder = ?");
    statement.setString(1, holder);
    statement.executeUpdate();
  }

  private static Set<Long> ids(ResultSet found) throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (found) {
      while (found.next()) {
        ids.add(found.getLong(1));
      }
    }
    return ids;
  }
}

package org.porin.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who else holds what, and how it becomes this bridge's. For one thread. */
final class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  private final Database database;
  private final Lease lease;

  Takeover(Database database, Lease lease) {
    this.database = database;
    this.lease = lease;
  }

  /**
   * What another bridge holds.
   *
   * @param node what it calls itself; empty where it does not say
   * @param leases until when each is held, by its id
   * @param expired whether all of them have run out by the clock of the database
   */
  record Holding(String node, Map<Long, Long> leases, boolean expired) {
    static final Holding NONE = new Holding("", Map.of(), true);
  }

  /** All others, by the names of the holders. */
  Map<String, Holding> others(Session session) throws SQLException {
    return session.<Map<String, Holding>, SQLException>transact(this::readOthers);
  }

  private Map<String, Holding> readOthers(Session session) throws SQLException {
    String sql =
        "SELECT holder, node, id, held_until, CASE WHEN held_until < %s THEN 1 ELSE 0 END"
            + " FROM lease WHERE holder <> ?";
    PreparedStatement statement = session.statement(sql.formatted(database.clock()));
    statement.setString(1, lease.holder());
    Map<String, Holding> others = new HashMap<>();
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        Map<Long, Long> leases = new TreeMap<>(Map.of(found.getLong(3), found.getLong(4)));
        Holding one = new Holding(found.getString(2), leases, found.getInt(5) == 1);
        others.merge(found.getString(1), one, Takeover::joined);
      }
    }
    return others;
  }

  private static Holding joined(Holding one, Holding other) {
    Map<Long, Long> leases = new TreeMap<>(one.leases());
    leases.putAll(other.leases());
    return new Holding(one.node(), leases, one.expired() && other.expired());
  }

  /**
   * Takes all that a holder has, leases and links together, unless it shows life or somebody else
   * was first. What it may have under way in the database is broken off.
   *
   * @return the leases; empty where none was taken
   */
  Set<Long> take(Session session, String holder, Holding seen) throws SQLException {
    if (!holder.isEmpty()) {
      evict(session, holder);
    }
    Set<Long> taken =
        session.<Set<Long>, SQLException>transact(
            it -> locked(it, holder).equals(seen.leases()) ? take(it, holder) : Set.of());
    lease.keep(taken);
    return taken;
  }

  /** A process that was frozen within a transaction would keep its leases locked. */
  private void evict(Session session, String holder) {
    try {
      session.<Boolean, SQLException>transact(
          it -> {
            database.evict(it, holder);
            return true;
          });
    } catch (SQLException e) {
      LOG.warn(
          "{}: what a dead bridge has under way cannot be broken off ({}); where that keeps its"
              + " rows locked, let all bridges be one user of the database",
          database.name(),
          e.getMessage());
    }
  }

  private Map<Long, Long> locked(Session session, String holder) throws SQLException {
    String sql = "SELECT id, held_until FROM lease WHERE holder = ? ORDER BY id" + database.lock();
    PreparedStatement statement = session.statement(sql);
    statement.setString(1, holder);
    Map<Long, Long> leases = new TreeMap<>();
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        leases.put(found.getLong(1), found.getLong(2));
      }
    }
    return leases;
  }

  private Set<Long> take(Session session, String holder) throws SQLException {
    Set<Long> taken = lease.take(session, holder);
    PreparedStatement links = session.statement("UPDATE link SET holder = ? WHERE holder = ?");
    links.setString(1, lease.holder());
    links.setString(2, holder);
    links.executeUpdate();
    return taken;
  }
}

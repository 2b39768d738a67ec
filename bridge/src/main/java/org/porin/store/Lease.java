package org.porin.store;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which rows are this process's: those under the leases that it holds. Each commit renews them. A
 * holder who shows no life for as long as a lease lasts is dead to the others, whoever comes first
 * takes what it held, and it finds out with its next commit. Safe for many threads.
 */
final class Lease {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Ids of messages that a process may give out. */
  private static final long IDS = 1_000_000_000_000L;

  private final Database database;
  private final Duration duration;
  private final String node;
  private final String holder = new BigInteger(128, RANDOM).toString(32);
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private volatile Set<Long> held = Set.of();
  private volatile Set<Long> read = Set.of(); // of these, whose rows are in memory
  private volatile long lastId;
  private volatile long renewedNanos = System.nanoTime();

  /**
   * @param node what the bridge calls itself
   */
  Lease(Database database, Duration duration, String node) {
    this.database = database;
    this.duration = duration;
    this.node = node;
  }

  /** The ids of the leases, of which the first takes new rows; empty before any was claimed. */
  Set<Long> held() {
    return held;
  }

  /** Those whose rows this process knows; others that it holds it has only just taken. */
  Set<Long> read() {
    return read;
  }

  /** It knows the rows under all that it holds. */
  void haveRead() {
    read = held;
  }

  String holder() {
    return holder;
  }

  /** How long a holder may be silent. */
  Duration duration() {
    return duration;
  }

  /** How often to renew it when nothing is written. */
  Duration renewal() {
    return duration.dividedBy(3);
  }

  /** Ids of messages are above this one, and no other bridge gives them out. */
  long lastId() {
    return lastId;
  }

  /**
   * Whether nobody else can have taken it: the last commit that renewed it began less than its
   * length ago, by what has passed in this process.
   */
  boolean isOurs() {
    return database.isAlone()
        || (!lost.isDone() && System.nanoTime() - renewedNanos < duration.toNanos());
  }

  /** It was renewed by a transaction that began then. */
  void renewed(long begunNanos) {
    renewedNanos = begunNanos;
  }

  /** Completes with the reason when another bridge has taken it. */
  CompletionStage<String> lost() {
    return lost;
  }

  /** Another bridge has taken it. */
  void lose(String why) {
    lost.complete(why);
  }

  /** Makes one, unless one is held, and gives it: it is to be kept when it is durable. */
  Set<Long> secure(Session session) throws SQLException {
    Set<Long> made = held.isEmpty() ? Set.of(create(session)) : Set.of();
    if (!database.isAlone() && lastId == 0) {
      lastId = epoch(session) * IDS;
    }
    return made;
  }

  private long create(Session session) throws SQLException {
    long id = RANDOM.nextLong() & Long.MAX_VALUE;
    String sql = "INSERT INTO lease (id, holder, held_until, node) VALUES (?, ?, %s + ?, ?)";
    PreparedStatement statement = session.statement(sql.formatted(database.clock()));
    statement.setLong(1, id);
    statement.setString(2, holder);
    statement.setLong(3, duration.toMillis());
    statement.setString(4, node);
    statement.executeUpdate();
    return id;
  }

  private static long epoch(Session session) throws SQLException {
    String sql = "UPDATE epoch SET last = last + 1 RETURNING last";
    try (ResultSet found = session.statement(sql).executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  /** Makes all there are this one's, and gives their ids. */
  Set<Long> takeAll(Session session) throws SQLException {
    return ids(taking(session, "").executeQuery());
  }

  /** Makes those of another holder this one's, and gives their ids. */
  Set<Long> take(Session session, String other) throws SQLException {
    PreparedStatement statement = taking(session, " AND holder = ?");
    statement.setString(5, other);
    return ids(statement.executeQuery());
  }

  private PreparedStatement taking(Session session, String which) throws SQLException {
    String sql =
        "UPDATE lease SET holder = ?, held_until = %s + ?, node = ? WHERE holder <> ?%s RETURNING id"
            .formatted(database.clock(), which);
    PreparedStatement statement = session.statement(sql);
    statement.setString(1, holder);
    statement.setLong(2, duration.toMillis());
    statement.setString(3, node);
    statement.setString(4, holder);
    return statement;
  }

  /** They are held from now on: what took them is durable. */
  synchronized void keep(Collection<Long> more) {
    Set<Long> all = new LinkedHashSet<>(held); // in order: the first stays the first
    all.addAll(new TreeSet<>(more));
    held = Collections.unmodifiableSet(all);
  }

  /** They are not held any more: nothing lies under them. */
  synchronized void drop(Set<Long> ids) {
    Set<Long> left = new LinkedHashSet<>(held);
    left.removeAll(ids);
    held = Collections.unmodifiableSet(left);
    read = held;
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
    Set<Long> missing = new HashSet<>(expected);
    missing.removeAll(ids(statement.executeQuery()));
    missing.retainAll(held); // of those that were dropped meanwhile nobody needs one
    if (!missing.isEmpty()) {
      throw new LeaseLostException(database.name(), duration);
    }
    return expected;
  }

  /** Leaves all of them to whoever comes first, and the links with them. */
  void release(Session session) throws SQLException {
    PreparedStatement statement =
        session.statement("UPDATE lease SET held_until = 0 WHERE holder = ?");
    statement.setString(1, holder);
    statement.executeUpdate();
  }

  static Set<Long> ids(ResultSet found) throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (found) {
      while (found.next()) {
        ids.add(found.getLong(1));
      }
    }
    return ids;
  }
}

package org.porin.store;

import static org.porin.store.Columns.millis;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.porin.address.ImUri;
import org.porin.outbox.Direction;
import org.porin.outbox.LaneNumber;
import org.porin.outbox.OutboxEntry;
import org.porin.outbox.OutboxEntry.State;
import org.porin.outbox.ParkedRow;
import org.porin.wire.MalformedException;

/** The statements of the outbox: one batch of each kind in a transaction, and no text a row. */
final class OutboxTables {
  private static final String STUB =
      "id, direction, source, destination, octets, recorded, state, tries, round, may_have_arrived, due,"
          + " expires, failure, ticket";
  private static final State[] STATES = State.values();
  private static final Direction[] DIRECTIONS = Direction.values();

  private OutboxTables() {}

  /** Does all of a group; what is of one kind in its order. */
  static void write(List<OutboxChange> group, Session session, Set<Long> held) throws SQLException {
    Batch inserts =
        new Batch(
            session,
            "INSERT INTO outbox_hot (id, lease, message, lane) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    Batch moves = new Batch(session, move(held));
    Batch parks = new Batch(session, park(held));
    Batch hot = new Batch(session, "DELETE FROM outbox_hot WHERE id = ?" + under(held));
    Batch parked = new Batch(session, "DELETE FROM outbox_parked WHERE id = ?" + under(held));
    long lease = held.iterator().next();
    for (OutboxChange change : group) {
      switch (change.kind) {
        case INSERT -> {
          insert(inserts.statement(), change, lease);
          inserts.statement().addBatch();
        }
        case MOVE -> {
          move(moves.statement(), change.row());
          moves.statement().addBatch();
          hot.add(change.id);
        }
        case PARK -> {
          park(parks.statement(), change.row());
          parks.statement().addBatch();
        }
        case DELETE_HOT -> hot.add(change.id);
        case DELETE_PARKED -> parked.add(change.id);
        case READ, LOOK -> {}
      }
    }
    inserts.run();
    moves.run();
    parks.run();
    hot.run();
    parked.run();
    for (OutboxChange change : group) {
      if (change.kind == OutboxChange.Kind.READ) {
        read(session, change, held);
      }
    }
  }

  /** One statement, prepared when it is first wanted. */
  private static final class Batch {
    private final Session session;
    private final String sql;
    private @Nullable PreparedStatement prepared;

    Batch(Session session, String sql) {
      this.session = session;
      this.sql = sql;
    }

    PreparedStatement statement() throws SQLException {
      PreparedStatement statement = prepared;
      if (statement == null) {
        statement = session.statement(sql);
        statement.clearBatch(); // of a transaction that failed
        prepared = statement;
      }
      return statement;
    }

    void add(long id) throws SQLException {
      PreparedStatement statement = statement();
      statement.setLong(1, id);
      statement.addBatch();
    }

    void run() throws SQLException {
      if (prepared != null) {
        prepared.executeBatch();
      }
    }
  }

  private static void insert(PreparedStatement statement, OutboxChange change, long lease)
      throws SQLException {
    statement.setLong(1, change.id);
    statement.setLong(2, lease);
    statement.setBytes(3, change.message);
    statement.setLong(4, change.lane);
  }

  private static String move(Set<Long> held) {
    return "INSERT INTO outbox_parked (direction, source, destination, octets, recorded, lane, state, tries,"
        + " round, may_have_arrived, due, expires, failure, id, lease, ticket, message)"
        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, id, lease, ticket, message FROM outbox_hot"
        + " WHERE id = ?"
        + under(held)
        + " ON CONFLICT DO NOTHING";
  }

  private static void move(PreparedStatement statement, ParkedRow row) throws SQLException {
    String destination = row.destination().toString();
    statement.setInt(1, row.direction().ordinal());
    statement.setString(2, row.source().toString());
    statement.setString(3, destination);
    statement.setInt(4, row.octets());
    statement.setLong(5, row.recordedAt());
    long lane = LaneNumber.of(row.direction(), row.source(), row.destination());
    statement.setString(6, Long.toString(lane));
    int next = entry(statement, 7, row);
    statement.setLong(next, row.id());
  }

  private static String park(Set<Long> held) {
    return "UPDATE outbox_parked SET state = ?, tries = ?, round = ?, may_have_arrived = ?, due = ?,"
        + " expires = ?, failure = ? WHERE id = ?"
        + under(held);
  }

  private static void park(PreparedStatement statement, ParkedRow row) throws SQLException {
    int next = entry(statement, 1, row);
    statement.setLong(next, row.id());
  }

  private static int entry(PreparedStatement statement, int first, ParkedRow row)
      throws SQLException {
    OutboxEntry entry = row.entry();
    int at = first;
    statement.setInt(at++, entry.state().ordinal());
    statement.setInt(at++, entry.tries());
    statement.setInt(at++, entry.round());
    statement.setInt(at++, entry.mayHaveArrived() ? 1 : 0);
    statement.setLong(at++, millis(entry.due()));
    statement.setLong(at++, millis(entry.expires()));
    statement.setBytes(at++, row.failure());
    return at;
  }

  private static void read(Session session, OutboxChange change, Set<Long> held)
      throws SQLException {
    PreparedStatement statement =
        session.statement("SELECT message FROM outbox_parked WHERE id = ?" + under(held));
    statement.setLong(1, change.id);
    try (ResultSet found = statement.executeQuery()) {
      change.found(found.next() ? found.getBytes(1) : null);
    }
  }

  static String hotRows(Set<Long> held) {
    return "SELECT id, message, ticket FROM outbox_hot WHERE true" + under(held) + " ORDER BY id";
  }

  static String parkedRows(Set<Long> held) {
    return "SELECT " + STUB + " FROM outbox_parked WHERE true" + under(held) + " ORDER BY id";
  }

  /** A row of {@link #parkedRows}. */
  static ParkedRow parkedRow(ResultSet row) throws SQLException, MalformedException {
    int direction = row.getInt(2);
    int state = row.getInt(7);
    if (direction < 0 || direction >= DIRECTIONS.length || state < 0 || state >= STATES.length) {
      throw new MalformedException("a direction and a state", 0);
    }
    Columns times = new Columns(row, 10);
    return new ParkedRow(
        row.getLong(1),
        DIRECTIONS[direction],
        ImUri.parse(row.getString(3)),
        ImUri.parse(row.getString(4)),
        row.getInt(5),
        row.getLong(6),
        new OutboxEntry(
            STATES[state],
            Math.max(0, row.getInt(8)),
            Math.max(0, row.getInt(9)),
            row.getInt(10) != 0,
            times.time(),
            times.time()),
        row.getBytes(13));
  }

  private static String under(Set<Long> held) {
    return held.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", " AND lease IN (", ")"));
  }
}

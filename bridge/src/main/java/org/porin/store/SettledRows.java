package org.porin.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.OutboxStore;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Identities of messages that have ended, all of one transaction in one row, so that they cost no
 * commit and no row each. Old ones go in bulk, at times. Written by one thread.
 */
final class SettledRows {
  private static final Logger LOG = LoggerFactory.getLogger(SettledRows.class);
  private static final long REMEMBERED = OutboxStore.REMEMBERED.toMillis();

  /** How often old ones are looked for: then there are a fifth more than need be. */
  private static final long TIDYING = REMEMBERED / 5;

  private final LongSupplier millis;
  private long tidied;

  /**
   * @param millis since 1970
   */
  SettledRows(LongSupplier millis) {
    this.millis = millis;
    tidied = millis.getAsLong() - TIDYING; // at once, what earlier processes left
  }

  /**
   * What one transaction adds.
   *
   * @param id of the row; not taken where there are no identities
   */
  record Entry(long id, byte[] identities) {
    boolean isEmpty() {
      return identities.length == 0;
    }
  }

  /** Gathers it once, so that whoever writes it a second time changes nothing. */
  Entry entry(LongSupplier nextId, List<OutboxChange> group) {
    int count = 0;
    for (OutboxChange change : group) {
      count += change.identity.isPresent() ? 1 : 0;
    }
    ByteBuffer octets = ByteBuffer.allocate(count * SettledIdentity.OCTETS);
    for (OutboxChange change : group) {
      change.identity.ifPresent(each -> each.write(octets));
    }
    return new Entry(count == 0 ? 0 : nextId.getAsLong(), octets.array());
  }

  void write(Entry entry, Session session, Set<Long> held) throws SQLException {
    long now = millis.getAsLong();
    if (!entry.isEmpty()) {
      insert(entry, session, held.iterator().next(), now);
    }
    if (Math.abs(now - tidied) >= TIDYING) { // or the clock was set
      tidy(session, held, now);
      tidied = now; // where the transaction fails the next time is soon enough
    }
  }

  private static void insert(Entry entry, Session session, long lease, long now)
      throws SQLException {
    PreparedStatement statement =
        session.statement(
            "INSERT INTO outbox_settled (id, lease, settled, identities) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    statement.setLong(1, entry.id);
    statement.setLong(2, lease);
    statement.setLong(3, now);
    statement.setBytes(4, entry.identities);
    statement.executeUpdate();
  }

  /** Of the future too, after a clock was set back: else they would stay for ever. */
  private static void tidy(Session session, Set<Long> held, long now) throws SQLException {
    PreparedStatement statement =
        session.statement(
            "DELETE FROM outbox_settled WHERE settled NOT BETWEEN ? AND ?" + under(held));
    statement.setLong(1, now - REMEMBERED);
    statement.setLong(2, now + REMEMBERED);
    statement.executeUpdate();
  }

  /** Gives the ids of rows, and the identities in them, those last that were last. */
  void read(
      Database database,
      Connection connection,
      Set<Long> held,
      LongConsumer ids,
      Consumer<SettledIdentity> identities)
      throws SQLException {
    long now = millis.getAsLong();
    String sql =
        "SELECT id, identities, settled FROM outbox_settled WHERE true"
            + under(held)
            + " ORDER BY settled, id";
    try (PreparedStatement statement = database.streaming(connection, sql);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        ids.accept(found.getLong(1));
        if (Math.abs(now - found.getLong(3)) <= REMEMBERED) {
          read(found.getLong(1), ByteBuffer.wrap(found.getBytes(2)), identities);
        }
      }
    }
  }

  private static void read(long id, ByteBuffer octets, Consumer<SettledIdentity> identities) {
    try {
      while (octets.hasRemaining()) {
        identities.accept(SettledIdentity.read(octets));
      }
    } catch (MalformedException e) { // it goes by itself, soon
      LOG.warn("row {} of outbox_settled cannot be read: {}", id, e.getMessage());
    }
  }

  private static String under(Set<Long> held) {
    return held.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", " AND lease IN (", ")"));
  }
}

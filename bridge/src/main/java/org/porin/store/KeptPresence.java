package org.porin.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.porin.durable.StoreException;
import org.porin.presence.PresenceStore;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscriptions in tables: read on the thread of whoever asks, written by the {@link Writer}. */
final class KeptPresence implements PresenceStore {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPresence.class);

  private final Database database;
  private final Lease lease;
  private final Writer writer;
  private final Runnable end;
  private final AtomicLong unreadable = new AtomicLong();

  /**
   * @param end of the store, when this is closed
   */
  KeptPresence(Database database, Lease lease, Writer writer, Runnable end) {
    this.database = database;
    this.lease = lease;
    this.writer = writer;
    this.end = end;
  }

  /** Rows that were found and could not be read. */
  long unreadable() {
    return unreadable.get();
  }

  @Override
  public void load(Rows rows) throws StoreException {
    try {
      new Claim(database, lease).make();
    } catch (SQLException e) {
      throw database.explain(e).exception();
    }
    read(lease.held(), rows);
  }

  /** Reads what lies under some leases. */
  void read(Set<Long> leases, Rows rows) throws StoreException {
    try (Connection connection = database.source().getConnection()) {
      read(connection, leases, PresenceRows.BLOCKS, rows::block);
      read(connection, leases, PresenceRows.GRANTS, rows::grant);
      read(connection, leases, PresenceRows.WATCHES, rows::watch);
      read(connection, leases, PresenceRows.AUDIENCES, rows::audience);
    } catch (SQLException e) {
      throw database.explain(e).exception();
    }
  }

  private <R extends Row> void read(
      Connection connection, Set<Long> leases, RowForm<R> form, Consumer<R> reader)
      throws SQLException {
    String sql = form.table().rows(leases);
    try (PreparedStatement statement = database.streaming(connection, sql);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        readRow(found, form, reader);
      }
    }
  }

  /** One that somebody else has spoilt keeps nobody from starting; it stays where it is. */
  private <R extends Row> void readRow(ResultSet found, RowForm<R> form, Consumer<R> reader)
      throws SQLException {
    R row;
    try {
      row = form.read(new Columns(found));
    } catch (MalformedException | IllegalArgumentException e) {
      unreadable.incrementAndGet();
      LOG.error(
          "{}: row {} of {} cannot be read and is left out: {}; correct or delete it",
          database.name(),
          found.getString(1),
          form.table().name(),
          e.getMessage());
      return;
    }
    reader.accept(row);
  }

  @Override
  public CompletionStage<Void> save(List<Change> changes) {
    if (lease.held().isEmpty()) {
      throw new IllegalStateException("what is there is loaded first");
    }
    try {
      return writer.write(PresenceRows.of(changes));
    } catch (IllegalArgumentException e) {
      String what = database.name() + " cannot keep this: " + e.getMessage();
      return CompletableFuture.failedFuture(new StoreException(what, e));
    }
  }

  @Override
  public void close() {
    end.run();
  }
}

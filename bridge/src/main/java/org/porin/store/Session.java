package org.porin.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** One connection in transactions, and its statements. For one thread at a time. */
final class Session implements AutoCloseable {
  private final Database database;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private boolean committing;

  private Session(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param holder who does, so that whoever finds it dead can end the connection
   */
  static Session open(Database database, String holder) throws SQLException {
    Connection connection = database.source().getConnection();
    try {
      database.sign(connection, holder);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new Session(database, connection);
  }

  /** Something that is done as a whole or not at all. */
  interface Transaction<T, E extends Exception> {
    T in(Session session) throws SQLException, E;
  }

  /** Does it, and commits. */
  <T, E extends Exception> T transact(Transaction<T, E> transaction) throws SQLException, E {
    boolean done = false;
    committing = false;
    try {
      database.begin(connection);
      T result = transaction.in(this);
      committing = true;
      database.commit(connection);
      committing = false;
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  /** Whether the end of a commit is all that did not come. */
  boolean isCommitting() {
    return committing;
  }

  private void rollBack() {
    try {
      database.rollBack(connection);
    } catch (SQLException e) {
      // The exception that led here says more, and a connection that is lost has nothing to undo.
    }
  }

  /** Made once, and then kept. */
  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement kept = statements.get(sql);
    if (kept == null) {
      kept = connection.prepareStatement(sql);
      statements.put(sql, kept);
    }
    return kept;
  }

  @Override
  public void close() {
    try {
      connection.close(); // its statements with it
    } catch (SQLException e) {
      // Given up in any case.
    }
  }
}

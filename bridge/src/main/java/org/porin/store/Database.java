package org.porin.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** What the kinds of databases do not share. */
interface Database extends AutoCloseable {
  /** What messages call it. */
  String name();

  /** Makes connections, with timeouts. */
  DataSource source();

  /** An expression for the milliseconds since 1970 by the clock of the database. */
  String clock();

  /** Whether no other process can have it open, so that every lease is free for the taking. */
  boolean isAlone();

  /** What files of migrations write as placeholders, since the databases differ there. */
  Map<String, String> words();

  /** What locks the leases of a holder until the end of the transaction, and gives their ids. */
  String renewal();

  /** What a query ends in that locks its rows until the end of the transaction. */
  String lock();

  /** Has the database know whose connection this is. */
  void sign(Connection connection, String holder) throws SQLException;

  /** Ends the connections of a holder, and undoes what they had not committed. */
  void evict(Session session, String holder) throws SQLException;

  /** Begins a transaction that may write. */
  void begin(Connection connection) throws SQLException;

  /** Makes what was done since durable. */
  void commit(Connection connection) throws SQLException;

  /** Undoes what was done since, if anything was. */
  void rollBack(Connection connection) throws SQLException;

  /** A query whose result is not held in memory as a whole. */
  PreparedStatement streaming(Connection connection, String sql) throws SQLException;

  /** What is behind an exception. */
  Fault explain(SQLException exception);

  /** Lets other processes have it. */
  @Override
  void close();
}

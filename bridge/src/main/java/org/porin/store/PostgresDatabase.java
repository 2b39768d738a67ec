package org.porin.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.porin.durable.StoreException;
import org.porin.store.StoreLocation.OnServer;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a PostgreSQL server, which bridges may share. */
final class PostgresDatabase implements Database {
  private static final String NAME = "porin ";
  private static final int LEAST_VERSION = 15;
  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 10;
  private static final int ROWS_AT_A_TIME = 1_000;

  private final String name;
  private final PGSimpleDataSource source;

  private PostgresDatabase(String name, PGSimpleDataSource source) {
    this.name = name;
    this.source = source;
  }

  /**
   * A database whose server answers.
   *
   * @throws StoreException when it does not, refuses this user, or is too old
   */
  static PostgresDatabase open(OnServer location, Optional<StoreAccount> account)
      throws StoreException {
    PostgresDatabase database =
        new PostgresDatabase(location.toString(), source(location, account));
    try (Connection connection = database.source.getConnection()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < LEAST_VERSION) {
        throw new StoreException(
            "%s is PostgreSQL %d: Porin needs %d or newer"
                .formatted(database.name, version, LEAST_VERSION));
      }
      return database;
    } catch (SQLException e) {
      throw database.explain(e).exception();
    }
  }

  private static PGSimpleDataSource source(OnServer location, Optional<StoreAccount> account) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setApplicationName("porin");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS); // else a server that vanished would hold the writer
    source.setTcpKeepAlive(true);
    source.setLogServerErrorDetail(false); // which has what was to be written
    String options = location.options();
    source.setURL("jdbc:" + location + (options.isEmpty() ? "" : "?" + options));
    account.ifPresent(
        it -> {
          source.setUser(it.user());
          source.setPassword(it.password().isEmpty() ? null : it.password());
        });
    return source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DataSource source() {
    return source;
  }

  @Override
  public String clock() {
    return "CAST(EXTRACT(EPOCH FROM STATEMENT_TIMESTAMP()) * 1000 AS BIGINT)"; // one for all rows
  }

  @Override
  public boolean isAlone() {
    return false;
  }

  /** Bridges that share a database count their rows apart. */
  @Override
  public Map<String, String> words() {
    return Map.of(
        "id", "BIGINT NOT NULL", "octets", "BYTEA", "key", ",\n  PRIMARY KEY (lease, id)");
  }

  @Override
  public String renewal() {
    return "UPDATE lease SET held_until = %s + ? WHERE holder = ? RETURNING id".formatted(clock());
  }

  @Override
  public String lock() {
    return " FOR UPDATE";
  }

  @Override
  public void sign(Connection connection, String holder) throws SQLException {
    connection.setClientInfo("ApplicationName", NAME + holder);
  }

  @Override
  public void evict(Session session, String holder) throws SQLException {
    PreparedStatement statement =
        session.statement(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = ?");
    statement.setString(1, NAME + holder);
    statement.executeQuery().close();
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // the driver sends it with the first statement
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  @Override
  public void rollBack(Connection connection) throws SQLException {
    connection.rollback();
  }

  /** The driver streams only within a transaction. */
  @Override
  public PreparedStatement streaming(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setFetchSize(ROWS_AT_A_TIME);
    return statement;
  }

  @Override
  public Fault explain(SQLException exception) {
    return PostgresFaults.explain(this, source.getUser(), exception);
  }

  @Override
  public void close() {
    // Each connection is closed by whoever made it.
  }
}

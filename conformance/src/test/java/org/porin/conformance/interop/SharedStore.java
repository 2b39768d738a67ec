package org.porin.conformance.interop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL that bridges share, and what they have in it. */
final class SharedStore {
  private static final Duration SOON = Duration.ofSeconds(4); // a lease lasts longer

  private final String server;

  private SharedStore(String server) {
    this.server = server;
  }

  /** Starts it with an empty database of the role porin. */
  static SharedStore start(Stage stage) throws Exception {
    int port = Loopback.freePort();
    stage.enter(Containers.postgresql(port)).start();
    SharedStore store = new SharedStore("127.0.0.1:" + port);
    store.administer("CREATE ROLE porin LOGIN PASSWORD 'orchard'");
    store.administer("CREATE DATABASE cluster OWNER porin");
    return store;
  }

  /** The server and the database, as a URL has them. */
  String address() {
    return server + "/cluster";
  }

  /** The name under which the process of a bridge has what it has. */
  String holder(String node) throws SQLException {
    return ask(
        "SELECT holder FROM lease WHERE node = ? ORDER BY held_until DESC LIMIT 1",
        node,
        found -> found.getString(1));
  }

  /** Waits until the server has seen that a process was killed: its last commit is there or not. */
  void awaitEnd(String holder) throws Exception {
    Await.until("the end of a killed bridge's sessions", SOON, () -> sessions(holder, "") == 0);
  }

  /** Waits until all is done that a process has sent which is frozen. */
  void awaitQuiet(String holder) throws Exception {
    String busy =
        " AND (state = 'active' OR state_change > CLOCK_TIMESTAMP() - INTERVAL '0.2 seconds')";
    Await.until("a frozen bridge's last commit", SOON, () -> sessions(holder, busy) == 0);
  }

  private int sessions(String holder, String which) throws SQLException {
    return ask(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = ?" + which,
        "porin " + holder,
        found -> found.getInt(1));
  }

  /** Whether a holder has its leases still, so that nobody else has touched what is under them. */
  boolean holds(String holder) throws SQLException {
    return ask("SELECT COUNT(*) FROM lease WHERE holder = ?", holder, found -> found.getInt(1)) > 0;
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> T ask(String sql, String parameter, Reading<T> reading) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("cluster"), "porin", "orchard");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet found = statement.executeQuery()) {
        if (!found.next()) {
          throw new SQLException("nothing for " + parameter + ": " + sql);
        }
        return reading.of(found);
      }
    }
  }

  private void administer(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url("postgres"), "postgres", "justice");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://" + server + "/" + database;
  }
}

package org.porin.conformance.interop;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;

/** Where the Porin of a scene keeps its messages: SQLite, or a PostgreSQL server of the suite. */
final class SceneStore {
  private final Optional<String> server;
  private int databases;

  private SceneStore(Optional<String> server) {
    this.server = server;
  }

  /**
   * Starts what it needs.
   *
   * @param kind {@code sqlite} or {@code postgresql}
   */
  static SceneStore of(String kind, Stage stage) throws Exception {
    return switch (kind) {
      case "sqlite" -> new SceneStore(Optional.empty());
      case "postgresql" -> onServer(stage);
      default -> throw new IllegalArgumentException(kind + " is no kind of store");
    };
  }

  private static SceneStore onServer(Stage stage) throws Exception {
    int port = Loopback.freePort();
    GenericContainer<?> container = stage.enter(Containers.postgresql(port));
    container.start();
    SceneStore store = new SceneStore(Optional.of("127.0.0.1:" + port));
    store.execute("postgres", "CREATE ROLE porin LOGIN PASSWORD 'orchard'");
    return store;
  }

  boolean isFile() {
    return server.isEmpty();
  }

  /** The lines of [store] for one more database; empty for a file. */
  String lines() throws SQLException {
    if (server.isEmpty()) {
      return "";
    }
    String name = "scene" + ++databases;
    execute("postgres", "CREATE DATABASE " + name + " OWNER porin");
    return "url = \"postgresql://%s/%s\"%nuser = \"porin\"%npassword = \"orchard\""
        .formatted(server.get(), name);
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String database) throws SQLException {
    String url = "jdbc:postgresql://" + server.orElseThrow() + "/" + database;
    return DriverManager.getConnection(url, "postgres", "justice");
  }

  /** Keeps Porin from writing for a while; of a server the database that was made last. */
  void lock(Path directory, int seconds) throws Exception {
    boolean file = server.isEmpty();
    try (Connection other =
            file
                ? DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("porin.db"))
                : connect("scene" + databases);
        Statement statement = other.createStatement()) {
      statement.execute(file ? "BEGIN IMMEDIATE" : "BEGIN");
      if (!file) {
        statement.execute("LOCK TABLE outbox_hot, outbox_settled IN ACCESS EXCLUSIVE MODE");
      }
      TimeUnit.SECONDS.sleep(seconds);
      statement.execute("ROLLBACK");
    }
  }
}

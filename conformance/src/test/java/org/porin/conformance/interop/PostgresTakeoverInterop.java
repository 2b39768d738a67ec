package org.porin.conformance.interop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.porin.conformance.store.TakeoverContract;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation.OnServer;
import org.porin.store.StoreSettings;
import org.testcontainers.containers.GenericContainer;

/** Bridges on one PostgreSQL server, of which some die. */
@Alone
@RequiresDocker
class PostgresTakeoverInterop extends TakeoverContract {
  private static final Stage STAGE = new Stage();
  private static final StoreAccount PORIN = new StoreAccount("porin", "orchard");
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static GenericContainer<?> server;
  private static String address;
  private String database;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    int port = Loopback.freePort();
    address = "127.0.0.1:" + port;
    server = STAGE.enter(Containers.postgresql(port));
    server.start();
    administer("CREATE ROLE porin LOGIN PASSWORD 'orchard'");
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void makeDatabase() throws SQLException {
    database = "act" + DATABASES.incrementAndGet();
    administer("CREATE DATABASE " + database + " OWNER porin");
  }

  private static void administer(String sql) throws SQLException {
    String url = "jdbc:postgresql://" + address + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "justice");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  protected StoreSettings settings() {
    return new StoreSettings(
        new OnServer(address, database, ""),
        Optional.of(PORIN),
        Duration.ofSeconds(1),
        StoreSettings.WAITING_OCTETS);
  }

  @Override
  protected void freeze(boolean frozen) {
    if (frozen) {
      server.getDockerClient().pauseContainerCmd(server.getContainerId()).exec();
    } else {
      server.getDockerClient().unpauseContainerCmd(server.getContainerId()).exec();
    }
  }
}

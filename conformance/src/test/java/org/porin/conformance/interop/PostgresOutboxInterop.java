package org.porin.conformance.interop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.porin.conformance.store.OutboxStoreContract;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation.OnServer;
import org.porin.store.StoreSettings;
import org.testcontainers.containers.GenericContainer;

/** The outbox over a PostgreSQL server. */
@Alone
@RequiresDocker
class PostgresOutboxInterop extends OutboxStoreContract {
  private static final Stage STAGE = new Stage();
  private static final StoreAccount PORIN = new StoreAccount("porin", "orchard");
  private static String address;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    int port = Loopback.freePort();
    address = "127.0.0.1:" + port;
    GenericContainer<?> server = STAGE.enter(Containers.postgresql(port));
    server.start();
    administer("CREATE ROLE porin LOGIN PASSWORD 'orchard'");
    administer("CREATE DATABASE outbox OWNER porin");
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
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
        new OnServer(address, "outbox", ""),
        Optional.of(PORIN),
        Duration.ofSeconds(1),
        StoreSettings.WAITING_OCTETS);
  }

  @Override
  protected int kills() {
    return 6;
  }
}

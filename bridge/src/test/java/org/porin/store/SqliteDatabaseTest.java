package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.porin.durable.StoreException;

class SqliteDatabaseTest {
  private static final int FULL = 2;

  @TempDir private Path directory;

  @Test
  void aCommitIsOnTheDiskWhenItReturns() throws Exception {
    try (Database database = SqliteDatabase.inFile(directory.resolve("porin.db"));
        Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1)).isEqualTo("wal");
      assertThat(statement.executeQuery("PRAGMA synchronous").getInt(1)).isEqualTo(FULL);
    }
  }

  @Test
  void anIdleSessionLocksNobodyOut() throws Exception {
    try (Database database = SqliteDatabase.inFile(directory.resolve("porin.db"));
        Session session = Session.open(database, "here");
        Session other = Session.open(database, "here")) {
      create(session, "a");
      create(other, "b");
      create(session, "c");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where /proc takes no directories, root's neither
  void whereNoDirectoryCanBeMadeTheErrorSaysWhichAndWhy() {
    assertThatThrownBy(() -> SqliteDatabase.inFile(Path.of("/proc/porin/porin.db")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("/proc/porin cannot be made")
        .hasMessageNotContaining("null");
  }

  private static void create(Session session, String table) throws SQLException {
    boolean unused =
        session.<Boolean, SQLException>transact(
            it -> it.statement("CREATE TABLE " + table + " (id INTEGER)").execute());
  }
}

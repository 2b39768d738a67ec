package org.porin.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.porin.durable.StoreException;

/**
 * Brings a database to the schema that this Porin knows. Flyway does it, and is asked only where
 * there is something to do, since it takes as long as the rest of the start.
 */
final class Migrations {
  /** The version of the last file {@code V*.sql} beside this class. */
  static final int NEWEST = 6;

  private static final String APPLIED =
      "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank DESC LIMIT 1";

  private Migrations() {}

  /**
   * @throws StoreException when the schema is newer than this Porin, or cannot be brought up
   */
  static void apply(Database database) throws StoreException {
    OptionalInt version = version(database);
    if (version.isEmpty()) {
      tryToMakeTables(database); // Flyway would try for ten seconds
    }
    if (version.isEmpty() || version.getAsInt() < NEWEST) {
      migrate(database);
    }
  }

  /**
   * Makes a table, and undoes it.
   *
   * @throws StoreException when that is not possible
   */
  static void tryToMakeTables(Database database) throws StoreException {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      database.begin(connection);
      statement.execute("CREATE TABLE porin_trial (id INTEGER)");
      database.rollBack(connection);
    } catch (SQLException e) {
      throw database.explain(e).exception();
    }
  }

  /**
   * The version of the schema; empty where there is none.
   *
   * @throws StoreException when it is newer than this Porin, or the database cannot be opened
   */
  static OptionalInt version(Database database) throws StoreException {
    try (Connection connection = database.source().getConnection()) {
      OptionalInt version = version(connection);
      if (version.isPresent() && version.getAsInt() > NEWEST) {
        throw new StoreException(
            "%s was made by a newer Porin (schema %d, this one knows %d): run that one, or give this one a store of its own"
                .formatted(database.name(), version.getAsInt(), NEWEST));
      }
      return version;
    } catch (SQLException e) {
      throw database.explain(e).exception();
    }
  }

  private static OptionalInt version(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(APPLIED)) {
      return found.next() ? OptionalInt.of(found.getInt(1)) : OptionalInt.empty();
    } catch (SQLException e) {
      return OptionalInt.empty(); // no such table: whatever else it is, Flyway meets it again
    }
  }

  private static void migrate(Database database) throws StoreException {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(database.source())
          .locations("classpath:org/porin/store")
          .placeholders(database.words())
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw explained(database, e);
    }
  }

  private static StoreException explained(Database database, FlywayException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException fault) {
        return database.explain(fault).exception();
      }
    }
    return new StoreException(
        database.name()
            + " could not be brought to the schema of this Porin: "
            + exception.getMessage(),
        exception);
  }
}

package org.porin.store;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.porin.durable.StoreException;
import org.porin.store.Fault.Scope;

/** What PostgreSQL's error codes mean to an operator. */
final class PostgresFaults {
  private static final String BY_ITSELF = "; then Porin goes on by itself";

  private PostgresFaults() {}

  static Fault explain(Database database, @Nullable String user, SQLException thrown) {
    SQLException exception = firstOf(thrown);
    String name = database.name();
    String who = user == null || user.isEmpty() ? "this user" : "user " + user;
    String state = exception.getSQLState() == null ? "" : exception.getSQLState();
    return switch (state) {
      case "28P01" ->
          fault(
              Scope.CONNECTION,
              name + " refuses the password of " + who + ": correct store.password",
              exception);
      case "28000" ->
          fault(
              Scope.CONNECTION,
              "%s lets %s not in from here (%s): see its pg_hba.conf, or correct store.user"
                  .formatted(name, who, exception.getMessage()),
              exception);
      case "3D000" ->
          fault(
              Scope.CONNECTION,
              "there is no database %s: make it (createdb -O USER NAME), or correct store.url"
                  .formatted(name),
              exception);
      case "42501" ->
          fault(
              Scope.DATABASE,
              "%s may not do this in %s (%s): make it the owner of the database"
                  .formatted(who, name, exception.getMessage()),
              exception);
      case "53100" ->
          fault(
              Scope.DATABASE,
              "no room for " + name + ": free space on the disk of the server" + BY_ITSELF,
              exception);
      case "53300" ->
          fault(
              Scope.CONNECTION,
              name + " has too many connections: raise its max_connections, or close others",
              exception);
      case "25006" ->
          fault(
              Scope.CONNECTION,
              name
                  + " cannot be written: it is a standby, or set read-only; name the primary in"
                  + " store.url (several hosts with ?targetServerType=primary)",
              exception);
      default -> byClass(name, state, exception);
    };
  }

  /** What went wrong in a batch; the exception of the batch itself quotes the whole statement. */
  private static SQLException firstOf(SQLException thrown) {
    SQLException next = thrown.getNextException();
    return thrown instanceof BatchUpdateException && next != null ? next : thrown;
  }

  private static Fault byClass(String name, String state, SQLException exception) {
    String kind = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (kind) {
      case "22", "23", "40" ->
          fault(Scope.CHANGES, name + " refuses a row: " + exception.getMessage(), exception);
      case "08", "57" ->
          fault(
              Scope.CONNECTION,
              "%s cannot be reached (%s): see that it runs and that store.url names it%s"
                  .formatted(name, exception.getMessage(), BY_ITSELF),
              exception);
      default ->
          exception instanceof ForeignRowException
              ? fault(Scope.CHANGES, name + ": " + exception.getMessage(), exception)
              : fault(Scope.CONNECTION, name + ": " + exception.getMessage(), exception);
    };
  }

  private static Fault fault(Scope scope, String message, SQLException cause) {
    return new Fault(scope, new StoreException(message.strip(), cause));
  }
}

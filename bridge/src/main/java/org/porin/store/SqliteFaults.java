package org.porin.store;

import java.sql.SQLException;
import org.porin.durable.StoreException;
import org.porin.store.Fault.Scope;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to an operator. */
final class SqliteFaults {
  private static final String BY_ITSELF = "; then Porin goes on by itself";

  private SqliteFaults() {}

  static Fault explain(String name, SQLException exception) {
    if (exception instanceof ForeignRowException) {
      return fault(Scope.CHANGES, name + ": " + exception.getMessage(), exception);
    }
    if (exception instanceof SQLiteException fault) {
      return explain(name, fault, fault.getResultCode());
    }
    return fault(Scope.CONNECTION, name + ": " + exception.getMessage(), exception);
  }

  private static Fault explain(String name, SQLException cause, SQLiteErrorCode code) {
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) { // the low octet is the kind
      case SQLITE_FULL ->
          fault(
              Scope.DATABASE,
              "no room for " + name + ": free space on its disk" + BY_ITSELF,
              cause);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          fault(
              Scope.DATABASE,
              name
                  + " is locked by another program, perhaps a backup or a shell: end that"
                  + BY_ITSELF,
              cause);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          fault(
              Scope.CONNECTION,
              name
                  + " cannot be written: let the user that Porin runs as write it and its"
                  + " directory, on a disk that is not mounted read-only",
              cause);
      case SQLITE_CANTOPEN ->
          fault(
              Scope.CONNECTION,
              name
                  + " cannot be opened: it has to be a file that the user that Porin runs as may"
                  + " write, in a directory where that user may make files",
              cause);
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT ->
          fault(
              Scope.CONNECTION,
              name
                  + " is damaged, or no database of SQLite: sqlite3's .recover may save what is in it;"
                  + " else put a copy from before in its place, or move it away, and Porin begins"
                  + " without subscriptions and without the messages that were waiting",
              cause);
      case SQLITE_IOERR ->
          fault(
              Scope.CONNECTION,
              "the disk of %s failed (%s): see the system's log".formatted(name, code.name()),
              cause);
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG ->
          fault(Scope.CHANGES, name + " refuses a row: " + code.message, cause);
      default ->
          fault(Scope.CONNECTION, "%s: %s (%s)".formatted(name, code.message, code.name()), cause);
    };
  }

  private static Fault fault(Scope scope, String message, SQLException cause) {
    return new Fault(scope, new StoreException(message, cause));
  }
}

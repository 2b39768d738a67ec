package org.porin.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.porin.durable.StoreException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A database of SQLite, of which this process is the only user, or which lives in its memory. */
final class SqliteDatabase implements Database {
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OUR_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int BUSY_MILLIS = 5_000;
  private static final int JOURNAL_OCTETS = 16 << 20; // what stays of a journal that was larger

  private final String name;
  private final SQLiteDataSource source;
  private final AutoCloseable keeper;

  private SqliteDatabase(String name, SQLiteDataSource source, AutoCloseable keeper) {
    this.name = name;
    this.source = source;
    this.keeper = keeper;
  }

  /**
   * A database in a file, which is made where there is none.
   *
   * @throws StoreException when this process cannot have it, or another one has it
   */
  static SqliteDatabase inFile(Path path) throws StoreException {
    SqliteLibrary.load();
    Path absolute = path.toAbsolutePath();
    Optional<ProcessLock> lock = Optional.empty();
    try {
      makeDirectory(absolute);
      lock = Optional.of(ProcessLock.take(absolute));
      if (!Files.exists(absolute)) {
        Files.createFile(absolute, OURS_ALONE); // its journal gets the same permissions
      }
      if (!Files.isWritable(absolute)) {
        throw new AccessDeniedException(absolute.toString());
      }
      return new SqliteDatabase(absolute.toString(), source("jdbc:sqlite:" + absolute), lock.get());
    } catch (IOException e) {
      lock.ifPresent(ProcessLock::close);
      throw new StoreException(unusable(path, e), e);
    }
  }

  private static void makeDirectory(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory, OUR_DIRECTORY);
    }
  }

  private static String unusable(Path path, IOException thrown) {
    String why = String.valueOf(thrown.getMessage());
    if (thrown instanceof AccessDeniedException) {
      why = "the user that Porin runs as may not write " + thrown.getMessage();
    } else if (thrown instanceof FileAlreadyExistsException) {
      why = thrown.getMessage() + " is no directory";
    } else if (thrown instanceof NoSuchFileException) {
      why = thrown.getMessage() + " cannot be made, since what it lies in takes no directories";
    } else if (thrown instanceof FileSystemException fault) {
      why = fault.getFile() + ": " + fault.getReason();
    }
    return "no store can be had in "
        + path
        + ": "
        + why
        + "; give that user a directory of its own, or set store.url to a file in one";
  }

  /** A database that ends with this object. */
  static SqliteDatabase inMemory() throws StoreException {
    SqliteLibrary.load();
    SQLiteDataSource source = source("jdbc:sqlite:file:/porin-" + UUID.randomUUID() + "?vfs=memdb");
    try {
      return new SqliteDatabase("memory", source, source.getConnection());
    } catch (SQLException e) {
      throw SqliteFaults.explain("memory", e).exception();
    }
  }

  private static SQLiteDataSource source(String url) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalSizeLimit(JOURNAL_OCTETS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
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
    return "0"; // no other process reads it
  }

  @Override
  public boolean isAlone() {
    return true;
  }

  /** An INTEGER PRIMARY KEY is the row's own number, and takes no index. */
  @Override
  public Map<String, String> words() {
    String nobodyElse = "BIGINT NOT NULL DEFAULT 0";
    return Map.of("id", "INTEGER PRIMARY KEY", "octets", "BLOB", "key", "", "ticket", nobodyElse);
  }

  /** The lock of the database keeps everybody else out; this sees a lock file that was deleted. */
  @Override
  public String renewal() {
    return "SELECT id FROM lease WHERE holder = ?";
  }

  @Override
  public String lock() {
    return ""; // a transaction that may write has everything locked
  }

  @Override
  public void sign(Connection connection, String holder) {
    // There is nobody else.
  }

  @Override
  public void evict(Session session, String holder) {
    // There is nobody.
  }

  /**
   * In the words of SQLite: its driver's own transactions begin the next with the end of each, so
   * that an idle bridge would lock all others out, and lose count when one cannot begin.
   */
  @Override
  public void begin(Connection connection) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    execute(connection, "COMMIT");
  }

  @Override
  public void rollBack(Connection connection) throws SQLException {
    execute(connection, "ROLLBACK");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public PreparedStatement streaming(Connection connection, String sql) throws SQLException {
    return connection.prepareStatement(sql); // row by row of its own accord
  }

  @Override
  public Fault explain(SQLException exception) {
    return SqliteFaults.explain(name, exception);
  }

  @Override
  public void close() {
    try {
      keeper.close();
    } catch (Exception e) {
      // The process is done with it.
    }
  }

  /** The nearest directory above a file that is there already. */
  static Optional<Path> nearestDirectory(Path file) {
    Path above = file.toAbsolutePath().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return Optional.ofNullable(above).filter(Files::isDirectory);
  }
}

package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.porin.conformance.store.Samples.put;
import static org.porin.conformance.store.Samples.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.durable.StoreException;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreOutline;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** SQLite in a file: the contract, and what only a file of one's own has. */
class SqliteStoreTest extends PresenceStoreContract {
  @TempDir private Path directory;

  @Override
  protected StoreSettings settings() {
    return in(directory.resolve("state").resolve("porin.db"));
  }

  private static StoreSettings in(Path file) {
    return StoreSettings.of(new StoreLocation.InFile(file), Optional.empty());
  }

  private Path file() {
    return directory.resolve("state").resolve("porin.db");
  }

  @Override
  protected Connection bare() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  @Override
  protected int kills() {
    return 10;
  }

  @Test
  void nobodyElseMayReadIt() throws Exception {
    save(loaded(), put(watch(1)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
    Path journal = file().resolveSibling("porin.db-wal");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal)))
        .isEqualTo("rw-------");
  }

  @Test
  void eachCommitReachesTheDisk() throws Exception {
    save(loaded(), put(watch(1)));
    try (Connection connection = bare();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1)).isEqualTo("wal");
    }
  }

  @Test
  void aSecondUserOfTheFileIsToldWhoHasItAndWhatToDo() throws Exception {
    Store first = loaded();
    assertThatThrownBy(() -> Stores.open(settings()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("process " + ProcessHandle.current().pid())
        .hasMessageContaining("store.url");
    assertThat(Stores.examine(settings()).state()).isEqualTo(StoreOutline.State.IN_USE);
    assertThatThrownBy(() -> OpenStore.hold(settings())) // other processes are still kept out
        .isInstanceOf(IOException.class);
    save(first, put(watch(1)));
    assertThat(first.status().fault()).isEmpty();
  }

  @Test
  void aSecondProcessIsKeptOutUntilTheFirstIsDead() throws Exception {
    Process holder = OpenStore.hold(settings());
    try {
      assertThatThrownBy(() -> Stores.open(settings()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(reopened()).containsExactly(watch(1)); // at once, whatever lease it had
  }

  @Test
  void whoTakesItPastADeletedLockStopsTheFirst() throws Exception {
    Store first = loaded();
    save(first, put(watch(1)));
    Files.delete(file().resolveSibling("porin.db.lock"));
    Process second = OpenStore.hold(settings());
    try {
      assertThat(failure(stage(first, put(watch(2))))).contains("another bridge");
      assertThat(first.status().fault()).isPresent();
    } finally {
      second.destroyForcibly().waitFor();
    }
  }

  @Test
  void whoeverLooksAtItDisturbsNobody() throws Exception {
    Store store = loaded();
    save(store, put(watch(1)));
    try (Connection reader = bare();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      assertThat(statement.executeQuery("SELECT COUNT(*) FROM presence_watch").getInt(1)).isOne();
      save(store, put(watch(2)));
    }
  }

  @Test
  void aLockIsNamedAndPassesByItself() throws Exception {
    Store store = loaded();
    try (Connection other = bare();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThat(failure(stage(store, put(watch(1)))))
          .contains(file().toString())
          .contains("locked by another program");
      assertThat(store.status().fault()).isPresent();
      statement.execute("ROLLBACK");
    }
    save(store, put(watch(2)));
    assertThat(store.status().fault()).isEmpty();
    store.close();
    assertThat(reopened()).containsExactly(watch(2));
  }

  @Test
  void aFullDiskFailsWhatDoesNotFitAndHealsWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()))
        .as("this user may mount a small disk")
        .isTrue();
    try (Store store = Stores.open(in(disk.resolve("porin.db")))) {
      Kept.in(store.presence());
      save(store, put(watch(1)));
      Path ballast = disk.resolve("ballast");
      assertThatThrownBy(() -> Files.write(ballast, new byte[4 << 20]))
          .isInstanceOf(IOException.class);
      CompletableFuture<Void> tooMuch = stage(store, put(watch(2, "x".repeat(100_000))));
      assertThat(failure(tooMuch)).contains("no room for " + disk).contains("free space");
      Files.delete(ballast);
      save(store, put(watch(3)));
      assertThat(store.status().fault()).isEmpty();
      store.close();
      try (Store again = Stores.open(in(disk.resolve("porin.db")))) {
        assertThat(Kept.in(again.presence())).containsExactlyInAnyOrder(watch(1), watch(3));
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void aDiskThatIsReadOnlyIsNamedAtTheStart() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk.toString()))
        .as("this user may mount a small disk")
        .isTrue();
    try {
      assertThatThrownBy(() -> Stores.open(in(disk.resolve("porin.db"))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(disk.toString())
          .hasMessageContaining("Read-only")
          .hasMessageContaining("store.url");
    } finally {
      run("umount", disk.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      return false; // there is no such program
    }
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @Test
  void whereNoDirectoryCanBeThereIsNone() throws Exception {
    Path plain = Files.createFile(directory.resolve("plain"));
    StoreSettings below = in(plain.resolve("porin.db"));
    assertThatThrownBy(() -> Stores.open(below))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is no directory")
        .hasMessageContaining("store.url");
    assertThatThrownBy(() -> Stores.examine(below)).isInstanceOf(StoreException.class);
  }

  @Test
  void whatIsNoDatabaseIsNotTouched() throws Exception {
    Path other = Files.writeString(directory.resolve("porin.db"), "Two households, both alike");
    assertThatThrownBy(() -> Stores.open(in(other)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no database of SQLite");
    assertThat(other).hasContent("Two households, both alike");
  }

  @Test
  void aLookMakesNothing() throws Exception {
    StoreOutline outline = Stores.examine(settings());
    assertThat(outline.state()).isEqualTo(StoreOutline.State.ABSENT);
    assertThat(file().getParent()).doesNotExist();
    loaded().close();
    assertThat(Stores.examine(settings()).state()).isEqualTo(StoreOutline.State.READY);
  }
}

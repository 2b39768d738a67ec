package org.porin.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.porin.durable.StoreException;
import org.porin.store.StoreLocation.InFile;
import org.porin.store.StoreLocation.InMemory;
import org.porin.store.StoreLocation.OnServer;

/** Opens stores, and looks at them. */
public final class Stores {
  private Stores() {}

  /**
   * Opens a store, makes it where there is none, and brings it to the schema of this Porin. Blocks.
   *
   * @throws StoreException when that cannot be done; it names the cause and the remedy
   */
  public static Store open(StoreSettings settings) throws StoreException {
    Database database = database(settings);
    boolean open = false;
    try {
      Migrations.apply(database);
      open = true;
      return new Store(database, settings);
    } finally {
      if (!open) {
        database.close();
      }
    }
  }

  /**
   * What a bridge would find, without making or migrating anything. Blocks.
   *
   * @throws StoreException when a bridge could not open it; it names the cause and the remedy
   */
  public static StoreOutline examine(StoreSettings settings) throws StoreException {
    return settings
        .location()
        .choose(
            new StoreLocation.Cases<StoreOutline, StoreException>() {
              @Override
              public StoreOutline inFile(InFile file) throws StoreException {
                return examine(file.path().toAbsolutePath());
              }

              @Override
              public StoreOutline onServer(OnServer server) throws StoreException {
                return outline(settings);
              }

              @Override
              public StoreOutline inMemory(InMemory memory) throws StoreException {
                return outline(settings);
              }
            });
  }

  private static StoreOutline examine(Path file) throws StoreException {
    try {
      if (ProcessLock.isTaken(file)) {
        return new StoreOutline(StoreOutline.State.IN_USE, file.toString());
      }
    } catch (IOException e) {
      throw new StoreException(
          ProcessLock.beside(file) + " cannot be opened: let the user that Porin runs as write it",
          e);
    }
    if (!Files.exists(file)) {
      if (SqliteDatabase.nearestDirectory(file).filter(Files::isWritable).isEmpty()) {
        throw new StoreException(
            file
                + " cannot be made: give the user that Porin runs as a directory of its own, or set"
                + " store.url to a file in one");
      }
      return new StoreOutline(StoreOutline.State.ABSENT, file.toString());
    }
    return outline(StoreSettings.of(new InFile(file), Optional.empty()));
  }

  private static StoreOutline outline(StoreSettings settings) throws StoreException {
    try (Database database = database(settings)) {
      boolean ready = Migrations.version(database).isPresent();
      if (!ready) {
        Migrations.tryToMakeTables(database);
      }
      return new StoreOutline(
          ready ? StoreOutline.State.READY : StoreOutline.State.ABSENT, database.name());
    }
  }

  private static Database database(StoreSettings settings) throws StoreException {
    return settings.location().choose(new Opening(settings.account()));
  }

  private record Opening(Optional<StoreAccount> account)
      implements StoreLocation.Cases<Database, StoreException> {
    @Override
    public Database inFile(InFile file) throws StoreException {
      return SqliteDatabase.inFile(file.path());
    }

    @Override
    public Database onServer(OnServer server) throws StoreException {
      return PostgresDatabase.open(server, account);
    }

    @Override
    public Database inMemory(InMemory memory) throws StoreException {
      return SqliteDatabase.inMemory();
    }
  }
}

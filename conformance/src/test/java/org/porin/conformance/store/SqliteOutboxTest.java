package org.porin.conformance.store;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;

/** The outbox over SQLite. */
class SqliteOutboxTest extends OutboxStoreContract {
  @TempDir private Path directory;

  @Override
  protected StoreSettings settings() {
    return StoreSettings.of(
        new StoreLocation.InFile(directory.resolve("porin.db")), Optional.empty());
  }

  @Override
  protected int kills() {
    return 12;
  }
}

package org.porin.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.porin.durable.StoreException;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked for as long as it takes to load it. Its driver would leave a
 * copy behind with each process that is killed, or halted as Porin is on a signal, and take a good
 * part of a second to look for the copies of others.
 */
final class SqliteLibrary {
  private static final String DIRECTORY = "org.sqlite.lib.path";
  private static final String UNPACK_IN = "org.sqlite.tmpdir";

  private static boolean loaded; // guarded by the class

  private SqliteLibrary() {}

  /**
   * Loads it, unless that was done before or somebody has set where it is.
   *
   * @throws StoreException when that cannot be done, as where nothing unpacked may run
   */
  static synchronized void load() throws StoreException {
    try {
      if (!loaded && System.getProperty(DIRECTORY) == null) {
        unpackAndLoad();
      }
      loaded = true;
    } catch (Exception | LinkageError e) {
      throw new StoreException(
          "SQLite's native library cannot be loaded (%s): give Porin a directory where programs"
                  .formatted(e.getMessage())
              + " may run, with -D"
              + UNPACK_IN
              + "=DIRECTORY in JAVA_OPTS",
          e);
    }
  }

  private static void unpackAndLoad() throws Exception {
    String parent = System.getProperty(UNPACK_IN, System.getProperty("java.io.tmpdir"));
    Path directory = Files.createTempDirectory(Path.of(parent), "porin-sqlite");
    Path library = directory.resolve(LibraryLoaderUtil.getNativeLibName());
    try {
      unpack(library);
      System.setProperty(DIRECTORY, directory.toString());
      System.setProperty(UNPACK_IN, directory.toString()); // where it looks for copies of others
      SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(DIRECTORY);
      System.setProperty(UNPACK_IN, parent);
      Files.deleteIfExists(library); // what is loaded stays loaded
      Files.deleteIfExists(directory);
    }
  }

  private static void unpack(Path library) throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new IOException("there is none for this system, " + resource);
      }
      Files.copy(packed, library);
    }
  }
}

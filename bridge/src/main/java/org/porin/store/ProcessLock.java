package org.porin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.porin.durable.StoreException;

/**
 * Keeps a database file for one process, as long as that lives: the system lets go of it whatever
 * ends the process. It is a file beside the database, since to close any descriptor of the database
 * itself would end SQLite's own locks. Programs that only look, or make a copy, are let in.
 */
final class ProcessLock implements AutoCloseable {
  private static final int MAX_OCTETS = 32;

  /** Those of this process: to open and close a file that is locked would end its lock. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Where the lock of a database is. */
  static Path beside(Path database) {
    return database.resolveSibling(database.getFileName() + ".lock");
  }

  /**
   * Takes it.
   *
   * @param database in a directory that is there
   * @throws StoreException when a process has it
   */
  static ProcessLock take(Path database) throws IOException, StoreException {
    Path file = canonical(database);
    if (!OURS.add(file)) {
      throw inUse(database, Long.toString(ProcessHandle.current().pid()));
    }
    boolean taken = false;
    try {
      ProcessLock lock = new ProcessLock(file, lock(file, database));
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        OURS.remove(file);
      }
    }
  }

  private static FileChannel lock(Path file, Path database) throws IOException, StoreException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FileLock lock = channel.tryLock();
    if (lock == null) {
      String holder = read(channel);
      channel.close();
      throw inUse(database, holder);
    }
    write(channel);
    return channel;
  }

  private static StoreException inUse(Path database, String holder) {
    return new StoreException(
        "%s is in use by %s: stop that Porin, or give each its own file with store.url"
            .formatted(database, holder.isEmpty() ? "another process" : "process " + holder));
  }

  /** Whether a process has it, without taking it. */
  static boolean isTaken(Path database) throws IOException {
    if (!Files.exists(beside(database))) {
      return false;
    }
    Path file = canonical(database);
    if (OURS.contains(file)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      return lock == null;
    }
  }

  private static Path canonical(Path database) throws IOException {
    Path directory = database.toAbsolutePath().getParent();
    return directory == null
        ? beside(database)
        : beside(directory.toRealPath().resolve(database.getFileName()));
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(MAX_OCTETS);
    channel.read(octets, 0);
    return StandardCharsets.US_ASCII.decode(octets.flip()).toString().replaceAll("[^0-9]", "");
  }

  private static void write(FileChannel channel) throws IOException {
    channel.truncate(0);
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.write(StandardCharsets.US_ASCII.encode(pid + "\n"), 0);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock is gone with the descriptor in any case.
    }
    OURS.remove(file);
  }
}

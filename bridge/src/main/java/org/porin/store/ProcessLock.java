package org.porin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.porin.presence.StoreException;

/**
 * Keeps a database file for one process, as long as that lives: the system lets go of it whatever
 * ends the process. It is a file beside the database, since to close any descriptor of the database
 * itself would end SQLite's own locks. Programs that only look, or make a copy, are let in.
 */
final class ProcessLock implements AutoCloseable {
  static final ProcessLock NONE = new ProcessLock(() -> {});
  private static final int MAX_OCTETS = 32;

  private final AutoCloseable channel;

  private ProcessLock(AutoCloseable channel) {
    this.channel = channel;
  }

  /** Where the lock of a database is. */
  static Path beside(Path database) {
    return database.resolveSibling(database.getFileName() + ".lock");
  }

  /**
   * Takes it.
   *
   * @throws StoreException when another process has it
   */
  static ProcessLock take(Path database) throws IOException, StoreException {
    FileChannel channel =
        FileChannel.open(
            beside(database),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    if (!lock(channel)) {
      String holder = read(channel);
      channel.close();
      throw new StoreException(
          "%s is in use by %s: stop that Porin, or give each its own file with store.url"
              .formatted(database, holder.isEmpty() ? "another process" : "process " + holder));
    }
    write(channel);
    return new ProcessLock(channel);
  }

  /** Whether a process has it, without taking it. */
  static boolean isTaken(Path database) throws IOException {
    Path file = beside(database);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !lock(channel);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it already
    }
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
    } catch (Exception e) {
      // The lock is gone with the descriptor in any case.
    }
  }
}

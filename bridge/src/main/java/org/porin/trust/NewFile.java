package org.porin.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is there whole or not at all, also after a loss of power. It belongs to whom its
 * directory belongs to, so that what an administrator makes can be read by the bridge.
 */
final class NewFile {
  /** For its owner alone. */
  static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

  /** For everybody. */
  static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

  private NewFile() {}

  /**
   * Writes it.
   *
   * @throws IOException when it cannot be written, or is there already and has other contents
   */
  static void write(Path path, byte[] contents, Set<PosixFilePermission> permissions)
      throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    replace(path, contents, permissions);
  }

  /** As {@link #write}, also where there is one. */
  static void replace(Path path, byte[] contents, Set<PosixFilePermission> permissions)
      throws IOException {
    Path directory = above(path);
    Path draft =
        Files.createTempFile(
            directory, ".new-", ".tmp", PosixFilePermissions.asFileAttribute(SECRET));
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(contents);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.setPosixFilePermissions(draft, permissions);
      give(draft, directory);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    keep(directory);
  }

  /** Makes a directory, and those above it, for whom the first that is there belongs to. */
  static void directory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      directory(above(path));
      Files.createDirectory(path);
      give(path, above(path));
    }
  }

  private static Path above(Path path) throws IOException {
    Path above = path.toAbsolutePath().getParent();
    if (above == null) {
      throw new IOException("cannot use " + path + ": it lies in no directory");
    }
    return above;
  }

  /** Lets a file belong to whom a directory belongs to. */
  static void give(Path file, Path directory) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes its = Files.readAttributes(directory, PosixFileAttributes.class);
    if (!view.readAttributes().owner().equals(its.owner())) {
      view.setGroup(its.group());
      view.setOwner(its.owner());
    }
  }

  private static void keep(Path directory) throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true); // else a new name may be lost where the file is not
    }
  }
}

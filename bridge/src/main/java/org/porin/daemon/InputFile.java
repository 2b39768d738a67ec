package org.porin.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.porin.wire.Octets;

/** A file that a user names, or standard input for {@code -}. */
final class InputFile {
  /** The longest that is read: 16 MiB. */
  static final int MAX_OCTETS = 16 << 20;

  private InputFile() {}

  /**
   * All its octets.
   *
   * @param in standard input, which stays open
   * @throws IOException if it cannot be read, or is too long
   */
  static Octets read(String name, InputStream in) throws IOException {
    if (name.equals("-")) {
      return read(in);
    }
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      return read(file);
    }
  }

  private static Octets read(InputStream in) throws IOException {
    byte[] octets = in.readNBytes(MAX_OCTETS + 1);
    if (octets.length > MAX_OCTETS) {
      throw new IOException("larger than " + MAX_OCTETS + " octets; cut out the part to look at");
    }
    return Octets.copyOf(octets);
  }
}

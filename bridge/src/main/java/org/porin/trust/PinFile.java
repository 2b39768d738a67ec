package org.porin.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.porin.wire.MalformedException;

/** A file of pins, one a line; what follows a {@code #} is for its reader. */
final class PinFile {
  private final Path path;

  PinFile(Path path) {
    this.path = path;
  }

  /**
   * All of them.
   *
   * @throws IOException when there is none, or a line is no pin; it names the file and the line
   */
  Set<KeyPin> pins() throws IOException {
    Set<KeyPin> pins = new HashSet<>();
    int number = 0;
    for (String line : new PemFile(path).text().split("\n", -1)) {
      number++;
      String text = line.replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        pins.add(pin(text, number));
      }
    }
    if (pins.isEmpty()) {
      throw new IOException("cannot use " + path + ": it has no pin; each is a line sha256/...");
    }
    return pins;
  }

  private KeyPin pin(String text, int line) throws IOException {
    try {
      return KeyPin.parse(text);
    } catch (MalformedException e) {
      throw new IOException(
          "cannot use " + path + ": line " + line + " is no pin: " + e.getMessage());
    }
  }
}

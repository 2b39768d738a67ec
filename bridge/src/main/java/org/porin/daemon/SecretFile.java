package org.porin.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A secret that stands alone in a file, without the blanks around it. */
final class SecretFile {
  private static final int MAX_OCTETS = 4096;

  private SecretFile() {}

  /** Is told what is wrong with a file. */
  interface Fault {
    void found(String what, String remedy);
  }

  /** The secret in a file, if one is named. */
  static Optional<String> read(Optional<String> file, Fault fault) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String why;
    try (var in = Files.newInputStream(Path.of(file.get()))) {
      byte[] octets = in.readNBytes(MAX_OCTETS + 1);
      String secret = new String(octets, StandardCharsets.UTF_8).strip();
      if (octets.length <= MAX_OCTETS && !secret.isEmpty()) {
        return Optional.of(secret);
      }
      why = secret.isEmpty() ? "it is empty" : "it is longer than " + MAX_OCTETS + " octets";
    } catch (IOException e) {
      why = Wording.unreadable(e);
    } catch (InvalidPathException e) {
      why = "that is no path";
    }
    fault.found(
        "no secret can be had from " + file.get() + ": " + why,
        "Put the secret there, readable for the user that Porin runs as");
    return Optional.empty();
  }
}

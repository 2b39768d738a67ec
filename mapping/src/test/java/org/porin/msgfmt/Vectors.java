package org.porin.msgfmt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.porin.wire.Octets;

/** The files under {@code vectors/}: octets of the wire and what is to come of them. */
public final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  /** The names of all files of a directory with that ending, without it, sorted. */
  public static List<String> names(String directory, String ending) {
    try (Stream<Path> files = Files.list(directory(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("no vectors in " + directory, e);
    }
  }

  /** Whether there is a file. */
  public static boolean exists(String file) {
    return Files.exists(directory("").resolve(file));
  }

  /** The octets of a file. */
  public static Octets octets(String file) {
    try {
      return Octets.copyOf(Files.readAllBytes(directory("").resolve(file)));
    } catch (IOException e) {
      throw new IllegalStateException("no vector " + file, e);
    }
  }

  /** A JSON file. */
  public static JsonNode json(String file) {
    try {
      return JSON.readTree(octets(file).toArray());
    } catch (IOException e) {
      throw new IllegalStateException("no JSON in " + file, e);
    }
  }

  private static Path directory(String name) {
    URL url = Objects.requireNonNull(Vectors.class.getResource("/vectors/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

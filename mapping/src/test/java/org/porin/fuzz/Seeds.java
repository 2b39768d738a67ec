package org.porin.fuzz;

import java.util.List;
import java.util.stream.Stream;
import org.porin.msgfmt.Vectors;
import org.porin.wire.Octets;

/** What the fuzzer begins with: the vectors, and one value a line where none are there. */
final class Seeds {
  private Seeds() {}

  /** The vectors of a directory whose files end so. */
  static Stream<byte[]> vectors(String directory, String ending) {
    return Vectors.names(directory, ending).stream()
        .map(name -> Vectors.octets(directory + "/" + name + ending).toArray());
  }

  /** Each text in UTF-8. */
  static Stream<byte[]> texts(String... texts) {
    return List.of(texts).stream().map(text -> Octets.utf8(text).toArray());
  }
}

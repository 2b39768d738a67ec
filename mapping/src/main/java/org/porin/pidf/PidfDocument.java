package org.porin.pidf;

import java.util.List;
import java.util.Optional;

/**
 * A document as it was read.
 *
 * @param presence what it says
 * @param warnings what was wrong with it and passed over, in order
 * @param written how each tuple says what has several forms, in the order of the tuples
 */
public record PidfDocument(Presence presence, List<PidfWarning> warnings, List<Written> written) {
  public PidfDocument {
    warnings = List.copyOf(warnings);
    written = List.copyOf(written);
    if (written.size() != presence.tuples().size()) {
      throw new IllegalArgumentException("each tuple was written in some way");
    }
  }

  /**
   * The text of values that were understood, for tools that show documents.
   *
   * @param priority {@code 0.50} where the value is 500 thousandths
   * @param timestamp with the offset from UTC that it had
   */
  public record Written(Optional<String> priority, Optional<String> timestamp) {}
}

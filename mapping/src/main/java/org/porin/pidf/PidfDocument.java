package org.porin.pidf;

import java.util.List;
import java.util.Optional;

/**
 * A document as it was read.
 *
 * @param presence what it says
 * @param warnings what was wrong with it and passed over, in order
 * @param written how it says what has several forms
 */
public record PidfDocument(Presence presence, List<PidfWarning> warnings, Written written) {
  public PidfDocument {
    warnings = List.copyOf(warnings);
  }

  /**
   * The text of values that were understood, for tools that show documents.
   *
   * @param entity the attribute; empty when there is none
   * @param tuples one for each tuple, in order
   */
  public record Written(String entity, List<TupleText> tuples) {
    public Written {
      tuples = List.copyOf(tuples);
    }
  }

  /**
   * The text of values of a tuple.
   *
   * @param priority {@code 0.50} where the value is 500 thousandths
   * @param timestamp with the offset from UTC that it had
   */
  public record TupleText(Optional<String> priority, Optional<String> timestamp) {}
}

package org.porin.pidf;

import java.util.List;

/**
 * A document as it was read.
 *
 * @param presence what it says
 * @param warnings what was wrong with it and passed over, in order
 */
public record PidfDocument(Presence presence, List<PidfWarning> warnings) {
  public PidfDocument {
    warnings = List.copyOf(warnings);
  }
}

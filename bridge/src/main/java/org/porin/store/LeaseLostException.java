package org.porin.store;

import java.time.Duration;

/** Another bridge has taken what this one held; it must not write any more. */
final class LeaseLostException extends Exception {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String store, Duration lease) {
    super(
        "another bridge has taken the rows of this one in %s, which had shown no life for %d s:"
                .formatted(store, Math.max(1, lease.toSeconds()))
            + " nothing more is written; this bridge has to begin anew. See whether its process, or the"
            + " way to the database, had stopped");
  }
}

package org.porin.pidf;

import java.util.OptionalInt;

/**
 * Where a tuple is reached (RFC 3863 §4.1.5).
 *
 * @param uri of any scheme, as text that nobody has checked; without white space around it, which
 *     the example of §4.3.2 has
 * @param priority in thousandths, 0 to 1000; empty when it is not given
 */
public record Contact(String uri, OptionalInt priority) {
  /** What {@code priority="1"} is in thousandths. */
  public static final int MAX_PRIORITY = 1_000;

  public Contact {
    uri = Space.trim(uri);
    if (priority.isPresent() && (priority.getAsInt() < 0 || priority.getAsInt() > MAX_PRIORITY)) {
      throw new IllegalArgumentException("a priority is 0 to 1000 thousandths");
    }
  }

  /** The priority to go by, in thousandths: the lowest where none is given. */
  public int effectivePriority() {
    return priority.orElse(0);
  }
}

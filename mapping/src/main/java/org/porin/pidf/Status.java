package org.porin.pidf;

import java.util.List;
import java.util.Optional;
import org.porin.stanza.Element;

/**
 * The status of a tuple (RFC 3863 §4.1.3).
 *
 * @param basic empty when it says nothing about messages: that is not "closed" (RFC 4479 §3.6)
 * @param extensions other values, in order; {@link Extensions} says what may be one
 */
public record Status(Optional<Basic> basic, List<Element> extensions) {
  /**
   * @throws IllegalArgumentException when an element may not be an extension
   */
  public Status {
    extensions = Extensions.checked(extensions);
  }

  /** A status that says this alone. */
  public static Status of(Basic basic) {
    return new Status(Optional.of(basic), List.of());
  }

  /** Whether it says nothing at all, so that it cannot be written (RFC 3863 §4.1.3). */
  public boolean isEmpty() {
    return basic.isEmpty() && extensions.isEmpty();
  }
}

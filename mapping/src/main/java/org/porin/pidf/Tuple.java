package org.porin.pidf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.stanza.Element;

/**
 * One segment of presence information (RFC 3863 §4.1.2).
 *
 * @param id any text, which only tells this tuple from others (the schema's xs:ID is narrower)
 * @param notes in order
 * @param timestamp when the status changed; in the years 0 to 9999
 * @param extensions in order; {@link Extensions} says what may be one
 */
public record Tuple(
    String id,
    Status status,
    Optional<Contact> contact,
    List<Note> notes,
    Optional<Instant> timestamp,
    List<Element> extensions) {
  /**
   * @throws IllegalArgumentException when a part is not as described above
   */
  public Tuple {
    notes = List.copyOf(notes);
    extensions = Extensions.checked(extensions);
    if (timestamp.isPresent() && !Timestamp.isWritable(timestamp.get())) {
      throw new IllegalArgumentException("a year has four digits");
    }
  }

  /** A tuple that says nothing but its status. */
  public static Tuple of(String id, Status status) {
    return new Tuple(id, status, Optional.empty(), List.of(), Optional.empty(), List.of());
  }
}

package org.porin.pidf;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.stanza.Element;

/**
 * What a document says of a presentity (RFC 3863 §4.1.1).
 *
 * @param entity the presentity
 * @param tuples in order, no id twice; they may contradict one another (§4.1.2)
 * @param notes about the presentity, in order
 * @param extensions in order; {@link Extensions} says what may be one
 */
public record Presence(
    Entity entity, List<Tuple> tuples, List<Note> notes, List<Element> extensions) {
  private static final Comparator<Tuple> HIGHER_FIRST =
      Comparator.comparingInt(tuple -> -tuple.contact().map(Contact::effectivePriority).orElse(0));

  /**
   * @throws IllegalArgumentException when a part is not as described above
   */
  public Presence {
    tuples = List.copyOf(tuples);
    notes = List.copyOf(notes);
    extensions = Extensions.checked(extensions);
    if (tuples.size() > 1 && !haveIdsOfTheirOwn(tuples)) {
      throw new IllegalArgumentException("an id tells one tuple from others");
    }
  }

  /** Presence of these tuples and nothing else. */
  public static Presence of(Entity entity, List<Tuple> tuples) {
    return new Presence(entity, tuples, List.of(), List.of());
  }

  /** The tuples, those whose contact has a higher priority first (RFC 3863 §4.1.5). */
  public List<Tuple> tuplesByPriority() {
    return tuples.stream().sorted(HIGHER_FIRST).toList();
  }

  /** The newest timestamp of all tuples, by which staleness is judged (RFC 3863 §6). */
  public Optional<Instant> newestTimestamp() {
    return tuples.stream().flatMap(tuple -> tuple.timestamp().stream()).max(Instant::compareTo);
  }

  private static boolean haveIdsOfTheirOwn(List<Tuple> tuples) {
    Set<String> ids = new HashSet<>();
    return tuples.stream().map(Tuple::id).allMatch(ids::add);
  }
}

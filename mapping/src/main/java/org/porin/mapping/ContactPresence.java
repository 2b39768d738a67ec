package org.porin.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.porin.pidf.Presence;
import org.porin.pidf.Tuple;

/**
 * What a watcher on the XMPP side has been told of a contact on the other (RFC 3922 §6.3.1, OPEN
 * d): of each document only what differs becomes stanzas. A value: each document gives another one.
 *
 * @param resources what was said of each, by resource, of which the empty one stands for the bare
 *     JID; empty for a tuple of the last document that said nothing of availability
 * @param newest the newest timestamp of the documents that were read
 */
public record ContactPresence(
    SortedMap<String, Optional<Availability>> resources, Optional<Instant> newest) {
  /** Nothing has been told. */
  public static final ContactPresence UNKNOWN =
      new ContactPresence(new TreeMap<>(), Optional.empty());

  public ContactPresence {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }

  /**
   * What is to be told.
   *
   * @param resource empty for the bare JID
   */
  public record Change(String resource, Availability availability) {}

  /**
   * What a document changes.
   *
   * @param changes what to tell, in the order of the document, those that left it last
   * @param after what the watcher has then been told
   */
  public record Difference(List<Change> changes, ContactPresence after) {
    public Difference {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Whether a document is older than one that was read (RFC 3863 §6, OPEN h). Inside a dialog that
   * numbers its requests, those numbers decide and not the timestamps (RFC 3856 §6.8).
   */
  public boolean isStale(Presence document) {
    Optional<Instant> timestamp = document.newestTimestamp();
    return newest.isPresent() && timestamp.isPresent() && timestamp.get().isBefore(newest.get());
  }

  /**
   * Compares with a document. One without tuples says that all resources are gone, unless it has
   * notes: then it says nothing (RFC 3922 §5.2.11, OPEN i).
   *
   * @param language in force where notes state none
   * @param now by which activities are in force or not
   */
  Difference to(
      Presence document, Optional<String> language, Instant now, List<Omission> omissions) {
    if (document.tuples().isEmpty()) {
      return document.notes().isEmpty() ? gone() : new Difference(List.of(), this);
    }
    List<Tuple> tuples = document.tuples();
    List<String> names = TupleIds.toResources(tuples.stream().map(Tuple::id).toList());
    List<Change> changes = new ArrayList<>();
    SortedMap<String, Optional<Availability>> after = new TreeMap<>();
    for (int i = 0; i < tuples.size(); i++) {
      Tuple tuple = tuples.get(i);
      String resource = names.get(i);
      Optional<Availability> told = resources.getOrDefault(resource, Optional.empty());
      Optional<Availability> said = Availability.of(tuple, document, language, now, omissions);
      if (said.isPresent() && !said.equals(told)) {
        changes.add(new Change(resource, said.get()));
      }
      after.put(resource, said.or(() -> told));
    }
    resources.forEach(
        (resource, told) -> {
          if (!after.containsKey(resource) && isAvailable(told)) {
            changes.add(new Change(resource, Availability.UNAVAILABLE));
          }
        });
    return new Difference(changes, new ContactPresence(after, newest(document)));
  }

  /**
   * All resources are gone; where none was known, so is the bare JID. This also ends what a watcher
   * sees of a contact whose subscription is over.
   */
  public Difference gone() {
    SortedMap<String, Optional<Availability>> after = new TreeMap<>(resources);
    List<Change> changes = new ArrayList<>();
    if (after.isEmpty()) {
      after.put("", Optional.empty());
      changes.add(new Change("", Availability.UNAVAILABLE));
    }
    resources.forEach(
        (resource, told) -> {
          if (isAvailable(told)) {
            changes.add(new Change(resource, Availability.UNAVAILABLE));
          }
        });
    after.replaceAll((resource, told) -> Optional.of(Availability.UNAVAILABLE));
    return new Difference(changes, new ContactPresence(after, newest));
  }

  private static boolean isAvailable(Optional<Availability> told) {
    return told.filter(Availability::available).isPresent();
  }

  private Optional<Instant> newest(Presence document) {
    Optional<Instant> timestamp = document.newestTimestamp();
    return newest.isPresent() && timestamp.filter(newest.get()::isBefore).isEmpty()
        ? newest
        : timestamp;
  }
}

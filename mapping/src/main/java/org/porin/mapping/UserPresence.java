package org.porin.mapping;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.pidf.Entity;
import org.porin.pidf.Presence;
import org.porin.pidf.Tuple;

/**
 * What the resources of an XMPP user have told one watcher, and what of it the watcher knows (RFC
 * 3922 §6.3.1, OPEN d): all of it goes in one document, however little has changed. A value: each
 * change gives another one.
 *
 * @param presentity the user
 * @param resources by resource, of which the empty one stands for the bare JID
 * @param told the newest timestamp of the documents that were sent
 */
public record UserPresence(
    PresUri presentity, SortedMap<String, Said> resources, Optional<Instant> told) {
  private static final Comparator<Map.Entry<String, Said>> HIGHER_FIRST =
      Comparator.comparingInt(entry -> -entry.getValue().availability().priority().orElse(0));

  /** What a resource says, and since when. */
  public record Said(Availability availability, Instant since) {}

  public UserPresence {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }

  /** A user who has said nothing yet. */
  public static UserPresence of(PresUri presentity) {
    return new UserPresence(presentity, new TreeMap<>(), Optional.empty());
  }

  /**
   * This presence with what a resource says now; this very value where that is nothing new. A bare
   * JID that is gone takes all its resources along.
   *
   * @param resource empty for the bare JID
   */
  public UserPresence with(String resource, Availability availability, Instant now) {
    Instant since = stamp(now);
    SortedMap<String, Said> after = new TreeMap<>(resources);
    if (resource.isEmpty() && !availability.available() && !after.isEmpty()) {
      after.replaceAll(
          (each, said) -> said.availability().available() ? new Said(availability, since) : said);
    } else if (isNews(resource, availability)) {
      after.values().removeIf(this::isGoneAndTold);
      after.put(resource, new Said(availability, since));
    }
    if (after.size() > 1) {
      after.remove(""); // there are better ones
    }
    return after.equals(resources) ? this : new UserPresence(presentity, after, told);
  }

  /** Whether there is anything to tell: a document has one tuple at least (RFC 3922 §6.3.2). */
  public boolean isEmpty() {
    return resources.isEmpty();
  }

  /**
   * The document: a tuple for each resource, those of higher priority first.
   *
   * @throws IllegalStateException when there is nothing to tell
   */
  public Presence toPidf() {
    if (isEmpty()) {
      throw new IllegalStateException("a document without tuples is never sent (RFC 3922 §6.3.2)");
    }
    String contact = new ImUri(presentity.localPart(), presentity.domain()).toString();
    List<Map.Entry<String, Said>> entries = new ArrayList<>(resources.entrySet());
    entries.sort(HIGHER_FIRST.thenComparing(entry -> TupleIds.ofResource(entry.getKey())));
    List<Tuple> tuples = new ArrayList<>();
    for (Map.Entry<String, Said> entry : entries) {
      Said said = entry.getValue();
      tuples.add(
          said.availability().toTuple(TupleIds.ofResource(entry.getKey()), contact, said.since()));
    }
    return Presence.of(Entity.of(presentity), tuples);
  }

  /**
   * This presence when the document has been sent: what is gone has been said and is left out from
   * now on, but for the last one where all are gone.
   */
  public UserPresence afterTelling() {
    if (isEmpty()) {
      return this;
    }
    Instant newest = resources.values().stream().map(Said::since).max(Instant::compareTo).get();
    SortedMap<String, Said> left = new TreeMap<>(resources);
    left.values().removeIf(said -> !said.availability().available());
    if (left.isEmpty()) {
      String last =
          resources.entrySet().stream()
              .max(Map.Entry.comparingByValue(Comparator.comparing(Said::since)))
              .get()
              .getKey();
      left.put(last, resources.get(last));
    }
    return new UserPresence(presentity, left, Optional.of(newest));
  }

  private boolean isGoneAndTold(Said said) {
    return !said.availability().available()
        && told.filter(last -> !said.since().isAfter(last)).isPresent();
  }

  /** That a resource is gone of which nobody has heard is none, where others have been heard of. */
  private boolean isNews(String resource, Availability availability) {
    Said said = resources.get(resource);
    return said == null
        ? availability.available() || resources.isEmpty()
        : !said.availability().equals(availability);
  }

  /** Newer than in each document before (RFC 3863 §4.1.7, OPEN h), in milliseconds. */
  private Instant stamp(Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MILLIS);
    return told.filter(last -> !time.isAfter(last)).map(last -> last.plusMillis(1)).orElse(time);
  }
}

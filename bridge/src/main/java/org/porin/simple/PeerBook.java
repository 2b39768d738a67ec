package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.simple.PeerStatus.Trouble;

/**
 * What happened lately between this bridge and each address of each foreign domain, for the
 * operator to see; nothing is decided by it. The one least lately heard of makes room. Time is an
 * argument; used by one thread.
 */
final class PeerBook {
  private final int capacity;
  private final Map<Place, Page> pages = new LinkedHashMap<>(16, 0.75f, true);

  /** An address at which a domain was reached. */
  record Place(String domain, InetSocketAddress address) {
    static Place of(FarEnd farEnd) {
      return new Place(farEnd.destination().domain(), farEnd.nextHop());
    }
  }

  /** What is written about a place. */
  record Entry(
      Place place, Instant since, Optional<Instant> lastTaken, Optional<Trouble> lastTrouble) {}

  private static final class Page {
    private final Instant since;
    private @Nullable Instant lastTaken;
    private @Nullable Trouble lastTrouble;

    Page(Instant since) {
      this.since = since;
    }
  }

  /**
   * @param capacity how many places are remembered, at least 1
   */
  PeerBook(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a book of at least one place");
    }
    this.capacity = capacity;
  }

  /** A message goes there. */
  void tried(FarEnd farEnd, Instant now) {
    page(farEnd, now);
  }

  /** It took a message: 2xx. */
  void took(FarEnd farEnd, Instant now) {
    page(farEnd, now).lastTaken = now;
  }

  /** It refused, was silent, or could not be reached. */
  void failed(FarEnd farEnd, String cause, Instant now) {
    page(farEnd, now).lastTrouble = new Trouble(now, cause);
  }

  /** All of it, the least lately heard of first. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(pages.size());
    pages.forEach(
        (place, page) ->
            entries.add(
                new Entry(
                    place,
                    page.since,
                    Optional.ofNullable(page.lastTaken),
                    Optional.ofNullable(page.lastTrouble))));
    return entries;
  }

  private Page page(FarEnd farEnd, Instant now) {
    Page page = pages.computeIfAbsent(Place.of(farEnd), place -> new Page(now));
    if (pages.size() > capacity) {
      pages.remove(pages.keySet().iterator().next());
    }
    return page;
  }
}

package org.porin.simple;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.mapping.Dialect;

/**
 * Which dialect a far end accepted last, so that the next message starts with it. An entry lives
 * for a while after it was last proven true and the least recently used one makes room when the
 * memory is full: both bound what a forgotten user agent costs. Time is an argument; used by one
 * thread.
 */
final class DialectMemory {
  private final int capacity;
  private final Duration lifetime;
  private final LinkedHashMap<FarEnd, Known> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** What one far end accepted last. */
  static final class Known {
    private final Dialect dialect;
    private Instant until;
    private boolean forgotten;

    private Known(Dialect dialect, Instant until) {
      this.dialect = dialect;
      this.until = until;
    }

    Dialect dialect() {
      return dialect;
    }
  }

  /**
   * @param capacity how many far ends are remembered, at least 1
   * @param lifetime how long an acceptance is believed
   */
  DialectMemory(int capacity, Duration lifetime) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a memory of at least one far end");
    }
    this.capacity = capacity;
    this.lifetime = lifetime;
  }

  /** The far end took a message in this dialect. */
  void accepted(FarEnd farEnd, Dialect dialect, Instant now) {
    forgotten(entries.put(farEnd, new Known(dialect, now.plus(lifetime))));
    if (entries.size() > capacity) {
      forget(entries.keySet().iterator().next());
    }
  }

  private void forget(FarEnd farEnd) {
    forgotten(entries.remove(farEnd));
  }

  private static void forgotten(@Nullable Known known) {
    if (known != null) {
      known.forgotten = true;
    }
  }

  /**
   * The far end took another message in the dialect that was known before: as {@link #accepted},
   * mostly without a look into the table.
   */
  void acceptedAgain(FarEnd farEnd, Known known, Instant now) {
    if (known.forgotten) {
      accepted(farEnd, known.dialect, now);
    } else {
      known.until = now.plus(lifetime);
    }
  }

  /** The far end refused this dialect: if it is the one remembered, it is remembered no more. */
  void refused(FarEnd farEnd, Dialect dialect) {
    Known entry = entries.get(farEnd);
    if (entry != null && entry.dialect == dialect) {
      forget(farEnd);
    }
  }

  /** The dialect to start with, if one was accepted and the acceptance is still believed. */
  Optional<Known> known(FarEnd farEnd, Instant now) {
    Known entry = entries.get(farEnd);
    if (entry == null) {
      return Optional.empty();
    }
    if (!now.isBefore(entry.until)) {
      forget(farEnd);
      return Optional.empty();
    }
    return Optional.of(entry);
  }

  /** For how many inboxes each dialect is believed to be accepted, by domain and address. */
  Map<PeerBook.Place, Map<Dialect, Integer>> accepted(Instant now) {
    Map<PeerBook.Place, Map<Dialect, Integer>> counts = new HashMap<>();
    entries.forEach(
        (farEnd, entry) -> {
          if (now.isBefore(entry.until)) {
            counts
                .computeIfAbsent(PeerBook.Place.of(farEnd), place -> new EnumMap<>(Dialect.class))
                .merge(entry.dialect, 1, Integer::sum);
          }
        });
    return counts;
  }

  /** How many far ends are remembered, those whose lifetime is over among them. */
  int size() {
    return entries.size();
  }
}

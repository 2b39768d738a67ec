package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.porin.presence.PresenceStore.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows on their way into the store: gathered for a while, of each key the last, one batch under way
 * at a time, so that a slow store gets fewer and not more. What a failing store did not take is
 * given to it again. One thread.
 */
final class WriteBehind {
  /** From a change to the store, at most. */
  static final Duration GATHERED = Duration.ofMillis(500);

  /** Between two tries of a store that fails. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

  private final PresenceStore store;
  private final Mailbox mailbox;
  private Map<Object, Change> gathered = new LinkedHashMap<>();
  private Optional<Instant> due = Optional.empty();
  private Map<Object, Change> underWay = Map.of();
  private final Set<Object> overtaken = new HashSet<>();
  private boolean apart;
  private boolean failing;
  private long failures;

  WriteBehind(PresenceStore store, Mailbox mailbox) {
    this.store = store;
    this.mailbox = mailbox;
  }

  /** Is told whether a row is durable. */
  interface Durable {
    void done(boolean durable);
  }

  /** Keeps a change within {@link #GATHERED}. */
  void later(Change change, Instant now) {
    Object key = RowKey.of(change);
    gathered.remove(key);
    gathered.put(key, change);
    if (due.isEmpty()) {
      due = Optional.of(now.plus(GATHERED));
    }
  }

  /** Keeps a change at once, behind all that is under way. What is told comes by the mailbox. */
  void first(Change change, Instant now, Durable durable) {
    Object key = RowKey.of(change);
    Optional<Change> older =
        Optional.ofNullable(gathered.remove(key)).or(() -> Optional.ofNullable(underWay.get(key)));
    if (!underWay.isEmpty()) {
      overtaken.add(key);
    }
    save(List.of(change))
        .whenComplete(
            (nothing, fault) ->
                mailbox.post(
                    () -> {
                      boolean written = fault == null;
                      settled(written, fault);
                      if (!written) {
                        older.ifPresent(this::restore);
                        due = due.or(() -> Optional.of(now.plus(AGAIN)));
                      }
                      durable.done(written);
                    }));
  }

  /** Gives the store what has been gathered for long enough. */
  void turn(Instant now) {
    if (underWay.isEmpty() && due.filter(time -> !time.isAfter(now)).isPresent()) {
      flush(now);
    }
  }

  private void flush(Instant now) {
    Map<Object, Change> batch = gathered;
    gathered = new LinkedHashMap<>();
    due = Optional.empty();
    if (batch.isEmpty()) {
      return;
    }
    underWay = batch;
    List<List<Change>> saves =
        apart
            ? batch.values().stream().map(List::of).toList() // so that a fault of one is its own
            : List.of(List.copyOf(batch.values()));
    apart = false;
    int[] open = {saves.size()};
    for (List<Change> each : saves) {
      save(each)
          .whenComplete((nothing, fault) -> mailbox.post(() -> saved(each, fault, open, now)));
    }
  }

  private void saved(List<Change> changes, @Nullable Throwable fault, int[] open, Instant now) {
    settled(fault == null, fault);
    if (fault != null) {
      changes.stream()
          .filter(change -> !overtaken.contains(RowKey.of(change)))
          .forEach(this::restore);
      apart = true;
      due = Optional.of(now.plus(AGAIN));
    }
    open[0]--;
    if (open[0] == 0) {
      underWay = Map.of();
      overtaken.clear();
    }
  }

  /**
   * Everything that was gathered, at once, and for the last time; what was under way is before it.
   */
  CompletionStage<Void> last() {
    List<Change> batch = new ArrayList<>(gathered.values());
    gathered = new LinkedHashMap<>();
    return batch.isEmpty() ? CompletableFuture.completedFuture(null) : save(batch);
  }

  /** Whether the store takes what it is given. */
  boolean failing() {
    return failing;
  }

  /** How often it did not. */
  long failures() {
    return failures;
  }

  /** How many rows wait for it. */
  int waiting() {
    return gathered.size();
  }

  private CompletionStage<Void> save(List<Change> changes) {
    try {
      return store.save(changes);
    } catch (RuntimeException e) { // a fault of the store is not one of who keeps something
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What failed waits again, unless something newer of the same row does. */
  private void restore(Change change) {
    gathered.putIfAbsent(RowKey.of(change), change);
  }

  private void settled(boolean written, @Nullable Throwable fault) {
    if (written && failing) {
      LOG.info("presence: the store takes rows again");
    } else if (!written) {
      failures++;
      if (!failing) {
        LOG.error(
            "presence: the store takes no rows, so no new subscriptions are taken; those that there"
                + " are go on: {}",
            cause(fault));
      }
    }
    failing = !written;
  }

  private static String cause(@Nullable Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    return String.valueOf(cause == null ? "no cause given" : cause.getMessage());
  }
}

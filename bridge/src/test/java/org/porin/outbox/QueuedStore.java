package org.porin.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;

/** A store in memory that does what it was asked for when a test says so, and one by one. */
final class QueuedStore implements OutboxStore {
  final Map<Long, byte[]> hot = new TreeMap<>();
  final Map<Long, ParkedRow> parked = new TreeMap<>();
  final Deque<Runnable> asked = new ArrayDeque<>();

  /** What keeps it from doing anything. */
  Optional<StoreException> fault = Optional.empty();

  private final Map<Long, byte[]> messages = new TreeMap<>();
  private long lastId;

  /** Does all that was asked for, and what is asked for meanwhile. */
  void run() {
    for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
      next.run();
    }
  }

  private void change(Runnable change, Written told) {
    asked.add(
        () -> {
          if (fault.isEmpty()) {
            change.run();
          }
          told.written(fault);
        });
  }

  @Override
  public void load(Rows rows) {
    parked.values().forEach(row -> rows.parked(row, 0));
    hot.forEach((id, message) -> rows.hot(id, 0, message));
  }

  @Override
  public long nextId() {
    return ++lastId;
  }

  @Override
  public void insert(long id, long lane, byte[] message, Written told) {
    change(() -> hot.put(id, message), told);
  }

  @Override
  public boolean isOurs() {
    return true;
  }

  @Override
  public boolean mayBeElsewhere(long lane) {
    return false;
  }

  @Override
  public void look(long lane, Looked told) {
    throw new IllegalStateException("there is nobody else");
  }

  @Override
  public void park(
      ParkedRow row, boolean wasHot, Optional<SettledIdentity> identity, Written told) {
    change(
        () -> {
          if (wasHot) {
            messages.put(row.id(), hot.remove(row.id()));
          }
          parked.put(row.id(), row);
        },
        told);
  }

  @Override
  public void delete(long id, boolean wasHot, Optional<SettledIdentity> identity, Written told) {
    change(
        () -> {
          hot.remove(id);
          parked.remove(id);
          messages.remove(id);
        },
        told);
  }

  @Override
  public void read(long id, Found told) {
    asked.add(
        () ->
            told.found(
                Optional.ofNullable(messages.get(id)).filter(unused -> fault.isEmpty()), fault));
  }
}

package org.porin.store;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The links that this bridge holds. It lets go of them by a thread of its own when the lease has
 * run out, since the one that looks into the database may just then wait for an answer.
 */
final class Grip implements AutoCloseable {
  private final BooleanSupplier certain;
  private final Heir heir;
  private final Duration period;
  private final Thread thread = new Thread(this::run, "store-grip");
  private Optional<Set<String>> told = Optional.empty(); // guarded by this
  private volatile boolean closed;

  /**
   * @param certain whether no other bridge can have taken what is this one's
   * @param period how often it is asked
   */
  Grip(BooleanSupplier certain, Heir heir, Duration period) {
    this.certain = certain;
    this.heir = heir;
    this.period = period;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Holds these from now on, and no other; none where another bridge may have them. */
  synchronized void hold(Set<String> domains) {
    Set<String> now = certain.getAsBoolean() && !closed ? Set.copyOf(domains) : Set.of();
    if (!told.equals(Optional.of(now))) {
      told = Optional.of(now);
      heir.hold(now);
    }
  }

  private void run() {
    try {
      while (!closed) {
        if (!certain.getAsBoolean()) {
          hold(Set.of());
        }
        Thread.sleep(Math.max(1, period.toMillis()));
      }
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  /** Holds none any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    hold(Set.of());
  }
}

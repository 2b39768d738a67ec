package org.porin.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.porin.presence.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. What was given to it while it committed is its next commit, however
 * much that is; it waits for nothing. Stages complete on it, one after the other in the order of
 * the calls. It knows nothing of what rows mean.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final Database database;
  private final Lease lease;
  private final long mostOctets;
  private final Thread thread = new Thread(this::run, "store");
  private final Deque<Pending> queue = new ArrayDeque<>(); // guarded by this
  private int waiting; // guarded by this, as what follows
  private long waitingOctets;
  private long commits;
  private long commitNanos;
  private long rows;
  private long failed;
  private Optional<StoreException> fault = Optional.empty();
  private boolean closed;

  // The thread's own:
  private Optional<Session> session = Optional.empty();
  private boolean cut; // whether a connection failed that had been open
  private Optional<StoreException> end = Optional.empty(); // why nothing goes any more

  Writer(Database database, Lease lease, long mostOctets) {
    this.database = database;
    this.lease = lease;
    this.mostOctets = mostOctets;
    thread.setDaemon(true); // who wants to have it written closes this
  }

  private record Pending(List<RowChange> changes, long octets, CompletableFuture<Void> done) {}

  void start() {
    thread.start();
  }

  /** Writes changes, all or none, behind those of each call before. Never blocks. */
  CompletionStage<Void> write(List<RowChange> changes) {
    long octets = RowChange.OCTETS;
    for (RowChange change : changes) {
      octets += change.octets();
    }
    Pending pending = new Pending(changes, octets, new CompletableFuture<>());
    Optional<StoreException> refusal = accept(pending);
    refusal.ifPresent(pending.done::completeExceptionally);
    return pending.done;
  }

  private synchronized Optional<StoreException> accept(Pending pending) {
    if (closed) {
      return refuse(database.name() + " is closed: the bridge is stopping");
    }
    if (waitingOctets + pending.octets > mostOctets) {
      return refuse(
          "%d octets wait to be written to %s, and %d more are too much: %s"
              .formatted(
                  waitingOctets,
                  database.name(),
                  pending.octets,
                  fault
                      .map(Throwable::getMessage)
                      .orElse("it is too slow; give it a faster disk, or less to do")));
    }
    queue.add(pending);
    waiting++;
    waitingOctets += pending.octets;
    notifyAll();
    return Optional.empty();
  }

  private Optional<StoreException> refuse(String message) {
    failed++;
    return Optional.of(new StoreException(message));
  }

  synchronized StoreStatus status(long unreadable) {
    return new StoreStatus(
        waiting,
        waitingOctets,
        commits,
        Duration.ofNanos(commitNanos),
        rows,
        failed,
        unreadable,
        fault.map(Throwable::getMessage));
  }

  private void run() {
    try {
      for (List<Pending> group = next(); !group.isEmpty() || !isClosed(); group = next()) {
        commit(group);
      }
      release();
    } finally {
      session.ifPresent(Session::close);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** All that waits; nothing when it is time to renew the lease, or when this is closed. */
  private synchronized List<Pending> next() {
    long deadline = System.nanoTime() + lease.renewal().toNanos();
    long left = lease.renewal().toMillis();
    try {
      while (queue.isEmpty() && !closed && left > 0) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      closed = true; // nobody of ours interrupts it
    }
    List<Pending> group = new ArrayList<>(queue);
    queue.clear();
    return group;
  }

  /** In halves, where one of them may hold the fault alone. */
  private void commit(List<Pending> group) {
    Optional<Fault> met = attempt(group);
    if (met.isEmpty()) {
      group.forEach(each -> settle(each, Optional.empty()));
    } else if (met.get().scope() == Fault.Scope.CHANGES && group.size() > 1) {
      int half = group.size() / 2;
      commit(group.subList(0, half));
      commit(group.subList(half, group.size()));
    } else {
      if (met.get().scope() == Fault.Scope.CHANGES) {
        LOG.error("not kept: {}", met.get().exception().getMessage());
      }
      group.forEach(each -> settle(each, met.map(Fault::exception)));
    }
  }

  private void settle(Pending pending, Optional<StoreException> thrown) {
    synchronized (this) {
      waiting--;
      waitingOctets -= pending.octets;
      failed += thrown.isPresent() ? 1 : 0;
    }
    if (thrown.isPresent()) {
      pending.done.completeExceptionally(thrown.get());
    } else {
      pending.done.complete(null);
    }
  }

  private Optional<Fault> attempt(List<Pending> group) {
    cut = false;
    Optional<Fault> met = attemptOnce(group);
    if (cut) {
      met = attemptOnce(group); // over a new one; to write the same again changes nothing
    }
    note(met);
    return met;
  }

  private Optional<Fault> attemptOnce(List<Pending> group) {
    if (end.isPresent()) {
      return end.map(each -> new Fault(Fault.Scope.DATABASE, each));
    }
    try {
      transact(group);
      return Optional.empty();
    } catch (LeaseLostException e) {
      end = Optional.of(new StoreException(String.valueOf(e.getMessage()), e));
      return end.map(each -> new Fault(Fault.Scope.DATABASE, each));
    } catch (SQLException e) {
      return Optional.of(explained(e));
    } catch (RuntimeException e) {
      LOG.error("a fault of Porin itself, in writing to {}", database.name(), e);
      disconnect();
      return Optional.of(
          new Fault(Fault.Scope.CHANGES, new StoreException("a fault of Porin itself: " + e, e)));
    }
  }

  private Fault explained(SQLException exception) {
    Fault explained = database.explain(exception);
    if (explained.scope() == Fault.Scope.CONNECTION) {
      cut = session.isPresent();
      disconnect();
    }
    return explained;
  }

  private void disconnect() {
    session.ifPresent(Session::close);
    session = Optional.empty();
  }

  private void transact(List<Pending> group) throws SQLException, LeaseLostException {
    if (group.isEmpty() && (database.isAlone() || lease.held().isEmpty())) {
      return; // nothing to renew
    }
    Changes changes = new Changes();
    group.forEach(each -> each.changes.forEach(changes::add));
    long begun = System.nanoTime();
    if (session.isEmpty()) {
      session = Optional.of(Session.open(database));
    }
    session
        .get()
        .<Boolean, LeaseLostException>transact(
            it -> {
              changes.write(it, lease.renew(it));
              return true;
            });
    count(changes.rows(), System.nanoTime() - begun);
  }

  private synchronized void count(int written, long nanos) {
    commits++;
    commitNanos += nanos;
    rows += written;
  }

  /** Says once that it does not go, and once that it goes again. */
  private void note(Optional<Fault> met) {
    Optional<StoreException> lasting =
        met.filter(each -> each.scope() != Fault.Scope.CHANGES).map(Fault::exception);
    boolean before;
    synchronized (this) {
      before = fault.isPresent();
      fault = lasting;
    }
    if (lasting.isPresent() && !before) {
      LOG.error("nothing is kept: {}", lasting.get().getMessage());
    } else if (before && lasting.isEmpty()) {
      LOG.info("{} is written again", database.name());
    }
  }

  private void release() {
    if (end.isPresent() || lease.held().isEmpty()) {
      return;
    }
    try {
      if (session.isEmpty()) {
        session = Optional.of(Session.open(database));
      }
      session
          .get()
          .<Boolean, SQLException>transact(
              it -> {
                lease.release(it);
                return true;
              });
    } catch (SQLException e) {
      LOG.warn(
          "its rows are free for others when their lease has run out: {}",
          explained(e).exception().getMessage());
    }
  }

  /** Writes what waits, lets go of the leases, and ends. Nothing is accepted any more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // who is in a hurry still wants to have it written
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

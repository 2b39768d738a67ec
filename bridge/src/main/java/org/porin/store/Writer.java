package org.porin.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.porin.durable.StoreException;
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
  private final Deque<Pending> queue = new ArrayDeque<>(); // guarded by this, as what follows
  private int waiting;
  private long waitingOctets;
  private long commits;
  private long commitNanos;
  private long rows;
  private long failed;
  private Optional<StoreException> fault = Optional.empty();
  private Freight freight = Freight.NONE;
  private boolean closed;

  Writer(Database database, Lease lease, long mostOctets) {
    this.database = database;
    this.lease = lease;
    this.mostOctets = mostOctets;
    thread.setDaemon(true); // who wants to have it written closes this
  }

  private record Pending(List<RowChange> changes, long octets, CompletableFuture<Void> done) {}

  /**
   * Begins to write.
   *
   * @param carried is carried beside the rows
   */
  void start(Freight carried) {
    synchronized (this) {
      freight = carried;
    }
    thread.start();
  }

  /** There is freight. */
  synchronized void wake() {
    notifyAll();
  }

  /** Writes changes, all or none, behind those of each call before. Never blocks. */
  CompletionStage<Void> write(List<RowChange> changes) {
    long octets = RowChange.OCTETS;
    for (RowChange change : changes) {
      octets += change.octets();
    }
    Pending pending = new Pending(changes, octets, new CompletableFuture<>());
    refusal(pending).ifPresent(pending.done::completeExceptionally);
    return pending.done;
  }

  /** Why it is not accepted; empty where it is. */
  private synchronized Optional<StoreException> refusal(Pending pending) {
    if (closed) {
      failed++;
      return Optional.of(
          new StoreException(database.name() + " is closed: the bridge is stopping"));
    }
    if (waitingOctets + pending.octets > mostOctets) {
      failed++;
      return Optional.of(tooMuch(pending.octets));
    }
    queue.add(pending);
    waiting++;
    waitingOctets += pending.octets;
    notifyAll();
    return Optional.empty();
  }

  private synchronized StoreException tooMuch(long octets) {
    String why =
        fault
            .map(Throwable::getMessage)
            .orElse("it is too slow; give it a faster disk, or less to do");
    return new StoreException(
        "%d octets wait to be written to %s, and %d more are too much: %s"
            .formatted(waitingOctets, database.name(), octets, why));
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
    try (Commits all = new Commits(database, lease)) {
      Freight carried = freight();
      for (List<Pending> group = next(); goesOn(group); group = next()) {
        boolean isFreight = carried.isWaiting();
        if (isFreight) {
          carried.carry((work, rows) -> attempt(all, work, rows));
        }
        if (!group.isEmpty() || (!isFreight && isToBeRenewed())) {
          commit(all, group);
        }
      }
    }
  }

  private synchronized Freight freight() {
    return freight;
  }

  private synchronized boolean goesOn(List<Pending> group) {
    return !closed || !group.isEmpty() || freight.isWaiting();
  }

  private boolean isToBeRenewed() {
    return !database.isAlone() && !lease.held().isEmpty();
  }

  /** All that waits; nothing when it is time to renew the lease, or when this is closed. */
  private synchronized List<Pending> next() {
    long deadline = System.nanoTime() + lease.renewal().toNanos();
    long left = lease.renewal().toMillis();
    try {
      while (queue.isEmpty() && !freight.isWaiting() && !closed && left > 0) {
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
  private void commit(Commits all, List<Pending> group) {
    Optional<Fault> met = attempt(all, group);
    boolean ofChanges = met.filter(each -> each.scope() == Fault.Scope.CHANGES).isPresent();
    if (ofChanges && group.size() > 1) {
      int half = group.size() / 2;
      commit(all, group.subList(0, half));
      commit(all, group.subList(half, group.size()));
      return;
    }
    Optional<StoreException> thrown = met.map(Fault::exception);
    if (ofChanges) {
      thrown.ifPresent(each -> LOG.error("not kept: {}", each.getMessage()));
    }
    group.forEach(each -> settle(each, thrown));
  }

  private Optional<Fault> attempt(Commits all, List<Pending> group) {
    Changes changes = new Changes();
    group.forEach(each -> each.changes.forEach(changes::add));
    return attempt(all, changes, changes.rows());
  }

  private Optional<Fault> attempt(Commits all, Work work, int changed) {
    long begun = System.nanoTime();
    Optional<Fault> met = all.commit(work);
    if (met.isEmpty() && changed > 0) {
      count(changed, System.nanoTime() - begun);
    }
    note(met);
    return met;
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

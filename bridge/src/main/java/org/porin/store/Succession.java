package org.porin.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.porin.durable.StoreException;
import org.porin.store.Takeover.Holding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that watches over the other bridges on the database: it takes what those leave that
 * die, claims links that nobody has, and says when this bridge cannot be sure any more that a link
 * is its own.
 */
final class Succession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
  private static final int LOOKS = 24; // while a lease lasts

  private final Database database;
  private final Lease lease;
  private final Takeover takeover;
  private final Silence silence;
  private final Duration period;
  private final Thread thread = new Thread(this::run, "store-watch");
  private final LinkClaims claims;
  private final Heir heir;
  private final Grip grip;
  private final Reading reading;
  private final Runnable changed;
  private final long begunNanos = System.nanoTime();
  private Optional<Session> session = Optional.empty();
  private Set<String> company = Set.of(); // the other holders at the last look
  private Set<Long> tidied = Set.of();
  private long looks;
  private boolean away;
  private volatile ClusterStatus status = ClusterStatus.ALONE;
  private volatile boolean closed;

  /** How rows under some leases are read. */
  interface Reading {
    Heir.Estate under(Set<Long> leases);
  }

  /**
   * @param changed is run when there are other bridges than before
   */
  Succession(
      Database database,
      Lease lease,
      LinkClaims claims,
      Heir heir,
      Reading reading,
      Runnable changed) {
    this.database = database;
    this.lease = lease;
    this.claims = claims;
    this.heir = heir;
    this.reading = reading;
    this.changed = changed;
    takeover = new Takeover(database, lease);
    period = lease.duration().dividedBy(LOOKS);
    silence = new Silence(lease.duration(), period.multipliedBy(2));
    grip = new Grip(lease::isOurs, heir, period);
    thread.setDaemon(true);
  }

  void start() {
    grip.start();
    thread.start();
  }

  ClusterStatus status() {
    return status;
  }

  private void run() {
    long before = System.nanoTime();
    while (!closed && !lease.lost().toCompletableFuture().isDone()) {
      long now = System.nanoTime();
      try {
        look(Duration.ofNanos(now - before));
        note(Optional.empty());
      } catch (SQLException e) {
        disconnect();
        note(Optional.of(database.explain(e).exception()));
      } catch (StoreException e) {
        note(Optional.of(e));
      } catch (RuntimeException e) { // it goes on: others wait to be inherited from
        LOG.error("a fault of Porin itself, in watching over other bridges", e);
      }
      before = now;
      pause();
    }
    grip.close();
    disconnect();
  }

  private void look(Duration passed) throws SQLException, StoreException {
    Session open = connected();
    Map<String, Holding> others = takeover.others(open);
    for (String dead : silence.look(Claim.leases(others), passed)) {
      inherit(open, dead, others.getOrDefault(dead, Holding.NONE));
    }
    meet(others.keySet());
    takeUp();
    claim(open, others);
    tidy(open);
  }

  private void inherit(Session open, String dead, Holding holding) throws SQLException {
    if (!takeover.take(open, dead, holding).isEmpty()) {
      status = counted();
      LOG.warn(
          "bridge {} {}: its messages, subscriptions and links are this one's from now on",
          holding.node().isEmpty() ? dead : holding.node(),
          holding.leases().containsValue(0L)
              ? "has stopped"
              : "has shown no life for " + Math.max(1, lease.duration().toSeconds()) + " s");
    }
  }

  private ClusterStatus counted() {
    ClusterStatus was = status;
    return new ClusterStatus(
        was.leases(), was.takeovers() + 1, was.others(), was.held(), was.elsewhere());
  }

  private void meet(Set<String> holders) {
    if (!company.equals(holders)) {
      company = Set.copyOf(holders);
      changed.run();
    }
  }

  /** Also what an earlier look took, and could not read. */
  private void takeUp() throws StoreException {
    Set<Long> unread = new LinkedHashSet<>(lease.held());
    unread.removeAll(lease.read());
    if (!unread.isEmpty()) {
      takeUp(unread);
      lease.haveRead();
      changed.run();
    }
  }

  /** A part of it may be taken up when a fault of ours comes: nothing is to be given twice. */
  private void takeUp(Set<Long> unread) throws StoreException {
    try {
      heir.takeUp(reading.under(unread));
    } catch (RuntimeException e) {
      LOG.error(
          "a fault of Porin itself: a part of what a dead bridge left waits for a restart", e);
    }
  }

  private void claim(Session open, Map<String, Holding> others) throws SQLException {
    Map<String, String> holders = LinkTable.holders(open);
    Set<String> free = new TreeSet<>(isPatient() ? claims.first() : claims.domains());
    free.removeAll(holders.keySet());
    if (!free.isEmpty()) {
      LinkTable.claim(open, lease.holder(), free);
      holders = LinkTable.holders(open);
    }
    Set<String> mine = new HashSet<>();
    Map<String, String> elsewhere = new HashMap<>();
    for (String domain : claims.domains()) {
      String holder = holders.getOrDefault(domain, "");
      if (holder.equals(lease.holder())) {
        mine.add(domain);
      } else if (others.containsKey(holder)) {
        elsewhere.put(domain, others.get(holder).node());
      }
    }
    Set<String> names = new HashSet<>();
    others.forEach((holder, each) -> names.add(each.node().isEmpty() ? holder : each.node()));
    status = new ClusterStatus(lease.held().size(), status.takeovers(), names, mine, elsewhere);
    grip.hold(mine);
  }

  /** Whether the bridge that is to have a link may be on its way. */
  private boolean isPatient() {
    return System.nanoTime() - begunNanos < lease.duration().toNanos();
  }

  /** Leases of dead bridges under which nothing is left would become ever more. */
  private void tidy(Session open) throws SQLException {
    Set<Long> held = lease.held();
    if (held.size() > 1 && !held.equals(tidied)) {
      Tidying.presence(open, lease);
      tidied = held;
    }
    if (held.size() > 1 && looks++ % LOOKS == 0) {
      Tidying.leases(open, lease);
    }
  }

  /** Says once that it does not go, and once that it goes again. */
  private void note(Optional<StoreException> fault) {
    if (closed) {
      return; // the end may have broken into a look
    }
    if (fault.isPresent() && !away) {
      LOG.warn("nobody watches over other bridges: {}", fault.get().getMessage());
    } else if (away && fault.isEmpty()) {
      LOG.info("other bridges are watched over again");
    }
    away = fault.isPresent();
  }

  private Session connected() throws SQLException {
    if (session.isEmpty()) {
      session = Optional.of(Session.open(database, lease.holder()));
    }
    return session.get();
  }

  private void disconnect() {
    session.ifPresent(Session::close);
    session = Optional.empty();
  }

  private void pause() {
    try {
      Thread.sleep(Math.max(1, period.toMillis()));
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

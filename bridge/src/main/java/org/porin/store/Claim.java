package org.porin.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.porin.durable.StoreException;
import org.porin.store.Takeover.Holding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a bridge that starts comes by its leases: it takes those that are free, and waits for holders
 * who show no life until they are dead, since the process before this one may have been killed a
 * moment ago. Of a lease that has run out by the clock of the database half the silence is enough:
 * who lives renews thrice while one lasts, and no clock alone makes anybody dead.
 */
final class Claim {
  private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Database database;
  private final Lease lease;
  private final Takeover takeover;

  Claim(Database database, Lease lease) {
    this.database = database;
    this.lease = lease;
    takeover = new Takeover(database, lease);
  }

  /**
   * Claims them, where none is held yet. Blocks.
   *
   * @throws StoreException when the waiting is interrupted
   */
  synchronized void make() throws SQLException, StoreException {
    if (!lease.held().isEmpty()) {
      return;
    }
    try (Session session = Session.open(database, lease.holder())) {
      long begun = System.nanoTime();
      if (database.isAlone()) {
        lease.keep(session.<Set<Long>, SQLException>transact(lease::takeAll));
        secure(session);
      } else {
        secure(session); // first: what is new has a lease of its own
        awaitSilent(session);
        begun = System.nanoTime();
        renew(session);
      }
      lease.renewed(begun);
    }
  }

  private void secure(Session session) throws SQLException {
    lease.keep(session.<Set<Long>, SQLException>transact(lease::secure));
  }

  /** It may have waited for as long as its own lease lasts. */
  private void renew(Session session) throws SQLException, StoreException {
    try {
      session.<Set<Long>, LeaseLostException>transact(lease::renew);
    } catch (LeaseLostException e) {
      throw new StoreException(String.valueOf(e.getMessage()), e);
    }
  }

  private void awaitSilent(Session session) throws SQLException, StoreException {
    Map<String, Holding> first = takeover.others(session);
    Set<String> silent = new HashSet<>(first.keySet());
    if (!silent.isEmpty()) {
      LOG.info(
          "another bridge has rows in {}: if it does not live they are this one's in at most {} s",
          database.name(),
          Math.max(1, lease.duration().toSeconds()));
    }
    Silence silence = new Silence(lease.duration(), LOOK.multipliedBy(2));
    Silence half = new Silence(lease.duration().dividedBy(2), LOOK.multipliedBy(2));
    long before = System.nanoTime();
    while (!silent.isEmpty()) {
      Map<String, Holding> now = takeover.others(session);
      Duration passed = Duration.ofNanos(System.nanoTime() - before);
      before = System.nanoTime();
      Set<String> dead = new HashSet<>(silence.look(leases(now), passed));
      half.look(leases(now), passed).stream()
          .filter(holder -> now.getOrDefault(holder, Holding.NONE).expired())
          .forEach(dead::add);
      for (String holder : dead) {
        takeover.take(session, holder, now.getOrDefault(holder, Holding.NONE));
      }
      silent.removeAll(dead);
      silent.removeIf(
          holder ->
              !first
                  .getOrDefault(holder, Holding.NONE)
                  .leases()
                  .equals(now.getOrDefault(holder, Holding.NONE).leases()));
      renew(session); // others wait for this one in the same way
      pause();
    }
  }

  static Map<String, Map<Long, Long>> leases(Map<String, Holding> holdings) {
    Map<String, Map<Long, Long>> leases = new HashMap<>();
    holdings.forEach((holder, holding) -> leases.put(holder, holding.leases()));
    return leases;
  }

  private static void pause() throws StoreException {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("stopped while waiting for the rows of another bridge", e);
    }
  }
}

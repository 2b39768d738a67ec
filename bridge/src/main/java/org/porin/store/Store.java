package org.porin.store;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.porin.durable.StoreException;
import org.porin.outbox.OutboxStore;
import org.porin.presence.PresenceStore;

/** An open store: what is kept in it, and the one thread that writes. */
public final class Store implements AutoCloseable {
  private final Database database;
  private final Lease lease;
  private final Writer writer;
  private final KeptPresence presence;
  private final KeptOutbox outbox;
  private Optional<Succession> succession = Optional.empty(); // guarded by this

  Store(Database database, StoreSettings settings) {
    this.database = database;
    lease = new Lease(database, settings.lease(), settings.node());
    writer = new Writer(database, lease, settings.waitingOctets());
    presence = new KeptPresence(database, lease, writer, this::close);
    outbox = new KeptOutbox(database, lease, writer::wake);
    writer.start(outbox);
  }

  /** The messages of the outbox. They wait for no subscription, and no subscription for them. */
  public OutboxStore outbox() {
    return outbox;
  }

  /** The subscriptions. Who closes them closes the store. Their stages complete on its thread. */
  public PresenceStore presence() {
    return presence;
  }

  /** How it is doing; for any thread. */
  public StoreStatus status() {
    return writer.status(presence.unreadable() + outbox.unreadable());
  }

  /**
   * Begins to watch over the other bridges on this database, where there can be any. After what is
   * there was loaded.
   *
   * @param claims the links that one bridge may hold at a time
   */
  public synchronized void follow(LinkClaims claims, Heir heir) {
    lease.haveRead();
    if (!database.isAlone() && succession.isEmpty()) {
      Succession watch =
          new Succession(database, lease, claims, heir, this::estate, outbox::companyHasChanged);
      succession = Optional.of(watch);
      watch.start();
    }
  }

  private Heir.Estate estate(Set<Long> leases) {
    return new Heir.Estate() {
      @Override
      public void messages(OutboxStore.Rows rows) throws StoreException {
        outbox.read(leases, rows);
      }

      @Override
      public void subscriptions(PresenceStore.Rows rows) throws StoreException {
        presence.read(leases, rows);
      }
    };
  }

  /** How the bridges on this database stand to each other; for any thread. */
  public synchronized ClusterStatus cluster() {
    return succession.map(Succession::status).orElse(ClusterStatus.ALONE);
  }

  /**
   * Completes with the reason when another bridge has taken what this one had, since it showed no
   * life. Nothing more is written; a new store would begin as a new bridge.
   */
  public CompletionStage<String> lost() {
    return lease.lost();
  }

  /** Writes what waits, and lets other bridges have the rows at once. */
  @Override
  public void close() {
    Optional<Succession> watch;
    synchronized (this) {
      watch = succession;
    }
    watch.ifPresent(Succession::close);
    writer.close();
    database.close();
  }
}

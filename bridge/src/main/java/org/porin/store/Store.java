package org.porin.store;

import org.porin.outbox.OutboxStore;
import org.porin.presence.PresenceStore;

/** An open store: what is kept in it, and the one thread that writes. */
public final class Store implements AutoCloseable {
  private final Database database;
  private final Writer writer;
  private final KeptPresence presence;
  private final KeptOutbox outbox;

  Store(Database database, StoreSettings settings) {
    this.database = database;
    Lease lease = new Lease(database, settings.lease());
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

  /** Writes what waits, and lets other bridges have the rows at once. */
  @Override
  public void close() {
    writer.close();
    database.close();
  }
}

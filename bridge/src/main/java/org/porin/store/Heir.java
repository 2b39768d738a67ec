package org.porin.store;

import java.util.Set;
import org.porin.durable.StoreException;
import org.porin.outbox.OutboxStore;
import org.porin.presence.PresenceStore;

/** Who takes up what bridges leave that die while this one runs. */
public interface Heir {
  /**
   * A bridge has died, and what it had is this one's. When the rows cannot be read it is called
   * again; a fault of ours ends it, since a part may be taken up by then.
   *
   * @throws StoreException when the rows cannot be read; nothing was taken up then
   */
  void takeUp(Estate estate) throws StoreException;

  /**
   * Which links are this bridge's to hold from now on, of those that one bridge may hold at a time.
   * Must not block: a link that is let go of late is held twice.
   *
   * @param domains fewer while the store cannot be had: then another bridge may hold them
   */
  void hold(Set<String> domains);

  /** The rows of bridges that died. Each may be read more than once. */
  interface Estate {
    /** Messages, the oldest first. */
    void messages(OutboxStore.Rows rows) throws StoreException;

    /** Subscriptions. */
    void subscriptions(PresenceStore.Rows rows) throws StoreException;
  }
}

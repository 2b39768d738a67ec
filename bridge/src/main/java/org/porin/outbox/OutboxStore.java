package org.porin.outbox;

import java.util.Optional;
import org.porin.presence.StoreException;

/**
 * Where messages outlive the process. Changes become durable together with whatever waited during
 * the commit before, in the order of the calls; nothing waits for more to come. No method but
 * {@link #load} blocks. What is told is told on the store's thread, in the order of the calls, and
 * must not block it. Safe for many threads.
 */
public interface OutboxStore {
  /**
   * Takes up what is there, once, before anything else.
   *
   * @param rows is given the oldest first
   * @throws StoreException when it cannot be read; it names the cause and the remedy
   */
  void load(Rows rows) throws StoreException;

  /** An id above all that there are, and that were given out. */
  long nextId();

  /**
   * Keeps a message that is on its way.
   *
   * @param lane see {@link LaneNumber}
   */
  void insert(long id, long lane, byte[] message, Written told);

  /**
   * Whether what was loaded, or inserted, is this process's to work on. Where it is not, another
   * may have it by now.
   */
  boolean isOurs();

  /** Whether another process may have messages in a lane; then {@link #look} tells. */
  boolean mayBeElsewhere(long lane);

  /** Looks whether another process has messages in a lane, behind what was inserted before. */
  void look(long lane, Looked told);

  /**
   * Keeps where a message stands that waits for longer.
   *
   * @param hot whether it is not parked yet
   */
  void park(ParkedRow row, boolean hot, Written told);

  /** Forgets a message; of one that is not there it does nothing. */
  void delete(long id, boolean hot, Written told);

  /** Reads the octets of a parked message. */
  void read(long id, Found told);

  /** Is told how a change ended. */
  interface Written {
    /**
     * It is durable, or it is not and nothing has changed.
     *
     * @param fault empty where it is durable
     */
    void written(Optional<StoreException> fault);
  }

  /** Is told what was found. */
  interface Found {
    /**
     * It was looked for.
     *
     * @param message empty where it is not there
     * @param fault why nobody could look
     */
    void found(Optional<byte[]> message, Optional<StoreException> fault);
  }

  /** Is told whether a lane is shared. */
  interface Looked {
    /**
     * It was looked.
     *
     * @param elsewhere whether another process has messages in it
     * @param fault why nobody could look
     */
    void looked(boolean elsewhere, Optional<StoreException> fault);
  }

  /** What {@link #load} finds. */
  interface Rows {
    /** A message that had not been parked. */
    void hot(long id, byte[] message);

    /** A parked one. */
    void parked(ParkedRow row);
  }
}

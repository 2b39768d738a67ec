package org.porin.outbox;

import java.time.Duration;
import java.util.Optional;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;

/**
 * Where messages outlive the process. Changes become durable together with whatever waited during
 * the commit before, in the order of the calls; nothing waits for more to come. No method but
 * {@link #load} blocks. What is told is told on the store's thread, in the order of the calls, and
 * must not block it. Safe for many threads.
 */
public interface OutboxStore {
  /**
   * How long an identity is remembered at least: as long as a repeat may come (OPEN b), timer F of
   * RFC 3261 for both ends, and a quarter more.
   */
  Duration REMEMBERED = Duration.ofSeconds(80);

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

  /**
   * Looks whether another process has messages in a lane that were recorded before those of this
   * one, behind what was inserted before.
   */
  void look(long lane, Looked told);

  /**
   * Keeps where a message stands that waits for longer.
   *
   * @param hot whether it is not parked yet
   * @param identity by which a repeat of it is known, remembered with it for {@link #REMEMBERED}
   */
  void park(ParkedRow row, boolean hot, Optional<SettledIdentity> identity, Written told);

  /**
   * Forgets a message; of one that is not there it does nothing.
   *
   * @param identity the same as of {@link #park}
   */
  void delete(long id, boolean hot, Optional<SettledIdentity> identity, Written told);

  /** Reads the octets of a parked message. */
  void read(long id, Found told);

  /** Is told how a change ended. */
  interface Written {
    /**
     * It is durable, or it is not and nothing has changed; of an uncertain fault nobody knows.
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
     * @param elsewhere whether another process has older messages in it
     * @param fault why nobody could look
     */
    void looked(boolean elsewhere, Optional<StoreException> fault);
  }

  /** What {@link #load} finds. */
  interface Rows {
    /**
     * A message that had not been parked.
     *
     * @param ticket by which those of several bridges are in order, and before their ids
     */
    void hot(long id, long ticket, byte[] message);

    /** A parked one. */
    void parked(ParkedRow row, long ticket);

    /** By what a repeat is known of one that may not be here any more. */
    void settled(SettledIdentity identity);
  }
}

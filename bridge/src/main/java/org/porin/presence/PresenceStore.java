package org.porin.presence;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.porin.durable.StoreException;

/**
 * Where subscriptions outlive the process. Rows that belong to another bridge on the same store are
 * not seen here, unless its lease has run out and they are claimed.
 */
public interface PresenceStore extends AutoCloseable {
  /**
   * Makes the rows that belong to nobody, or to a bridge whose lease has run out, those of this
   * one, and gives all that are. Blocks; to be called once at the start, before anything is saved.
   *
   * @throws StoreException when the store cannot be read; it names the cause and the remedy
   */
  void load(Rows rows) throws StoreException;

  /**
   * Keeps changes, all or none, in their order and behind those of each call before. Never blocks.
   *
   * @return completes when they are durable; exceptionally with a {@link StoreException} when they
   *     could not be written, after which they are as if never given
   */
  CompletionStage<Void> save(List<Change> changes);

  /** Writes what waits, and lets go of the rows. */
  @Override
  void close();

  /** Is told of each row. */
  interface Rows {
    void watch(WatchRow row);

    void grant(GrantRow row);

    void audience(AudienceRow row);

    void block(BlockRow row);
  }

  /** A change of one row. */
  sealed interface Change {
    /** The row is there from now on, in the place of one with the same key. */
    record Put(Row row) implements Change {}

    /** There is no row of that kind and key any more; where there was none, nothing happens. */
    record Drop(Row row) implements Change {}
  }

  /** One row of one table. */
  sealed interface Row permits WatchRow, GrantRow, AudienceRow, BlockRow {}
}

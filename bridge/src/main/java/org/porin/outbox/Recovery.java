package org.porin.outbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.profile.MessageOperation;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives both directions what an earlier process left, in the order in which it was recorded. */
public final class Recovery implements OutboxStore.Rows {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final List<Recovered> found = new ArrayList<>();
  private final List<SettledIdentity> settled = new ArrayList<>();
  private int unreadable;

  private Recovery() {}

  /** Whoever recognises what comes again. */
  public interface Repeats {
    /** Nobody does. */
    Repeats NONE =
        new Repeats() {
          @Override
          public void remember(MessageOperation operation) {
            // It is not asked for.
          }

          @Override
          public void recall(SettledIdentity identity) {
            // It is not asked for.
          }
        };

    /** A message that is kept, and may have been on its way. */
    void remember(MessageOperation operation);

    /** By what one is known that was answered, or may have been. */
    void recall(SettledIdentity identity);
  }

  /**
   * Loads the store, before anything is carried.
   *
   * @param repeats recognises what comes again, and is given each message that may have been on its
   *     way, and the identities of those that had ended
   * @throws StoreException when it cannot be read
   */
  public static void of(
      OutboxStore store, DurableOutbox toSimple, DurableOutbox toXmpp, Repeats repeats)
      throws StoreException {
    Recovery recovery = read(store::load);
    recovery.give(toSimple, toXmpp, repeats);
  }

  /** What gives rows to whoever reads them. */
  @FunctionalInterface
  public interface Source {
    /**
     * Reads them.
     *
     * @throws StoreException when they cannot be read
     */
    void read(OutboxStore.Rows rows) throws StoreException;
  }

  /**
   * Reads rows, which are nobody's yet.
   *
   * @throws StoreException when they cannot be read
   */
  public static Recovery read(Source source) throws StoreException {
    Recovery recovery = new Recovery();
    source.read(recovery);
    recovery.found.sort(
        Comparator.comparingLong(Recovered::ticket).thenComparingLong(Recovered::id));
    return recovery;
  }

  /**
   * Gives what was read to both directions, also while they carry.
   *
   * @param repeats recognises what comes again, and is given each message that may have been on its
   *     way, and the identities of those that had ended
   */
  public void give(DurableOutbox toSimple, DurableOutbox toXmpp, Repeats repeats) {
    settled.forEach(repeats::recall);
    for (Recovered each : found) {
      each.row().map(OutboxRow::operation).ifPresent(repeats::remember);
    }
    for (DurableOutbox outbox : List.of(toSimple, toXmpp)) {
      outbox.recover(
          found.stream().filter(each -> each.direction() == outbox.direction()).toList());
    }
    if (!found.isEmpty() || unreadable > 0) {
      LOG.info(
          "{} messages of an earlier process go on, {} cannot be read", found.size(), unreadable);
    }
  }

  @Override
  public void hot(long id, long ticket, byte[] message) {
    try {
      found.add(Recovered.hot(id, ticket, message));
    } catch (MalformedException e) {
      leaveOut(id, e);
    }
  }

  @Override
  public void parked(ParkedRow row, long ticket) {
    try {
      found.add(Recovered.parked(row, ticket));
    } catch (MalformedException e) {
      leaveOut(row.id(), e);
    }
  }

  @Override
  public void settled(SettledIdentity identity) {
    settled.add(identity);
  }

  /** It stays where it is: an operator may want to look at it. */
  private void leaveOut(long id, MalformedException why) {
    unreadable++;
    LOG.error("row {} of the outbox cannot be read and is left out: {}", id, why.getMessage());
  }
}

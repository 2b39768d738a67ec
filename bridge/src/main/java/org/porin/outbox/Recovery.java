package org.porin.outbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
  private final Repeats repeats;
  private int unreadable;

  private Recovery(Repeats repeats) {
    this.repeats = repeats;
  }

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
   * Loads the store.
   *
   * @param repeats recognises what comes again, and is given each message that may have been on its
   *     way, and the identities of those that had ended
   * @throws StoreException when it cannot be read
   */
  public static void of(
      OutboxStore store, DurableOutbox toSimple, DurableOutbox toXmpp, Repeats repeats)
      throws StoreException {
    Recovery recovery = new Recovery(repeats);
    store.load(recovery);
    recovery.found.sort(Comparator.comparingLong(Recovered::id));
    for (Recovered each : recovery.found) {
      (each.direction() == Direction.TO_SIMPLE ? toSimple : toXmpp).recover(each);
      Optional<MessageOperation> operation = each.row().map(OutboxRow::operation);
      operation.ifPresent(repeats::remember);
    }
    if (!recovery.found.isEmpty() || recovery.unreadable > 0) {
      LOG.info(
          "{} messages of an earlier process go on, {} cannot be read",
          recovery.found.size(),
          recovery.unreadable);
    }
  }

  @Override
  public void hot(long id, byte[] message) {
    try {
      found.add(Recovered.hot(id, message));
    } catch (MalformedException e) {
      leaveOut(id, e);
    }
  }

  @Override
  public void parked(ParkedRow row) {
    try {
      found.add(Recovered.parked(row));
    } catch (MalformedException e) {
      leaveOut(row.id(), e);
    }
  }

  @Override
  public void settled(SettledIdentity identity) {
    repeats.recall(identity);
  }

  /** It stays where it is: an operator may want to look at it. */
  private void leaveOut(long id, MalformedException why) {
    unreadable++;
    LOG.error("row {} of the outbox cannot be read and is left out: {}", id, why.getMessage());
  }
}

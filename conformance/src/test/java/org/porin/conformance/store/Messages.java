package org.porin.conformance.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.OutboxStore;
import org.porin.outbox.ParkedRow;
import org.porin.store.Store;

/** Messages as a store has them: octets of which it knows nothing. */
final class Messages implements OutboxStore.Rows {
  private final List<String> found = new ArrayList<>();

  private Messages() {}

  /** Keeps some, and waits until they are durable. */
  static void keep(Store store, String... texts) {
    for (String text : texts) {
      insert(store, 1, text);
    }
  }

  /** Keeps one in a lane, waits until it is durable, and gives its id. */
  static long insert(Store store, long lane, String text) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    long id = store.outbox().nextId();
    store.outbox().insert(id, lane, text.getBytes(UTF_8), fault -> end(done, fault));
    wait(done);
    return id;
  }

  /** Deletes one, and waits until it is gone. */
  static void delete(Store store, long id, boolean hot) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    store.outbox().delete(id, hot, Optional.empty(), fault -> end(done, fault));
    wait(done);
  }

  /** Parks one, and waits until that is durable. */
  static void park(Store store, ParkedRow row) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    store.outbox().park(row, true, Optional.empty(), fault -> end(done, fault));
    wait(done);
  }

  /** Whether another bridge has older ones in a lane. */
  static boolean isElsewhere(Store store, long lane) {
    CompletableFuture<Boolean> looked = new CompletableFuture<>();
    store
        .outbox()
        .look(
            lane,
            (elsewhere, fault) -> {
              if (fault.isPresent()) {
                looked.completeExceptionally(fault.get());
              } else {
                looked.complete(elsewhere);
              }
            });
    return wait(looked);
  }

  /** Loads it, and gives what was not parked. */
  static List<String> in(Store store) throws StoreException {
    Messages messages = new Messages();
    store.outbox().load(messages);
    return messages.found;
  }

  private static void end(CompletableFuture<Void> done, Optional<StoreException> fault) {
    fault.ifPresentOrElse(done::completeExceptionally, () -> done.complete(null));
  }

  private static <T> T wait(CompletableFuture<T> done) {
    return done.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void hot(long id, long ticket, byte[] message) {
    found.add(new String(message, UTF_8));
  }

  @Override
  public void parked(ParkedRow row, long ticket) {
    // Its octets are not asked for.
  }

  @Override
  public void settled(SettledIdentity identity) {
    // Nobody repeats anything.
  }
}

package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.porin.address.PresUri;
import org.porin.durable.StoreException;
import org.porin.presence.AudienceRow;
import org.porin.presence.BlockRow;
import org.porin.presence.GrantRow;
import org.porin.presence.PresenceStore;
import org.porin.presence.PresenceStore.Change;
import org.porin.presence.WatchRow;

class InMemoryStoreTest {
  private static final GrantRow GRANT =
      new GrantRow(
          new PresUri("romeo", "montague.example"),
          new PresUri("juliet", "capulet.example"),
          "granted",
          Instant.EPOCH);

  private static Store open() throws StoreException {
    return Stores.open(StoreSettings.of(new StoreLocation.InMemory(), Optional.empty()));
  }

  /** Gathers grants, and wants nothing else. */
  private static List<GrantRow> grants(PresenceStore store) throws StoreException {
    List<GrantRow> grants = new ArrayList<>();
    store.load(
        new PresenceStore.Rows() {
          @Override
          public void watch(WatchRow row) {
            throw new AssertionError(row);
          }

          @Override
          public void grant(GrantRow row) {
            grants.add(row);
          }

          @Override
          public void audience(AudienceRow row) {
            throw new AssertionError(row);
          }

          @Override
          public void block(BlockRow row) {
            throw new AssertionError(row);
          }
        });
    return grants;
  }

  @Test
  void itKeepsAsLongAsItIsOpen() throws Exception {
    try (Store store = open()) {
      assertThat(grants(store.presence())).isEmpty();
      store.presence().save(List.of(new Change.Put(GRANT))).toCompletableFuture().join();
      assertThat(grants(store.presence())).containsExactly(GRANT);
      assertThat(store.status().rows()).isEqualTo(1);
    }
  }

  @Test
  void aFaultInWhatFollowsACommitKeepsNobodyElseWaiting() throws Exception {
    try (Store store = open()) {
      CompletableFuture<Void> told = new CompletableFuture<>();
      store
          .outbox()
          .delete(
              1,
              true,
              Optional.empty(),
              fault -> {
                throw new StackOverflowError();
              });
      store.outbox().delete(2, true, Optional.empty(), fault -> told.complete(null));
      assertThat(told).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  @Test
  void eachIsOneOfItsOwn() throws Exception {
    try (Store one = open();
        Store other = open()) {
      assertThat(grants(one.presence())).isEmpty();
      assertThat(grants(other.presence())).isEmpty();
      one.presence().save(List.of(new Change.Put(GRANT))).toCompletableFuture().join();
      assertThat(grants(other.presence())).isEmpty();
    }
  }
}

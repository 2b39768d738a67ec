package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Scene.JULIET;
import static org.porin.presence.Scene.ROMEO;
import static org.porin.presence.SubscriptionsTest.reason;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.address.Jid;
import org.porin.durable.StoreException;
import org.porin.profile.ContactDirectory.Change;
import org.porin.profile.Failure.Reason;
import org.porin.profile.PresenceService.Answer;
import org.porin.requirement.Requirement;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** Subscriptions on the real store, which completes its stages on a thread of its own. */
@Timeout(60)
class SubscriptionsInSqliteTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Jid USER = Scene.jid("juliet@capulet.example");

  @TempDir private Path directory;

  @Test
  @Requirement("3859-3.4-1")
  void whatOneProcessLeavesTheNextOneGoesOnWith() throws Exception {
    try (Store store = open()) {
      Scene scene = new Scene(store.presence());
      scene.carrier.answer();
      scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
      until(scene, () -> !scene.carrier.subscribes.isEmpty());
      scene.notify("out-1", 2, "active;expires=3600", "garden:open");
      CompletableFuture<Answer> answer =
          scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
      until(scene, answer::isDone);
      scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
      scene.pass(Duration.ofSeconds(8));
      until(scene, () -> scene.service.status().totals().inward().getOrDefault("active", 0L) == 1);
      var blocked = scene.service.contacts().block(USER, Scene.jid("verona.example"));
      until(scene, () -> blocked.toCompletableFuture().isDone());
      assertThat(blocked.toCompletableFuture().join()).isEqualTo(Change.DONE);
      scene.service.close(Duration.ZERO);
    }
    try (Store store = open()) {
      Scene scene = new Scene(store.presence());
      scene.carrier.answer();
      assertThat(scene.service.status().totals().outward()).containsEntry("active", 1L);
      assertThat(scene.service.status().totals().inward()).containsEntry("active", 1L);

      scene.pass(Duration.ofSeconds(1));
      assertThat(scene.stream.take())
          .contains("probe romeo@montague.example juliet@capulet.example")
          .noneMatch(each -> each.startsWith("subscribe "));
      assertThat(reason(scene.notify("out-1", 3, "active;expires=3600", "garden:closed")))
          .isEmpty();
      assertThat(scene.stream.take())
          .contains("unavailable romeo@montague.example/garden juliet@capulet.example");
      assertThat(reason(scene.notify("out-1", 3, "active"))).contains(Reason.NO_SUBSCRIPTION);
      var blocks = scene.service.contacts().blocks(USER).toCompletableFuture();
      scene.turn();
      assertThat(blocks.join().entries()).containsExactly(Scene.jid("verona.example"));
    }
  }

  private Store open() throws StoreException {
    return Stores.open(
        StoreSettings.of(
            new StoreLocation.InFile(directory.resolve("porin.db")), Optional.empty()));
  }

  /** The store has its own time; the test as much as it needs. */
  private static void until(Scene scene, BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
      scene.turn();
    }
  }
}

package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Scene.JULIET;
import static org.porin.presence.Scene.NURSE;
import static org.porin.presence.Scene.ROMEO;
import static org.porin.presence.SubscriptionsTest.reason;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.porin.address.PresUri;
import org.porin.membrane.Policy;
import org.porin.profile.Failure.Reason;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.SubscriptId;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaError.Condition;

/** What becomes of subscriptions when the store is slow or fails, and when too much comes. */
class SubscriptionsUnderStressTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SlowStore store = new SlowStore();
  private final Scene scene = new Scene(store, Scene.SETTINGS, Policy.OPEN);

  @Test
  @Requirement("3859-3.4-1")
  void nobodyHearsOfASubscriptionBeforeItIsKept() {
    store.slow = true;
    CompletableFuture<Answer> answer =
        scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    scene.stanza("nurse@capulet.example", "romeo@montague.example", "subscribe");

    assertThat(answer).isNotDone();
    assertThat(scene.stream.take()).isEmpty();
    assertThat(scene.carrier.subscribes).isEmpty();

    store.go();
    scene.turn();
    assertThat(reason(answer)).isEmpty();
    assertThat(scene.stream.take())
        .contains("subscribe romeo@montague.example juliet@capulet.example");
    assertThat(scene.carrier.subscribes).hasSize(1);
  }

  @Test
  void whileOneWaitsForTheStoreItsInputsWaitInTheirOrderAndOthersGoOn() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    store.slow = true;
    CompletableFuture<Answer> first =
        scene.notify("out-1", 2, "active;expires=3600", "garden:open");
    CompletableFuture<Answer> second =
        scene.notify("out-1", 3, "active;expires=3600", "garden:closed");
    scene.subscribe(ROMEO, NURSE, HOUR, Arrivals.opening("in-1"));

    assertThat(first).as("a notification waits for nobody").isDone();
    assertThat(second).isNotDone();
    assertThat(scene.stream.take()).as("told only when it is kept").isEmpty();

    store.go();
    scene.turn();
    assertThat(second).isDone();
    assertThat(scene.stream.take())
        .containsSubsequence(
            "available romeo@montague.example/garden juliet@capulet.example",
            "unavailable romeo@montague.example/garden juliet@capulet.example");
  }

  @Test
  void whatCannotBeKeptIsRefusedAndLeavesNothing() {
    store.failing = true;
    CompletableFuture<Answer> answer =
        scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");

    assertThat(reason(answer)).contains(Reason.INTERNAL);
    assertThat(scene.carrier.subscribes).isEmpty();
    assertThat(scene.stream.sent)
        .singleElement()
        .satisfies(
            bounce ->
                assertThat(bounce.error().orElseThrow().condition())
                    .isEqualTo(Condition.INTERNAL_SERVER_ERROR));
    assertThat(reason(scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.on("in-1", 2))))
        .contains(Reason.NO_SUBSCRIPTION);

    store.failing = false;
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    assertThat(scene.carrier.subscribes).hasSize(1);
  }

  @Test
  void whatThereIsGoesOnWhileTheStoreFailsAndIsKeptAfterwards() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.notify("out-1", 2, "active;expires=3600", "garden:open");
    store.failing = true;
    scene.notify("out-1", 3, "active;expires=3600", "garden:open", "street:open");
    scene.notify("out-1", 4, "active;expires=3600", "street:open");

    assertThat(scene.stream.take())
        .containsSubsequence(
            "available romeo@montague.example/street juliet@capulet.example",
            "unavailable romeo@montague.example/garden juliet@capulet.example");
    scene.pass(Duration.ofSeconds(1));
    assertThat(scene.service.status().gauges().storeFailing()).isTrue();

    store.failing = false;
    scene.pass(Duration.ofSeconds(6));
    assertThat(scene.service.status().gauges().storeFailing()).isFalse();
    assertThat(store.rows.values())
        .singleElement()
        .satisfies(row -> assertThat(((WatchRow) row).told()).contains("street"));
  }

  @Test
  void aRowThatTheStoreCannotKeepKeepsNoOtherFromIt() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.notify("out-1", 2, "active;expires=3600", "garden:open");
    scene.subscribe(ROMEO, NURSE, HOUR, Arrivals.opening("in-1"));
    scene.pass(Duration.ofSeconds(1));
    store.unkeepable = "target=pres:nurse@";
    scene.notify("out-1", 3, "active;expires=3600", "garden:open");
    scene.subscribe(ROMEO, NURSE, HOUR, Arrivals.on("in-1", 2));
    scene.pass(Duration.ofSeconds(12));

    assertThat(store.rows.values())
        .filteredOn(WatchRow.class::isInstance)
        .singleElement()
        .satisfies(row -> assertThat(((WatchRow) row).leg().orElseThrow().state()).isEqualTo("3"));
    store.unkeepable = "\0";
    scene.pass(Duration.ofSeconds(6));
    assertThat(store.rows.values())
        .filteredOn(AudienceRow.class::isInstance)
        .singleElement()
        .satisfies(row -> assertThat(((AudienceRow) row).leg().state()).isEqualTo("2"));
  }

  @Test
  void changesOfASecondAreKeptInOneBatch() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.notify("out-1", 2, "active;expires=3600", "garden:open");
    scene.pass(Duration.ofSeconds(1));
    int before = store.saved.size();
    for (int i = 3; i < 40; i++) {
      scene.notify("out-1", i, "active;expires=3600", "garden:open");
    }
    scene.pass(Duration.ofSeconds(1));

    assertThat(store.saved.size() - before).isEqualTo(1);
  }

  @Test
  void whenTheMailboxIsFullOperationsAreRefusedAndRequestsBounce() {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 25_000; i++) {
      answers.add(open(new PresUri("u" + i, "montague.example"), "in-" + i));
    }
    scene.service.presence(
        Scene.of("juliet@capulet.example", "romeo@montague.example", "subscribe"));
    scene.service.presence(
        Scene.of("juliet@capulet.example/x", "romeo@montague.example", "unavailable"));

    assertThat(answers.subList(0, 20_000)).noneMatch(CompletableFuture::isDone);
    assertThat(answers.subList(20_000, 25_000))
        .allMatch(CompletableFuture::isDone)
        .allSatisfy(answer -> assertThat(reason(answer)).contains(Reason.OVERLOADED));
    assertThat(scene.stream.sent)
        .singleElement()
        .satisfies(
            bounce ->
                assertThat(bounce.error().orElseThrow().condition())
                    .isEqualTo(Condition.RESOURCE_CONSTRAINT));
    assertThat(scene.service.status().totals().dropped()).containsEntry("no-room", 1L);

    scene.turn();
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(scene.service.status().mailbox()).isZero();
  }

  @Test
  void presenceThatHadNoRoomIsAskedForAgain() {
    scene.carrier.answer();
    scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
    scene.pass(Duration.ofSeconds(10));
    scene.stream.take();
    for (int i = 0; i < 20_000; i++) {
      open(new PresUri("u" + i, "montague.example"), "more-" + i);
    }
    scene.service.presence(
        Scene.of("juliet@capulet.example/balcony", "romeo@montague.example", ""));
    scene.pass(Duration.ofSeconds(1));

    assertThat(scene.stream.take()).contains("probe romeo@montague.example juliet@capulet.example");
  }

  @Test
  void whatTheLinkHadNoRoomForIsToldAgain() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.stream.full = true;
    scene.notify("out-1", 2, "active;expires=3600", "garden:open");
    assertThat(scene.stream.take()).isEmpty();

    scene.stream.full = false;
    scene.pass(Duration.ofSeconds(1));
    assertThat(scene.stream.take())
        .contains("available romeo@montague.example/garden juliet@capulet.example");
  }

  @Test
  void oneUserHasNoMoreSubscriptionsThanAllowed() {
    for (int i = 0; i < 101; i++) {
      scene.stanza("juliet@capulet.example", "u" + i + "@montague.example", "subscribe");
    }
    scene.stanza("nurse@capulet.example", "romeo@montague.example", "subscribe");

    assertThat(scene.carrier.subscribes).hasSize(101);
    assertThat(scene.stream.sent)
        .filteredOn(each -> each.error().isPresent())
        .singleElement()
        .extracting(PresenceStanza::from)
        .hasToString("Optional[u100@montague.example]");
  }

  @Test
  void whenTheBridgeStopsNothingMoreIsTakenAndAllIsKept() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.notify("out-1", 2, "active;expires=3600", "garden:open");
    scene.notify("out-1", 3, "active;expires=3600", "garden:closed");
    scene.stream.take();
    scene.service.close(Duration.ZERO);

    assertThat(store.rows.values())
        .singleElement()
        .satisfies(row -> assertThat(((WatchRow) row).leg().orElseThrow().state()).isEqualTo("3"));
    assertThat(scene.stream.take()).as("a stop ends no subscription").isEmpty();
    assertThat(scene.carrier.subscribes).hasSize(1);
    assertThat(reason(open(ROMEO, "in-1"))).contains(Reason.STOPPING);
  }

  private CompletableFuture<Answer> open(PresUri watcher, String leg) {
    return scene
        .service
        .subscribe(
            new Subscribe(watcher, JULIET, HOUR, new SubscriptId(leg), new TransId(leg)),
            Arrivals.opening(leg))
        .toCompletableFuture();
  }
}

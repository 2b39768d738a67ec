package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Scene.JULIET;
import static org.porin.presence.Scene.NURSE;
import static org.porin.presence.Scene.ROMEO;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.porin.address.PresUri;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Hops;
import org.porin.profile.Notification;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.Response.Status;
import org.porin.profile.SubscriptionState.State;
import org.porin.requirement.Requirement;

/** Subscriptions from edge to edge, with the real state machines. */
class SubscriptionsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Scene scene = new Scene();

  @Test
  @Requirement({"2779-2.4.1-1", "2779-2.4.2-1"})
  void aUserSubscribesAndHearsOfTheContact() {
    watch();

    assertThat(scene.stream.take())
        .containsExactly(
            "subscribed romeo@montague.example juliet@capulet.example",
            "available romeo@montague.example/garden juliet@capulet.example");
    assertThat(scene.service.status().totals().outward()).containsEntry("active", 1L);
  }

  @Test
  void aForeignWatcherIsPendingUntilTheUserSaysYes() {
    scene.carrier.answer();
    Answer answer = scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1")).join();

    assertThat(answer.response().status()).isEqualTo(Status.SUCCESS);
    assertThat(answer.duration()).contains(HOUR);
    assertThat(scene.stream.take())
        .containsExactly("subscribe romeo@montague.example juliet@capulet.example");
    assertThat(states()).containsExactly(State.PENDING);

    let("juliet");
    assertThat(states()).containsExactly(State.PENDING, State.ACTIVE, State.ACTIVE);
    assertThat(Scene.text(last())).contains("balcony").contains("open");
  }

  @Test
  @Requirement("2779-5.3.2-1")
  void whatComesOnNoLegOrOnThatOfAnotherIsRefused() {
    watch();
    scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));

    assertThat(reason(scene.notify("out-9", 5, "active"))).contains(Reason.NO_SUBSCRIPTION);
    assertThat(reason(scene.notify("in-1", 5, "active"))).contains(Reason.NO_SUBSCRIPTION);
    assertThat(reason(scene.notify("out-1", 2, "active")))
        .as("older than what came before")
        .contains(Reason.NO_SUBSCRIPTION);
    assertThat(reason(scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.on("out-1", 9))))
        .contains(Reason.NO_SUBSCRIPTION);
    assertThat(reason(scene.notify("out-1", 3, "active"))).isEmpty();
  }

  @Test
  @Requirement({"2779-5.3.2-1", "2779-5.1.7-1"})
  void presenceToSomebodyWithoutASubscriptionGoesNoFurther() {
    scene.stanza("juliet@capulet.example/balcony", "romeo@montague.example", "");

    assertThat(scene.carrier.notifications).isEmpty();
    assertThat(scene.service.status().totals().dropped()).containsEntry("directed", 1L);
  }

  @Test
  @Requirement("2779-2.3.3-1")
  void twoWatchersOfOneUserNeverShareWhatOneOfThemIsTold() {
    PresUri paris = new PresUri("paris", "montague.example");
    scene.carrier.answer();
    scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    scene.subscribe(paris, JULIET, HOUR, Arrivals.opening("in-2"));
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
    scene.stanza("juliet@capulet.example", "paris@montague.example", "subscribed");
    scene.stanza("juliet@capulet.example/balcony", "romeo@montague.example", "");
    scene.pass(Duration.ofSeconds(8));

    assertThat(
            scene.carrier.notifications.stream()
                .filter(each -> each.watcher().equals(paris))
                .filter(each -> each.document().isPresent())
                .map(Scene::text))
        .noneMatch(text -> text.contains("balcony"));
    assertThat(scene.carrier.notifications)
        .filteredOn(each -> each.watcher().equals(ROMEO) && each.document().isPresent())
        .anySatisfy(each -> assertThat(Scene.text(each)).contains("balcony"));
  }

  @Test
  @Requirement({"3856-6.10-1", "2779-3.4.1-1"})
  void whoChangesAHundredTimesASecondIsToldOnceInFiveSecondsAndTheLastOfIt() {
    scene.carrier.answer();
    scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    let("juliet");
    scene.pass(Duration.ofSeconds(6));
    int before = scene.carrier.notifications.size();

    for (int i = 0; i < 1_000; i++) {
      scene.stanza(
          "juliet@capulet.example/balcony",
          "romeo@montague.example",
          i % 2 == 0 ? "unavailable" : "");
      scene.clock.pass(Duration.ofMillis(10));
    }
    scene.stanza("juliet@capulet.example/balcony", "romeo@montague.example", "unavailable");
    scene.pass(Duration.ofSeconds(6));

    assertThat(scene.carrier.notifications.size() - before).isBetween(2, 4);
    assertThat(Scene.text(last())).contains("closed").doesNotContain("open");
  }

  @Test
  void whatOneSaysIsTakenInItsOrder() {
    scene.carrier.answer();
    scene.service.presence(
        Scene.of("juliet@capulet.example", "romeo@montague.example", "subscribe"));
    scene.service.presence(
        Scene.of("juliet@capulet.example", "romeo@montague.example", "unsubscribe"));
    scene.service.presence(
        Scene.of("juliet@capulet.example", "romeo@montague.example", "subscribe"));
    scene.turn();

    assertThat(scene.carrier.subscribes.get(scene.carrier.subscribes.size() - 1).duration())
        .isPositive();
    assertThat(scene.service.status().totals().outward()).containsEntry("seeking", 1L);
  }

  @Test
  void aLoopAndAForgedWatcherAreRefused() {
    Hops spent = new Hops(0, List.of());
    assertThat(reason(scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("a").with(spent))))
        .contains(Reason.HOPS_EXHAUSTED);
    assertThat(reason(scene.subscribe(NURSE, JULIET, HOUR, Arrivals.opening("b"))))
        .contains(Reason.FORGED_SOURCE);
    scene.stanza("juliet@capulet.example", "nurse@capulet.example", "subscribe");

    assertThat(scene.stream.sent)
        .as("no prompt to anybody")
        .noneMatch(each -> each.is("subscribe"));
    assertThat(scene.carrier.subscribes).isEmpty();
    assertThat(scene.service.status().totals().refused())
        .containsEntry("hops-exhausted", 1L)
        .containsEntry("forged-source", 1L)
        .containsEntry("loop", 1L);
  }

  @Test
  void anOperationThatFailedIsShownWithItsCause() {
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.carrier.fail(503);
    scene.turn();
    CompletableFuture<PresenceStatus.Page> page =
        scene.service.subscriptions("romeo@").toCompletableFuture();
    scene.turn();

    assertThat(page.join().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.watcher()).isEqualTo(JULIET);
              assertThat(entry.trouble()).contains("sip-503");
              assertThat(entry.next()).isPresent();
            });
  }

  /** Juliet watches Romeo, who is in the garden. */
  private void watch() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    assertThat(reason(scene.notify("out-1", 2, "active;expires=3600", "garden:open"))).isEmpty();
  }

  /** The user lets Romeo know, and is on the balcony. */
  private void let(String user) {
    scene.stanza(user + "@capulet.example", "romeo@montague.example", "subscribed");
    scene.stanza(user + "@capulet.example/balcony", "romeo@montague.example", "");
    scene.pass(Duration.ofSeconds(2));
  }

  private List<State> states() {
    return scene.carrier.notifications.stream().map(each -> each.state().state()).toList();
  }

  private Notification last() {
    return scene.carrier.notifications.get(scene.carrier.notifications.size() - 1);
  }

  static Optional<Reason> reason(CompletableFuture<Answer> answer) {
    return answer.join().response().failure().map(failure -> ((Refused) failure).reason());
  }
}

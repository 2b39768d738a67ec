package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.presence.AudienceScene.Came;
import org.porin.presence.AudienceScene.Did;
import org.porin.profile.Failure;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.SubscriptionState;
import org.porin.profile.SubscriptionState.Reason;
import org.porin.profile.SubscriptionState.State;
import org.porin.requirement.Requirement;

/** The legs of a watcher who is let in: how they begin, last and end. */
class AudienceSubscriptionTest {
  private final AudienceScene scene = new AudienceScene();

  @BeforeEach
  void julietIsAwayOnHerBalconyAndHasSaidYes() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.juliet("subscribed");
    scene.online("balcony", "away");
    scene.allArrives();
    scene.pass(10);
    scene.allArrives();
  }

  @Test
  @Requirement("6665-4.2.1.1-3")
  void tooShortATimeIsRefusedWithTheShortest() {
    for (String leg : List.of("a", "b")) {
      Did did = leg.equals("a") ? scene.refreshes(leg, 59) : scene.subscribes(leg, 59);
      assertThat(did.refusal())
          .get()
          .extracting(failure -> ((Failure.Refused) failure).reason())
          .isEqualTo(Failure.Reason.DURATION_TOO_SHORT);
      assertThat(did.answer().duration()).contains(Duration.ofSeconds(60));
      assertThat(did.notifications()).isEmpty();
    }
    assertThat(scene.subscribes("c", 60).refusal()).isEmpty();
  }

  @Test
  @Requirement({"6665-4.2.1.1-4", "3859-3.1-8", "3859-3.1-7"})
  void aLongTimeIsCutAndNeverMadeLonger() {
    assertThat(scene.subscribes("b", 86_400).answer().duration()).contains(Duration.ofHours(1));
    assertThat(scene.subscribes("c", 61).answer().duration()).contains(Duration.ofSeconds(61));
  }

  @Test
  @Requirement({"8048-5.3.2-1", "3856-6.7-1", "6665-4.2.1.2-1"})
  void eachRefreshIsAnsweredWithTheDocumentThoughNothingIsNew() {
    Did did = scene.refreshes("a", 900);
    assertThat(did.answer().duration()).contains(Duration.ofSeconds(900));
    assertThat(did.notification().state())
        .isEqualTo(SubscriptionState.of(State.ACTIVE, Duration.ofSeconds(900)));
    assertThat(AudienceView.tuples(did.notification())).contains(Map.of("ID-balcony", "away"));
  }

  @Test
  @Requirement("6665-4.2.1.4-1")
  void withoutRefreshItEndsAndWithItDoesNot() {
    scene.refreshes("a", 900);
    scene.allArrives();
    assertThat(scene.pass(899).notifications()).isEmpty();
    Did did = scene.pass(1);
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.TIMEOUT));
    assertThat(AudienceView.tuples(did.notification())).contains(Map.of("ID-balcony", "closed"));
  }

  @Test
  @Requirement({"8048-5.3.3-1", "3859-3.1-13", "3859-3.4.3-1", "3856-4-1", "2779-5.1.7-1"})
  void zeroOnALegEndsIt() {
    Did did = scene.refreshes("a", 0);
    assertThat(did.answer().duration()).contains(Duration.ZERO);
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.TIMEOUT));
    assertThat(AudienceView.tuples(did.notification())).contains(Map.of("ID-balcony", "closed"));
    scene.allArrives();
    assertThat(scene.rows).isEmpty();
    scene.online("balcony", "dnd");
    assertThat(scene.pass(4_000).actions()).isEmpty();
  }

  @Test
  @Requirement("8048-5.3.3-2")
  void theUserHearsThatTheWatcherIsGoneAndNoMore() {
    scene.subscribes("b", 600);
    scene.allArrives();
    assertThat(scene.refreshes("a", 0).stanzas()).isEmpty();
    scene.allArrives();
    assertThat(scene.refreshes("b", 0).types()).containsExactly("unavailable");
    scene.allArrives();
    assertThat(scene.current().grant()).isEqualTo(Grant.GIVEN);
  }

  @Test
  void ofAWatcherWhomTheUserWatchesThatTellsBetter() {
    scene.julietWatchesRomeo = true;
    assertThat(scene.refreshes("a", 0).stanzas()).isEmpty();
  }

  @Test
  void whoWasNotLetInIsNotSaidToBeGone() {
    AudienceScene fresh = new AudienceScene();
    fresh.subscribes("a", 600);
    fresh.allArrives();
    Did did = fresh.pass(600);
    assertThat(did.stanzas()).isEmpty();
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.TIMEOUT));
    assertThat(did.notification().document()).isEmpty();
  }

  @Test
  void aShorterTimeIsDurableBeforeItIsAnswered() {
    assertThat(scene.refreshes("a", 60).all(Action.Keep.class).get(0).first()).isTrue();
    scene.allArrives();
    assertThat(scene.refreshes("a", 600).all(Action.Keep.class).get(0).first()).isFalse();
  }

  @Test
  void theEndIsDurableBeforeItIsAnswered() {
    Action first = scene.refreshes("a", 0).actions().get(0);
    assertThat(first)
        .isInstanceOfSatisfying(
            Action.Keep.class,
            keep -> {
              assertThat(keep.first()).isTrue();
              assertThat(((AudienceRow) keep.row()).expires()).isEqualTo(scene.now);
            });
    assertThat(scene.restarts().notifications())
        .allSatisfy(each -> assertThat(each.state().state()).isEqualTo(State.TERMINATED));
  }

  @Test
  @Requirement({"8048-7.2-1", "6665-4.4.3-1", "3859-3.4.3-2", "3859-3.4.1-7", "3859-3.1-11"})
  void aFetchIsAnsweredOnceFromWhatIsKnownAndTouchesNothing() {
    Did did = scene.subscribes("fetch", 0);
    assertThat(did.answer().response().failure()).isEmpty();
    assertThat(did.answer().duration()).contains(Duration.ZERO);
    assertThat(did.stanzas()).isEmpty();
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.TIMEOUT));
    assertThat(AudienceView.tuples(did.notification())).contains(Map.of("ID-balcony", "away"));
    scene.allArrives();
    scene.pass(10);
    List<Notification> next = scene.online("balcony", "dnd").notifications();
    assertThat(next).hasSize(1);
    assertThat(scene.underWay).containsOnlyKeys("a");
  }

  @Test
  @Requirement({"8048-7.2-1", "2779-3.2.1-1"})
  void aFetchOfWhatIsNotKnownAsksTheServer() {
    scene.refreshes("a", 0);
    scene.allArrives();
    Did did = scene.subscribes("fetch", 0);
    assertThat(did.types()).containsExactly("probe");
    assertThat(did.notifications()).isEmpty();
    scene.online("balcony", "dnd");
    assertThat(AudienceView.tuples(scene.pass(1).notification()))
        .contains(Map.of("ID-balcony", "dnd"));
    scene.allArrives();
    scene.subscribes("other", 0);
    assertThat(AudienceView.tuples(scene.pass(5).notification()))
        .contains(Map.of("bare", "closed"));
  }

  @Test
  @Requirement({"2779-2.3.1-1", "2779-3.3.3-1"})
  void aFetchOfSomebodyNotLetInTellsNothingAndAsksNobody() {
    AudienceScene fresh = new AudienceScene();
    Did did = fresh.subscribes("fetch", 0);
    assertThat(did.stanzas()).isEmpty();
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.TIMEOUT));
    assertThat(did.notification().document()).isEmpty();
    fresh.allArrives();
    assertThat(fresh.audience).isEmpty();
    fresh.subscribes("a", 600);
    assertThat(fresh.subscribes("fetch", 0).stanzas()).isEmpty();
  }

  @Test
  void aFetchThatWaitsWhenTheUserTakesTheYesBackTellsNothing() {
    scene.refreshes("a", 0);
    scene.allArrives();
    scene.subscribes("fetch", 0);
    assertThat(scene.juliet("unsubscribed").notification().document()).isEmpty();
  }

  @Test
  void aSubscribeOnALegThatIsNotThereIsRefused() {
    for (Did did : List.of(scene.refreshes("never", 600), scene.refreshes("never", 0))) {
      assertThat(did.refusal())
          .get()
          .extracting(failure -> ((Failure.Refused) failure).reason())
          .isEqualTo(Failure.Reason.NO_SUBSCRIPTION);
      assertThat(did.actions()).hasSize(1);
    }
  }

  @Test
  void anOldSubscribeOnALegChangesNothing() {
    Audience before = scene.current();
    Did did = scene.arrives("a", 0, new Came(false, "a", 1, Hops.NEW, List.of()));
    assertThat(did.refusal()).isPresent();
    assertThat(scene.current()).isEqualTo(before);
  }

  @Test
  @Requirement("2779-5.1.8-1")
  void zeroUnderANewNameEndsNoLeg() {
    scene.subscribes("fetch", 0);
    scene.allArrives();
    assertThat(scene.current().legs()).extracting(leg -> leg.leg().name()).containsExactly("a");
  }

  @Test
  void aLegKnowsOfASubscribeThatCrossedItsNotify() {
    scene.online("balcony", "dnd"); // the NOTIFY goes out with the leg as it is
    Leg before = scene.underWay("a").leg();
    Leg answered = scene.refreshes("a", 600).answer().leg().orElseThrow();
    assertThat(met(answered)).isEqualTo(met(before) + 1);
    assertThat(scene.arrived("a").notifications()).hasSize(1);
    Leg next = scene.underWay("a").leg();
    assertThat(met(next)).isEqualTo(met(before) + 1);
    assertThat(sent(next)).isEqualTo(sent(before) + 1);
  }

  private static int sent(Leg leg) {
    return Integer.parseInt(leg.state().split(" ", -1)[1]);
  }

  private static int met(Leg leg) {
    return Integer.parseInt(leg.state().split(" ", -1)[3]);
  }

  @Test
  void tooManyLegsAreRefusedAndTheOthersStay() {
    for (int i = 1; i < AudienceRules.MOST_LEGS; i++) {
      assertThat(scene.subscribes("more" + i, 600).refusal()).isEmpty();
    }
    Did did = scene.subscribes("one too many", 600);
    assertThat(did.refusal())
        .contains(
            new Failure.Refused(
                Failure.Reason.CONGESTED,
                "too many subscriptions of one watcher",
                Optional.of(Duration.ofMinutes(1))));
    assertThat(scene.current().legs()).hasSize(AudienceRules.MOST_LEGS);
  }

  @Test
  void whoTakesNoPresenceGetsNone() {
    assertThat(scene.subscribes("b", 600, "application/watcherinfo+xml").refusal())
        .get()
        .extracting(failure -> ((Failure.Refused) failure).reason())
        .isEqualTo(Failure.Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  @Requirement("3856-6.7-3")
  void theDocumentIsOfATypeOfTheMostRecentAccept() {
    assertThat(type(scene.refreshes("a", 600, "message/cpim"))).isEqualTo("message/cpim");
    scene.allArrives();
    assertThat(type(scene.refreshes("a", 600, "message/cpim", "application/*;q=0.5")))
        .isEqualTo("application/pidf+xml");
    scene.allArrives();
    assertThat(type(scene.refreshes("a", 600))).isEqualTo("application/pidf+xml");
  }

  private static String type(Did did) {
    var type = did.notification().document().orElseThrow().contentType();
    return type.type() + "/" + type.subtype();
  }

  @Test
  void aRestartGoesOnWithAllLegsAndTellsWhatIsSoNow() {
    scene.subscribes("b", 3_600);
    scene.allArrives();
    scene.pass(60);
    assertThat(scene.restarts().types()).containsExactly("probe");
    scene.online("balcony", "xa");
    Did did = scene.pass(5);
    assertThat(did.notifications())
        .hasSize(2)
        .allSatisfy(
            each -> assertThat(AudienceView.tuples(each)).contains(Map.of("ID-balcony", "xa")));
    assertThat(did.notifications().get(0).state().expires()).contains(Duration.ofSeconds(525));
  }

  @Test
  void aRestartBelievesNoDocument() {
    scene.restarts();
    scene.online("balcony", "away"); // as it was; but what was told last may not be written down
    assertThat(scene.pass(5).notifications()).hasSize(1);
  }

  @Test
  void aRestartEndsWhatRanOutMeanwhile() {
    scene.now = scene.now.plusSeconds(7_200);
    Did did = scene.restarts();
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.TIMEOUT));
    scene.allArrives();
    assertThat(scene.rows).isEmpty();
  }

  @Test
  void aRestartGoesOnWithARefusal() {
    scene.juliet("unsubscribed"); // and the process ends before the NOTIFY has arrived
    Did did = scene.restarts();
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.REJECTED));
  }

  @Test
  @Requirement({"2779-5.2.2-1", "2779-3.3.2-1"})
  void whatIsNotSaidAgainWhenTheLinkOpensIsGone() {
    scene.online("chamber", "dnd");
    scene.allArrives();
    scene.pass(5);
    scene.allArrives();
    scene.linkOpens();
    scene.online("chamber", "dnd");
    assertThat(AudienceView.tuples(scene.pass(5).notification()))
        .contains(Map.of("ID-balcony", "closed", "ID-chamber", "dnd"));
  }

  @Test
  void whatIsSaidAgainWhenTheLinkOpensIsNoNews() {
    scene.linkOpens();
    scene.online("balcony", "away");
    assertThat(scene.pass(60).actions()).isEmpty();
  }

  @Test
  void aRefreshWhileTheServerIsAskedLeavesTheDocumentAsItWas() {
    scene.linkOpens();
    assertThat(scene.refreshes("a", 600).notification().document()).isEmpty();
    scene.allArrives();
    scene.online("balcony", "away");
    assertThat(scene.pass(60).actions()).isEmpty();
  }
}

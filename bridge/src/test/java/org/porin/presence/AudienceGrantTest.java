package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.AudienceScene.JULIET_JID;
import static org.porin.presence.AudienceScene.NOON;
import static org.porin.presence.AudienceScene.ROMEO_JID;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.mapping.HopHeaders;
import org.porin.presence.AudienceScene.Came;
import org.porin.presence.AudienceScene.Did;
import org.porin.profile.Failure;
import org.porin.profile.Hops;
import org.porin.profile.Response;
import org.porin.profile.SubscriptionState;
import org.porin.profile.SubscriptionState.Reason;
import org.porin.profile.SubscriptionState.State;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

/** What a user says to a foreign watcher, and what the watcher hears of it. */
class AudienceGrantTest {
  private final AudienceScene scene = new AudienceScene();

  @Test
  @Requirement({
    "8048-5.3.1-2",
    "6665-4.2.1.1-1",
    "6665-4.2.1.2-1",
    "6665-4.2.1.3-2",
    "6665-4.2.2-3",
    "3859-3.4.1-4",
    "3859-3.4.1-8",
    "2779-3.2.2-1",
    "6121-3.1.3-2"
  })
  void aSubscribeIsAnsweredAtOnceAndThePendingNotifyFollows() {
    Did did = scene.subscribes("a", 600);
    assertThat(did.answer().response()).isEqualTo(Response.success(did.transId()));
    assertThat(did.answer().duration()).contains(Duration.ofSeconds(600));
    assertThat(did.notification().state())
        .isEqualTo(SubscriptionState.of(State.PENDING, Duration.ofSeconds(600)));
    assertThat(did.notification().document()).isEmpty();
  }

  @Test
  @Requirement({"3922-6.2-1", "3922-6.2-2", "3922-6.2-3", "6121-3.1.2-1", "2779-5.1.11-1"})
  void theUserIsAskedByTheWatchersBareJid() {
    Did did = scene.subscribes("a", 600);
    assertThat(did.stanzas())
        .singleElement()
        .satisfies(
            prompt -> {
              assertThat(prompt.type()).contains("subscribe");
              assertThat(prompt.from()).contains(ROMEO_JID);
              assertThat(prompt.to()).contains(JULIET_JID);
              assertThat(prompt.id()).contains(did.transId().value());
            });
  }

  @Test
  void whatIsToBeDurableIsSoBeforeAnybodyHears() {
    List<Action> actions = scene.subscribes("a", 600).actions();
    assertThat(actions)
        .extracting(Action::getClass)
        .containsExactly(
            Action.Keep.class,
            Action.Keep.class,
            Action.Answer.class,
            Action.Tell.class,
            Action.Notify.class);
    assertThat(((Action.Keep) actions.get(1)).first()).isTrue();
    scene.allArrives();
    List<Action> yes = scene.juliet("subscribed").actions();
    assertThat(yes.get(0))
        .isInstanceOfSatisfying(
            Action.Keep.class,
            keep -> {
              assertThat(keep.first()).isTrue();
              assertThat(keep.row()).isInstanceOf(GrantRow.class);
            });
  }

  @Test
  void thePromptGoesOnWhereTheSubscribeCameFrom() {
    Hops hops = new Hops(12, List.of("there"));
    Did did = scene.arrives("a", 600, new Came(true, "a", 1, hops, List.of()));
    assertThat(headers(did.stanzas().get(0)))
        .isEqualTo(new HopHeaders(11, List.of("there", "here")).toElement());
  }

  @Test
  void whatBeginsHereSaysSo() {
    granted();
    Did did = scene.linkOpens();
    assertThat(headers(did.stanzas().get(0)))
        .isEqualTo(new HopHeaders(70, List.of("here")).toElement());
    Did news = scene.online("phone", "away");
    scene.pass(1);
    assertThat(scene.underWay("a").hops()).isEqualTo(new Hops(70, List.of("here")));
    assertThat(news.stanzas()).isEmpty();
  }

  private static Element headers(PresenceStanza stanza) {
    return stanza.extensions().stream()
        .filter(each -> each.is(HopHeaders.NAMESPACE, "headers"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Requirement({"8048-5.3.1-3", "3856-6.7-2", "3856-6.6.2-1", "2779-5.1.10-1"})
  void approvalIsToldAtOnce() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.pass(100);
    Did did = scene.juliet("subscribed");
    assertThat(did.notification().state())
        .isEqualTo(SubscriptionState.of(State.ACTIVE, Duration.ofSeconds(500)));
    assertThat(did.notification().document()).isEmpty();
  }

  @Test
  @Requirement({"3922-6.2-4", "2779-3.2.3-1", "2779-3.4.1-1"})
  void presenceFollowsTheApprovalAndEachChangeIsTold() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.juliet("subscribed");
    scene.online("balcony", "away");
    scene.allArrives();
    Did first = scene.pass(1);
    assertThat(AudienceView.tuples(first.notification())).contains(Map.of("ID-balcony", "away"));
    scene.allArrives();
    scene.pass(5);
    assertThat(AudienceView.tuples(scene.online("balcony", "dnd").notification()))
        .contains(Map.of("ID-balcony", "dnd"));
  }

  @Test
  void approvalThatCrossesThePendingNotifyWaitsForIt() {
    scene.subscribes("a", 600);
    assertThat(scene.juliet("subscribed").notifications()).isEmpty();
    assertThat(scene.arrived("a").notification().state().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  @Requirement({"8048-5.1-2", "3859-3.1-9", "3859-3.4.1-5"})
  void whoIsLetInOnceIsLetInAgainWithoutAQuestion() {
    granted();
    scene.online("balcony", "chat");
    scene.pass(1);
    scene.allArrives();
    Did did = scene.subscribes("b", 600);
    assertThat(did.stanzas()).isEmpty();
    assertThat(did.notification().state().state()).isEqualTo(State.ACTIVE);
    assertThat(AudienceView.tuples(did.notification())).contains(Map.of("ID-balcony", "chat"));
  }

  @Test
  @Requirement({"8048-5.3.2-2", "8048-5.3.2-3", "3922-6.3.2-2"})
  void ofAUserOfWhomNothingIsKnownNothingIsToldAndTheServerIsAsked() {
    granted();
    scene.refreshes("a", 0);
    scene.allArrives();
    Did did = scene.subscribes("b", 600);
    assertThat(did.types()).containsExactly("probe");
    assertThat(did.notification().state().state()).isEqualTo(State.ACTIVE);
    assertThat(did.notification().document()).isEmpty();
  }

  @Test
  void allAnswersToAProbeAreOneDocument() {
    granted();
    scene.online("balcony", "away");
    scene.online("chamber", "dnd");
    Did did = scene.pass(1);
    assertThat(AudienceView.tuples(did.notification()))
        .contains(Map.of("ID-balcony", "away", "ID-chamber", "dnd"));
  }

  @Test
  void aServerThatAnswersNoProbeSaysThatNobodyIsThere() {
    granted();
    assertThat(scene.pass(4).notifications()).isEmpty();
    assertThat(AudienceView.tuples(scene.pass(1).notification()))
        .contains(Map.of("bare", "closed"));
  }

  @Test
  @Requirement({
    "8048-5.3.1-4",
    "3922-6.2-5",
    "3922-6.5-1",
    "2779-2.3.2-1",
    "2779-5.1.5-1",
    "2779-5.1.16-1"
  })
  void whatTheUserTakesBackEndsAllLegs() {
    granted();
    scene.subscribes("b", 600);
    scene.allArrives();
    Did did = scene.juliet("unsubscribed");
    assertThat(did.notifications())
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.state()).isEqualTo(SubscriptionState.terminated(Reason.REJECTED));
              assertThat(each.document()).isEmpty();
            });
    scene.allArrives();
    assertThat(scene.rows).isEmpty();
    assertThat(scene.online("balcony", "away").actions()).isEmpty();
    assertThat(scene.pass(4_000).actions()).isEmpty();
  }

  @Test
  @Requirement("2779-5.1.5-1")
  void aDenialIsToldToo() {
    scene.subscribes("a", 600);
    scene.allArrives();
    assertThat(scene.juliet("unsubscribed").notification().state())
        .isEqualTo(SubscriptionState.terminated(Reason.REJECTED));
  }

  @Test
  @Requirement({"3859-3.4.1-2", "6665-4.2.1.3-1", "2779-2.3.5-1"})
  void whoWasRefusedIsRefusedAndNobodyIsAskedAgain() {
    refused();
    for (int seconds : new int[] {600, 0}) {
      Did did = scene.subscribes("b" + seconds, seconds);
      assertThat(did.refusal())
          .get()
          .extracting(failure -> ((Failure.Refused) failure).reason())
          .isEqualTo(Failure.Reason.DENIED);
      assertThat(did.actions()).hasSize(1);
    }
    scene.restarts();
    assertThat(scene.subscribes("c", 600).actions()).hasSize(1);
  }

  @Test
  void aUserWhoSubscribesToTheRefusedMayBeAskedAgain() {
    refused();
    scene.juliet("subscribe");
    assertThat(scene.grantRow).isEmpty();
    assertThat(scene.subscribes("b", 600).types()).containsExactly("subscribe");
  }

  @Test
  @Requirement({"8048-5.2.3-4", "8048-6.2-1"})
  void whatTheUserWatchesIsNotTouchedAndDoesNotTouch() {
    granted();
    assertThat(scene.juliet("unsubscribe").actions()).isEmpty();
    assertThat(scene.juliet("probe").actions()).isEmpty();
    assertThat(scene.juliet("subscribe").actions()).isEmpty();
    assertThat(scene.current().grant()).isEqualTo(Grant.GIVEN);
  }

  @Test
  void aYesBeforeTheQuestionIsKept() {
    scene.juliet("subscribed");
    Did did = scene.subscribes("a", 600);
    assertThat(did.types()).containsExactly("probe");
    assertThat(did.notification().state().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void aSecondYesIsNothingNew() {
    granted();
    assertThat(scene.juliet("subscribed").actions()).isEmpty();
  }

  @Test
  void anUnaskedNoIsNothing() {
    assertThat(scene.juliet("unsubscribed").actions()).isEmpty();
    assertThat(scene.audience).isEmpty();
  }

  @Test
  void aSecondLegDoesNotAskAgain() {
    scene.subscribes("a", 600);
    assertThat(scene.subscribes("b", 600).stanzas()).isEmpty();
    scene.pass(4_000);
    scene.allArrives();
    assertThat(scene.subscribes("c", 600).stanzas()).isEmpty();
  }

  @Test
  void whoIsNotAnsweredForADayMayAskAgain() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.pass(600);
    scene.allArrives();
    scene.pass(Duration.ofDays(1));
    assertThat(scene.subscribes("b", 600).types()).containsExactly("subscribe");
  }

  @Test
  void aQuestionThatNobodyWaitsForIsForgottenAfterAWeek() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.pass(600);
    scene.allArrives();
    scene.pass(Duration.ofDays(7).minusSeconds(700));
    assertThat(scene.grantRow).isPresent();
    scene.pass(100);
    assertThat(scene.audience).isEmpty();
    assertThat(scene.grantRow).isEmpty();
    assertThat(scene.juliet("subscribed").actions())
        .as("a late yes is a yes")
        .hasAtLeastOneElementOfType(Action.Keep.class);
  }

  @Test
  void aQuestionIsKeptWhileItsWatcherStays() {
    scene.subscribes("a", 3_000);
    scene.allArrives();
    for (int hours = 0; hours < 24 * 8; hours++) {
      scene.pass(2_400);
      scene.refreshes("a", 3_600);
      scene.allArrives();
    }
    assertThat(scene.grantRow.map(GrantRow::decision)).contains("asked");
  }

  @Test
  void aRefusalIsNeverForgotten() {
    scene.subscribes("a", 600);
    scene.juliet("unsubscribed");
    scene.allArrives();
    scene.pass(Duration.ofDays(400));
    assertThat(scene.subscribes("b", 600).refusal()).isPresent();
  }

  @Test
  void aQuestionThatMayBeLostIsRepeatedWhenTheLinkOpens() {
    scene.subscribes("a", 600);
    assertThat(scene.linkOpens().types()).containsExactly("subscribe");
    scene.juliet("subscribed");
    assertThat(scene.linkOpens().types()).containsExactly("probe");
    scene.juliet("unsubscribed");
    assertThat(scene.linkOpens().types()).isEmpty();
  }

  @Test
  @Requirement("3922-6.2-6")
  void anUnknownPresentityEndsWithNoresource() {
    assertThat(bounce(Condition.ITEM_NOT_FOUND))
        .isEqualTo(SubscriptionState.terminated(Reason.NORESOURCE));
    scene.allArrives();
    assertThat(scene.audience).isEmpty();
    assertThat(scene.grantRow).isEmpty();
    assertThat(scene.rows).isEmpty();
  }

  @Test
  void anErrorToSomethingElseIsNoAnswerToTheQuestion() {
    PresenceStanza question = scene.subscribes("a", 600).stanzas().get(0);
    scene.allArrives();
    PresenceStanza other = question.withId("of what the user watches");
    assertThat(scene.stanza(error(other, Condition.RESOURCE_CONSTRAINT)).actions()).isEmpty();
    PresenceStanza again = scene.linkOpens().stanzas().get(0);
    assertThat(scene.stanza(error(question, Condition.ITEM_NOT_FOUND)).actions()).isEmpty();
    assertThat(scene.stanza(error(again, Condition.ITEM_NOT_FOUND)).notifications()).hasSize(1);
  }

  @Test
  void presenceBeforeTheYesIsNotRemembered() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.online("balcony", "away"); // directed to somebody whom she does not know
    Did did = scene.juliet("subscribed");
    assertThat(did.notification().document()).isEmpty();
    assertThat(did.types()).containsExactly("probe");
  }

  @Test
  void whatWasKnownBeforeARefusalIsNotKnownAfterIt() {
    granted();
    scene.online("balcony", "away");
    scene.pass(1);
    scene.juliet("unsubscribed"); // while the document is under way
    assertThat(scene.juliet("subscribed").types()).containsExactly("probe");
    Did did = scene.subscribes("b", 600);
    assertThat(did.notification().document()).isEmpty();
    assertThat(scene.current().presence().isSought()).isTrue();
  }

  @Test
  void whoIsLetInAgainBeforeTheEndWasToldHearsOfTheEndAlone() {
    granted();
    scene.refreshes("a", 600); // its NOTIFY is under way
    scene.juliet("unsubscribed");
    scene.juliet("subscribed");
    Did did = scene.arrived("a");
    assertThat(did.notification().state()).isEqualTo(SubscriptionState.terminated(Reason.REJECTED));
    assertThat(did.notification().document()).isEmpty();
  }

  @Test
  void aRestartDoesNotTakeUpWhatBounced() {
    bounce(Condition.ITEM_NOT_FOUND);
    Did did = scene.restarts();
    assertThat(did.notification().state().state()).isEqualTo(State.TERMINATED);
    assertThat(did.stanzas()).isEmpty();
  }

  @Test
  void whatMayPassIsToBeTriedLater() {
    assertThat(bounce(Condition.REMOTE_SERVER_TIMEOUT))
        .isEqualTo(SubscriptionState.terminated(Reason.PROBATION));
  }

  @Test
  void whatWillNotPassIsRejectedAndAsksAgainNextTime() {
    assertThat(bounce(Condition.NOT_ACCEPTABLE))
        .isEqualTo(SubscriptionState.terminated(Reason.REJECTED));
    scene.allArrives();
    assertThat(scene.subscribes("b", 600).types()).containsExactly("subscribe");
  }

  private SubscriptionState bounce(Condition condition) {
    Did did = scene.subscribes("a", 600);
    scene.allArrives();
    return scene.stanza(error(did.stanzas().get(0), condition)).notification().state();
  }

  @Test
  void aUserWhoIsNoMoreEndsWhatWasGranted() {
    granted();
    PresenceStanza probe = scene.linkOpens().stanzas().get(0);
    assertThat(scene.stanza(error(probe, Condition.RECIPIENT_UNAVAILABLE)).actions()).isEmpty();
    assertThat(scene.stanza(error(probe, Condition.GONE)).notification().state())
        .isEqualTo(SubscriptionState.terminated(Reason.NORESOURCE));
    scene.allArrives();
    assertThat(scene.audience).isEmpty();
  }

  private static PresenceStanza error(PresenceStanza sent, Condition condition) {
    return (PresenceStanza)
        StanzaCodec.errorOf(sent, StanzaError.of(condition, "no")).orElseThrow();
  }

  @Test
  @Requirement("8048-5.3.1-4")
  void aProbeAnsweredUnsubscribedMeansRevoked() {
    granted();
    scene.linkOpens();
    assertThat(scene.juliet("unsubscribed").notification().state())
        .isEqualTo(SubscriptionState.terminated(Reason.REJECTED));
  }

  @Test
  @Requirement({"2779-5.3.2-1", "2779-2.3.1-1", "6121-3.1.3-2"})
  void presenceOfAUserWhoHasNotSaidYesGoesNowhere() {
    assertThat(scene.online("balcony", "away").actions()).isEmpty();
    scene.subscribes("a", 600);
    scene.allArrives();
    assertThat(scene.online("balcony", "away").actions()).isEmpty();
    assertThat(scene.pass(60).actions()).isEmpty();
  }

  @Test
  @Requirement("3859-3.4.1-1")
  void aWatcherWhomXmppCannotNameIsRefused() {
    scene.audience =
        Optional.of(
            Audience.of(
                new org.porin.address.PresUri("romeo", "elsewhere.example"),
                AudienceScene.JULIET,
                scene.rules()));
    assertThat(scene.subscribes("a", 600).refusal())
        .get()
        .extracting(failure -> ((Failure.Refused) failure).reason())
        .isEqualTo(Failure.Reason.INVALID_ADDRESS);
    assertThat(scene.audience).isEmpty();
  }

  @Test
  void theGrantIsDatedAndSurvivesItsLegs() {
    granted();
    assertThat(scene.grantRow)
        .contains(new GrantRow(AudienceScene.ROMEO, AudienceScene.JULIET, "given", NOON));
    scene.pass(600);
    scene.allArrives();
    assertThat(scene.rows).isEmpty();
    assertThat(scene.grantRow).isPresent();
    assertThat(scene.current().due()).isEmpty();
  }

  private void granted() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.juliet("subscribed");
    scene.allArrives();
  }

  private void refused() {
    scene.subscribes("a", 600);
    scene.allArrives();
    scene.juliet("unsubscribed");
    scene.allArrives();
  }
}

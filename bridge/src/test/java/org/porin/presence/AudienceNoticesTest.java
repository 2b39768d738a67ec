package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.mapping.EndToEndMapping;
import org.porin.presence.AudienceScene.Did;
import org.porin.profile.Failure;
import org.porin.profile.Notification;
import org.porin.profile.SubscriptionState.State;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.PresenceStanza;

/** How often a watcher is told, how all resources become one document, and what failures do. */
class AudienceNoticesTest {
  private static final String SIGNED =
      "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
          + "Content-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQ==\n";

  private final AudienceScene scene = new AudienceScene();

  @BeforeEach
  void julietIsAwayOnHerBalconyAndHasSaidYes() {
    scene.subscribes("a", 3_600);
    scene.allArrives();
    scene.juliet("subscribed");
    scene.online("balcony", "away");
    scene.allArrives();
    scene.pass(10);
    scene.allArrives();
  }

  @Test
  @Requirement({"3856-6.10-1", "2779-3.4.1-1"})
  void aUserWhoFlapsIsToldOnceInFiveSecondsAndTheLastStateIsRight() {
    List<Instant> told = new ArrayList<>();
    Map<String, String> last = Map.of();
    for (int i = 0; i < 3_000; i++) { // 100 a second
      Did did = i % 2 == 0 ? scene.offline("balcony") : scene.online("balcony", "dnd");
      for (Notification each : both(did, scene.pass(Duration.ofMillis(10)))) {
        told.add(scene.now);
        last = AudienceView.tuples(each).orElseThrow();
        scene.allArrives();
      }
    }
    for (Notification each : scene.pass(60).notifications()) {
      told.add(scene.now);
      last = AudienceView.tuples(each).orElseThrow();
      scene.allArrives();
    }
    assertThat(last).isEqualTo(Map.of("ID-balcony", "dnd"));
    assertThat(told).hasSizeBetween(6, 7);
  }

  private static List<Notification> both(Did one, Did other) {
    List<Notification> both = new ArrayList<>(one.notifications());
    both.addAll(other.notifications());
    return both;
  }

  @Test
  void theSecondChangeWaitsForTheFullFiveSeconds() {
    assertThat(scene.online("balcony", "dnd").notifications()).hasSize(1);
    scene.allArrives();
    assertThat(scene.online("balcony", "xa").notifications()).isEmpty();
    assertThat(scene.pass(Duration.ofMillis(4_999)).notifications()).isEmpty();
    assertThat(scene.pass(Duration.ofMillis(1)).notifications()).hasSize(1);
  }

  @Test
  void aClockThatWasPutBackDelaysNobody() {
    scene.online("balcony", "dnd");
    scene.allArrives();
    scene.now = scene.now.minusSeconds(3_000);
    scene.online("balcony", "xa");
    assertThat(scene.pass(5).notifications()).hasSize(1);
  }

  @Test
  void aChangeThatIsTakenBackInTimeIsNeverTold() {
    scene.online("balcony", "dnd");
    scene.allArrives();
    scene.online("balcony", "xa");
    scene.online("balcony", "dnd");
    assertThat(scene.pass(60).notifications()).isEmpty();
  }

  @Test
  void theSameAgainIsNotTold() {
    assertThat(scene.online("balcony", "away").notifications()).isEmpty();
  }

  @Test
  void anAnswerToASubscribeDoesNotWait() {
    scene.online("balcony", "dnd");
    scene.allArrives();
    assertThat(scene.refreshes("a", 3_600).notifications()).hasSize(1);
    scene.allArrives();
    assertThat(scene.refreshes("a", 3_600).notifications()).hasSize(1);
  }

  @Test
  void oneNotifyIsUnderWayAtATime() {
    scene.online("balcony", "dnd");
    scene.pass(30);
    assertThat(scene.online("balcony", "xa").notifications()).isEmpty();
    assertThat(AudienceView.tuples(scene.arrived("a").notification()))
        .contains(Map.of("ID-balcony", "xa"));
  }

  @Test
  @Requirement({"3922-6.3.1-2", "3922-6.3-1", "8048-6.2-5"})
  void allResourcesAreInOneDocumentAndThoseThatAreGoneOnce() {
    assertThat(AudienceView.tuples(scene.online("chamber", "chat").notification()))
        .contains(Map.of("ID-balcony", "away", "ID-chamber", "chat"));
    assertThat(next(() -> scene.offline("chamber")))
        .isEqualTo(Map.of("ID-balcony", "away", "ID-chamber", "closed"));
    assertThat(next(() -> scene.online("balcony", "dnd"))).isEqualTo(Map.of("ID-balcony", "dnd"));
    assertThat(next(() -> scene.offline("balcony"))).isEqualTo(Map.of("ID-balcony", "closed"));
    assertThat(next(() -> scene.online("chamber", "xa"))).isEqualTo(Map.of("ID-chamber", "xa"));
  }

  private Map<String, String> next(java.util.function.Supplier<Did> input) {
    scene.allArrives();
    scene.pass(5);
    return AudienceView.tuples(input.get().notification()).orElseThrow();
  }

  @Test
  void allLegsAreTold() {
    scene.subscribes("b", 600);
    scene.subscribes("c", 600);
    scene.allArrives();
    assertThat(scene.online("balcony", "dnd").notifications()).hasSize(3);
  }

  @Test
  void resourcesBeyondTheBoundAreNotTakenAndThoseThatAreGoneMakeRoom() {
    for (int i = 0; i < 100; i++) {
      scene.online("resource" + i, "chat");
    }
    assertThat(scene.current().presence().user().resources())
        .hasSize(AudiencePresence.MOST_RESOURCES);
    for (int i = 0; i < 100; i++) {
      scene.offline("resource" + i);
    }
    scene.online("new", "dnd");
    scene.allArrives();
    scene.pass(5);
    assertThat(AudienceView.tuples(scene.underWay("a").notification()).orElseThrow())
        .containsEntry("ID-new", "dnd")
        .containsEntry("ID-balcony", "away");
  }

  @Test
  void aDescriptionBeyondTheBoundIsLeftOut() {
    PresenceStanza stanza =
        PresenceStanza.of(
                AudienceScene.JULIET_JID.withResource("balcony"),
                AudienceScene.ROMEO_JID,
                Optional.empty())
            .withShow("dnd")
            .withStatus(LangText.of("x".repeat(AudiencePresence.MOST_STATUS_CHARS + 1)));
    Did did = scene.stanza(stanza);
    assertThat(AudienceView.tuples(did.notification())).contains(Map.of("ID-balcony", "dnd"));
    assertThat(did.notification().document().orElseThrow().octets().length()).isLessThan(1_000);
  }

  @Test
  void aNewDescriptionIsNews() {
    PresenceStanza stanza =
        PresenceStanza.of(
                AudienceScene.JULIET_JID.withResource("balcony"),
                AudienceScene.ROMEO_JID,
                Optional.empty())
            .withShow("away");
    assertThat(scene.stanza(stanza.withStatus(LangText.of("Retired"))).notifications()).hasSize(1);
  }

  @Test
  @Requirement({"6665-4.2.2-2"})
  void aLegOfWhichNothingIsKnownThereEndsSilently() {
    scene.online("balcony", "dnd");
    Did did = scene.lost("a", 500); // RFC 5057 knows more than 481
    assertThat(did.notifications()).isEmpty();
    assertThat(did.types()).containsExactly("unavailable");
    assertThat(scene.rows).isEmpty();
    assertThat(scene.current().legs()).isEmpty();
  }

  @Test
  @Requirement("6665-4.2.2-2")
  void soDoesOneWhoseNotifyIsRefusedForGood() {
    for (int status : new int[] {404, 405, 410, 416, 480, 482, 483, 484, 485, 489, 501, 604}) {
      String leg = "leg" + status;
      scene.subscribes(leg, 600);
      scene.failed(leg, status, Optional.empty());
      assertThat(scene.rows).containsOnlyKeys("a");
    }
  }

  @Test
  @Requirement({"6665-4.2.2-1", "3856-9.5-1", "2779-3.2.5-1"})
  void soDoesOneWhoseNotifyIsNotAnswered() {
    scene.online("balcony", "dnd");
    scene.failed("a", Failure.Reason.PEER_TIMEOUT);
    assertThat(scene.current().legs()).isEmpty();
    assertThat(scene.pass(4_000).actions()).isEmpty();
  }

  @Test
  @Requirement("2779-5.2.2-1")
  void whatMayPassIsTriedAgainWhenThePeerSays() {
    scene.online("balcony", "dnd");
    assertThat(scene.failed("a", 503, Optional.of(Duration.ofSeconds(30))).notifications())
        .isEmpty();
    scene.online("balcony", "xa");
    assertThat(scene.pass(29).notifications()).isEmpty();
    assertThat(AudienceView.tuples(scene.pass(1).notification()))
        .contains(Map.of("ID-balcony", "xa"));
  }

  @Test
  void aStateThatIsBackAfterAFailureIsToldSinceNobodyKnowsWhatArrived() {
    scene.online("balcony", "dnd");
    scene.failed("a", Failure.Reason.PEER_UNREACHABLE);
    scene.online("balcony", "away");
    assertThat(scene.pass(10).notifications()).hasSize(1);
  }

  @Test
  void triesAreBounded() {
    scene.online("balcony", "dnd");
    int tries = 0;
    while (scene.underWay.containsKey("a")) {
      scene.failed("a", 503, Optional.empty());
      tries++;
      scene.pass(600);
    }
    assertThat(tries).isEqualTo(NotifyFailure.MOST_ATTEMPTS);
    assertThat(scene.current().legs()).isEmpty();
    assertThat(scene.rows).isEmpty();
  }

  @Test
  void anAnswerThatFailedIsOwedStill() {
    scene.refreshes("a", 3_600);
    scene.failed("a", 503, Optional.of(Duration.ofSeconds(2)));
    assertThat(scene.pass(2).notification().state().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void whoAsksIsThereAndIsNotSparedAnyMore() {
    scene.online("balcony", "dnd");
    scene.failed("a", 503, Optional.of(Duration.ofMinutes(5)));
    assertThat(scene.refreshes("a", 3_600).notifications()).hasSize(1);
  }

  @Test
  void anEndThatCouldNotBeToldIsTriedAgain() {
    scene.juliet("unsubscribed");
    scene.failed("a", 503, Optional.of(Duration.ofSeconds(30)));
    assertThat(scene.pass(30).notification().state().state()).isEqualTo(State.TERMINATED);
  }

  @Test
  @Requirement({"3923-8-1", "3859-3.3-3", "2779-2.5.3-1", "2779-5.1.4-1"})
  void aSecuredDocumentIsPassedOnAsItStandsToWhoTakesIt() {
    scene.subscribes("b", 600, "application/pidf+xml", "application/pkcs7-mime");
    scene.allArrives();
    Did did = scene.stanza(secured());
    assertThat(scene.underWay).containsOnlyKeys("b");
    assertThat(did.notification().document().orElseThrow().octets().toString())
        .isEqualTo(org.porin.wire.Octets.utf8(SIGNED.replace("\n", "\r\n")).toString());
    assertThat(did.notification().document().orElseThrow().contentType().subtype())
        .isEqualTo("pkcs7-mime");
    scene.allArrives();
    assertThat(scene.pass(60).notifications()).isEmpty(); // the plain presence is as it was
  }

  @Test
  void aSecuredDocumentIsToldAgainWhenItFailedAndKeepsThePace() {
    scene.subscribes("b", 600, "application/pidf+xml", "application/pkcs7-mime");
    scene.allArrives();
    scene.stanza(secured());
    scene.failed("b", 503, Optional.of(Duration.ofSeconds(1)));
    assertThat(scene.pass(Duration.ofMillis(4_999)).notifications()).isEmpty();
    assertThat(scene.pass(Duration.ofMillis(1)).notification().document())
        .get()
        .extracting(each -> each.contentType().subtype())
        .isEqualTo("pkcs7-mime");
  }

  @Test
  void aSecuredDocumentOfAUserWhoHasNotSaidYesGoesNowhere() {
    AudienceScene fresh = new AudienceScene();
    fresh.subscribes("a", 600, "application/pidf+xml", "application/pkcs7-mime");
    fresh.allArrives();
    assertThat(fresh.stanza(secured()).actions()).isEmpty();
  }

  private static PresenceStanza secured() {
    return PresenceStanza.of(
            AudienceScene.JULIET_JID.withResource("balcony"),
            AudienceScene.ROMEO_JID,
            Optional.empty())
        .with(Element.empty(EndToEndMapping.NAMESPACE, "e2e").with(new Element.Text(SIGNED)));
  }
}

package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Presences.pidf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.mapping.HopHeaders;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Leg;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.requirement.Requirement;

/** The life of a subscription of an XMPP user, as both sides see it. */
class WatchTest {
  private final WatchTable table = new WatchTable();

  @Test
  @Requirement({"3922-6.1-1", "3922-6.1-2", "3922-6.1-4", "3859-3.1-1"})
  void aRequestIsDurableBeforeItIsAsked() {
    assertThat(table.stanza(Presences.juliet("balcony", "subscribe").withId("s1")))
        .containsExactly("KEEP seeking", "ask 3600 on leg1");

    Subscribe asked = ((Action.Ask) table.actions.get(1)).operation();
    assertThat(asked.watcher()).isEqualTo(Presences.JULIET);
    assertThat(asked.target()).isEqualTo(Presences.ROMEO);
    assertThat(asked.transId().value()).isEqualTo("s1");
    assertThat(asked.subscriptId().value()).hasSize(26);
  }

  @Test
  @Requirement({"8048-5.2.1-2", "8048-5.2.1-3"})
  void tobeTakenAndPendingIsSilent() {
    table.juliet("subscribe");
    assertThat(table.granted(3600)).containsExactly("keep seeking");
    for (int i = 0; i < 3; i++) {
      assertThat(table.notified("pending;expires=3600", pidf("phone open")))
          .startsWith("200")
          .allMatch(word -> word.equals("200") || word.equals("keep pending"));
    }
  }

  @Test
  @Requirement({"8048-5.2.1-4", "8048-5.2.1-5", "3922-6.1-5", "2779-2.4.1-1", "2779-2.4.2-1"})
  void theFirstActiveNotifyApprovesAndTellsWhatIsSo() {
    table.juliet("subscribe");
    table.granted(3600);

    assertThat(table.notified("active;expires=3600", pidf("ID-phone open away")))
        .containsExactly("200", "KEEP active", "subscribed", "+phone:away");
    assertThat(table.notified("active;expires=3600", pidf("ID-phone open away")))
        .containsExactly("200");
  }

  @Test
  @Requirement("8048-5.2.1-5")
  void aContactOfWhomTheFirstNotifySaysNothingIsUnknown() {
    table.juliet("subscribe");
    table.granted(3600);

    assertThat(table.notified("active")).containsExactly("200", "subscribed", "keep active");
  }

  @Test
  @Requirement("2779-5.1.15-1")
  void politeBlockingLooksReal() {
    table.juliet("subscribe");
    table.granted(3600);

    assertThat(table.notified("active", pidf("phone closed")))
        .containsExactly("200", "subscribed", "-phone", "keep active");
  }

  @Test
  @Requirement({"3922-6.1-6", "3922-6.3.1-1", "3922-6.3.1-3", "3922-6.3-1", "6121-4.5.4-1"})
  void eachChangeIsToldAndNothingElse() {
    table.active("phone open", "desk open");

    assertThat(table.notified("active", pidf("phone open away", "desk open")))
        .containsExactly("200", "+phone:away", "keep active");
    assertThat(table.notified("active", pidf("desk open")))
        .containsExactly("200", "-phone", "keep active");
    assertThat(table.notified("active", pidf("desk open", "tv open")))
        .containsExactly("200", "KEEP active", "+tv");
    assertThat(table.notified("active")).containsExactly("200");
  }

  @Test
  @Requirement({"3922-6.1-7", "6665-4.1.3-6", "2779-2.3.2-1", "2779-5.1.5-1", "2779-5.1.9-1"})
  void whoIsRejectedIsToldAndHearsNothingMore() {
    table.active("phone open");

    assertThat(table.notified("terminated;reason=rejected", pidf("phone open")))
        .containsExactly("200", "KEEP refused", "-phone", "unsubscribed", "forget");
    assertThat(table.over).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 489, 603})
  @Requirement({"8048-5.2.2-4", "3922-6.1-7", "2779-2.3.5-1"})
  void aFinalAnswerEndsItAtOnceAndLater(int status) {
    table.juliet("subscribe");
    assertThat(table.failed(status)).containsExactly("KEEP refused", "unsubscribed", "forget");
    assertThat(table.over).isTrue();

    WatchTable later = new WatchTable().active("phone open");
    later.due();
    later.juliet("");
    assertThat(later.failed(status))
        .containsExactly("KEEP refused", "-phone", "unsubscribed", "forget");
  }

  @Test
  @Requirement({"3922-6.1-8", "3859-3.4.1-1"})
  void aRequestForNobodyIsAnError() {
    table.stanza(Presences.juliet("", "subscribe").withId("s1"));

    assertThat(table.failed(404))
        .containsExactly("KEEP refused", "error item-not-found s1", "forget");
    assertThat(table.over).isTrue();
  }

  @Test
  @Requirement({"3922-6.1-9", "3859-3.4.1-2"})
  void aRequestThatPolicyForbidsIsAnError() {
    table.stanza(
        Presences.juliet("", "subscribe").withId("a long id of more than 40 characters, in words"));

    assertThat(table.failed(new Refused(Reason.DENIED, "not you"), Optional.empty()))
        .containsExactly(
            "KEEP refused",
            "error forbidden a long id of more than 40 characters, in words",
            "forget");
  }

  @Test
  @Requirement("6121-3.1.3-1")
  void aSecondRequestIsAnsweredWithWhatIsSo() {
    table.active("phone open away", "desk closed");

    assertThat(table.juliet("subscribe")).containsExactly("subscribed", "+phone:away");
  }

  @Test
  void aSecondRequestWhileNothingIsDecidedSaysNothing() {
    table.juliet("subscribe");
    assertThat(table.juliet("subscribe")).isEmpty();
    table.granted(3600);
    table.notified("pending;expires=3600");
    assertThat(table.juliet("subscribe")).isEmpty();
  }

  @Test
  @Requirement({"3922-6.4-1", "8048-5.2.3-1", "8048-5.2.3-2", "3859-3.1-13", "6665-4.1.2.3-1"})
  void toUnsubscribeEndsTheSubscriptionThatThereIs() {
    table.active("phone open", "desk closed");
    String id = table.watch.subscriptId().value();

    assertThat(table.juliet("unsubscribe"))
        .containsExactly("KEEP ending", "-phone", "ask 0 on leg1", "keep ending");
    assertThat(((Action.Ask) table.actions.get(2)).operation().subscriptId().value()).isEqualTo(id);
    assertThat(table.granted(0)).containsExactly("unsubscribed", "keep ending");
    assertThat(table.notified("terminated;reason=timeout", pidf("phone open")))
        .containsExactly("200", "forget");
    assertThat(table.over).isTrue();
  }

  @Test
  @Requirement({"3922-6.4-4", "2779-5.1.7-1", "3859-3.1-14"})
  void whoHasUnsubscribedIsToldNothingMore() {
    table.active("phone open");
    table.juliet("unsubscribe");

    assertThat(table.notified("active", pidf("phone open", "desk open"))).containsExactly("200");
    table.granted(0);
    assertThat(table.notified("active", pidf("tv open"))).containsExactly("200");
  }

  @Test
  void aFinalNotifyThatDoesNotComeIsNotWaitedForLong() {
    table.active("phone open").juliet("unsubscribe");
    table.granted(0);

    assertThat(table.after(Duration.ofSeconds(31))).isEmpty();
    assertThat(table.after(Duration.ofSeconds(1))).containsExactly("forget");
  }

  @Test
  void aFinalNotifyMayOvertakeTheAnswer() {
    table.active("phone open").juliet("unsubscribe");

    assertThat(table.notified("terminated;reason=timeout")).containsExactly("200");
    assertThat(table.granted(0)).containsExactly("unsubscribed", "forget");
  }

  @Test
  void whoUnsubscribesIsDoneEvenWhenTheOtherSideDoesNotAnswer() {
    table.active("phone open").juliet("unsubscribe");

    assertThat(table.failed(503)).containsExactly("unsubscribed", "forget");
  }

  @Test
  void toUnsubscribeWaitsForTheAnswerThatIsOutstanding() {
    table.juliet("subscribe");
    assertThat(table.juliet("unsubscribe")).containsExactly("KEEP ending");
    assertThat(table.granted(3600)).containsExactly("ask 0 on leg1");
    assertThat(table.granted(0)).containsExactly("unsubscribed", "keep ending");
  }

  @Test
  void whoSubscribesAnewWhileItEndsHasANewSubscription() {
    table.active("phone open").juliet("unsubscribe");
    String id = table.watch.subscriptId().value();
    Leg old = table.leg();

    assertThat(table.juliet("subscribe")).containsExactly("KEEP seeking");
    assertThat(
            table.took(table.watch.outcome(WatchTable.success(old, Optional.empty()), table.now)))
        .contains("ask 3600 on leg2")
        .doesNotContain("unsubscribed");
    assertThat(table.watch.subscriptId().value()).isNotEqualTo(id);
    table.granted(3600);
    assertThat(table.notified("active", pidf("phone open"))).contains("subscribed", "+phone");
  }

  @Test
  void toUnsubscribeFromNobodyIsIgnored() {
    assertThat(table.juliet("unsubscribe")).isEmpty();
    assertThat(table.over).isTrue();
  }

  @Test
  @Requirement("6121-4.3.2-1")
  void aProbeIsAnsweredFromWhatIsKnown() {
    table.active("phone open away", "desk open", "tv closed");
    assertThat(table.juliet("probe")).containsExactly("+desk", "+phone:away");

    table.notified("active", pidf("tv closed"));
    assertThat(table.juliet("probe")).containsExactly("-");
  }

  @Test
  void aProbeBeforeTheGrantSaysNothingOfIt() {
    table.juliet("subscribe");
    table.granted(3600);
    table.notified("pending");

    assertThat(table.juliet("probe")).containsExactly("-");
  }

  @Test
  @Requirement({"8048-7.1-1", "8048-7.1-2", "3859-3.4.3-2", "6665-4.4.3-1"})
  void aProbeWithoutSubscriptionAsksOnceUnderAnIdOfItsOwn() {
    assertThat(table.juliet("probe")).containsExactly("ask 0 on leg1");
    assertThat(table.granted(0)).isEmpty();
    assertThat(table.notified("terminated;reason=timeout", pidf("phone open")))
        .containsExactly("200", "KEEP fetched", "+phone");

    assertThat(table.juliet("probe")).containsExactly("+phone");
    assertThat(table.due()).containsExactly("-phone", "forget");
    assertThat(table.now).isEqualTo(WatchTable.NOON.plusSeconds(300));
  }

  @Test
  @Requirement("6121-4.3.2-1")
  void aSingleQuestionIsAnsweredWhateverBecomesOfIt() {
    table.juliet("probe");
    assertThat(table.failed(480)).containsExactly("-");
    assertThat(table.over).isTrue();

    table.juliet("probe");
    assertThat(table.failed(403)).containsExactly("unsubscribed");

    table.juliet("probe");
    table.granted(0);
    assertThat(table.due()).containsExactly("-");

    table.juliet("probe");
    table.granted(0);
    assertThat(table.notified("pending")).containsExactly("200", "-");
    assertThat(table.over).isTrue();
  }

  @Test
  void aSingleQuestionThatIsAnsweredEarlyIsOverWithItsOutcome() {
    table.juliet("probe");
    Leg leg = table.leg();
    assertThat(table.notified("terminated;reason=timeout", pidf("phone closed")))
        .containsExactly("200", "-phone", "keep fetched");

    assertThat(
            table.took(table.watch.outcome(WatchTable.success(leg, Optional.empty()), table.now)))
        .containsExactly("forget");
  }

  @Test
  void whoSubscribesBehindAQuestionGetsASubscription() {
    table.juliet("probe");
    Leg leg = table.leg();
    assertThat(table.juliet("subscribe")).containsExactly("KEEP seeking");
    assertThat(
            table.took(table.watch.outcome(WatchTable.success(leg, Optional.empty()), table.now)))
        .startsWith("ask 3600 on leg2");
  }

  @Test
  void aRequestThatHasBeenHereIsRefused() {
    assertThat(table.stanza(trace(List.of("other", "mark"))))
        .containsExactly("error not-acceptable");
    assertThat(table.over).isTrue();

    assertThat(table.stanza(trace(List.of("other")))).contains("ask 3600 on leg1");
    Action.Ask ask = (Action.Ask) table.actions.get(1);
    assertThat(ask.hops().trace()).containsExactly("other", "mark");
    assertThat(ask.hops().maxForwards()).isEqualTo(11);

    assertThat(table.stanza(trace(List.of("mark")))).containsExactly("error not-acceptable");
    assertThat(table.over).as("what there is goes on").isFalse();
  }

  private static org.porin.stanza.PresenceStanza trace(List<String> marks) {
    return Presences.juliet("", "subscribe").with(new HopHeaders(12, marks).toElement());
  }

  @Test
  @Requirement("6665-4.1.3-1")
  void aNotifyOnAnotherLegIsOfNoSubscription() {
    table.active("phone open");

    assertThat(
            table.took(
                table.watch.notification(
                    WatchTable.notification("active", Optional.of(pidf("tv open"))),
                    new Leg("leg0", ""),
                    table.now)))
        .containsExactly("refuse: the notification is of no subscription");
  }

  @Test
  @Requirement("2779-5.3.3-1")
  void aDocumentOfSomebodyElseIsNotTold() {
    table.juliet("subscribe");
    table.granted(3600);

    assertThat(
            table.notified(
                "active", pidf("pres:tybalt@example.net", Optional.empty(), "phone open")))
        .containsExactly(
            "refuse: the document is about somebody else than the subscription",
            "subscribed",
            "keep active");
  }

  @Test
  void aDocumentThatCannotBeReadChangesNothing() {
    table.active("phone open");

    assertThat(table.notified("active", Presences.entity("application/pidf+xml", "<presence")))
        .singleElement()
        .asString()
        .startsWith("refuse: the document cannot be read");
    assertThat(table.notified("active", Presences.entity("text/plain", "online")))
        .singleElement()
        .asString()
        .startsWith("refuse");
    assertThat(table.juliet("probe")).containsExactly("+phone");
  }

  @Test
  void aPresenceThatIsTooLargeToBeKeptIsNotTold() {
    table.active("phone open");
    String[] tuples = new String[500];
    for (int i = 0; i < tuples.length; i++) {
      tuples[i] = "a-device-with-quite-a-long-name-of-its-own-" + i + " open";
    }

    assertThat(table.notified("active", pidf(tuples)))
        .containsExactly("refuse: the presence has more resources than are kept");
    assertThat(table.juliet("probe")).containsExactly("+phone");
  }

  @Test
  @Requirement("3859-3.4-2")
  void noTwoSubscriptionsHaveTheSameId() {
    table.juliet("subscribe");
    String first = table.watch.subscriptId().value();
    table.failed(404);
    table.juliet("subscribe");
    assertThat(table.watch.subscriptId().value()).isNotEqualTo(first).hasSize(26);
  }
}

package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Presences.pidf;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaError;

/** A subscription lasts as long as the watcher is there, whatever becomes of its dialogs. */
class WatchRefreshTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final WatchTable table = new WatchTable();

  @Test
  @Requirement({"8048-5.2.2-1", "8048-5.2.2-3", "8048-8.1-4", "3922-6.1-11"})
  void itIsRefreshedWellBeforeItEndsAndTheWatcherIsProbedFirst() {
    table.active("phone open");
    assertThat(table.after(Duration.ofMinutes(44))).isEmpty();

    assertThat(table.after(Duration.ofMinutes(1))).containsExactly("probe", "keep active");
    assertThat(table.stanza(Presences.juliet("balcony", "")))
        .containsExactly("ask 3600 on leg1", "keep active");
    assertThat(table.granted(3600)).containsExactly("keep active");
    assertThat(table.notified("active;expires=3600")).containsExactly("200", "keep active");
    assertThat(table.watch.due()).isEqualTo(table.now.plus(Duration.ofMinutes(45)));
  }

  @Test
  void jitterSpreadsTheRefreshes() {
    table.jitter = 0.999;
    table.active("phone open");

    assertThat(Duration.between(table.now, table.watch.due()))
        .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(51));
  }

  @Test
  void notificationsDoNotPutTheRefreshOff() {
    table.active("phone open");
    Instant due = table.watch.due();

    for (int minute = 5; minute <= 40; minute += 5) {
      table.now = WatchTable.NOON.plus(Duration.ofMinutes(minute));
      table.notified("active;expires=" + (3600 - minute * 60));
      assertThat(table.watch.due()).isEqualTo(due);
    }
  }

  @Test
  @Requirement({"6665-4.1.2.1-1", "6665-4.1.3-3"})
  void theDurationIsTheGrantedOneAndNeverLonger() {
    table.juliet("subscribe");
    table.granted(600);
    assertThat(table.watch.expires()).isEqualTo(table.now.plusSeconds(600));
    table.notified("active;expires=300");
    assertThat(table.watch.expires()).isEqualTo(table.now.plusSeconds(300));
    table.notified("active;expires=999999999");
    assertThat(table.watch.expires()).isEqualTo(table.now.plusSeconds(3600));
  }

  @Test
  @Requirement("6665-4.1.2.4-1")
  void theNotifyMayComeBeforeTheAnswer() {
    table.juliet("subscribe");
    assertThat(table.notified("active;expires=3600", pidf("phone open")))
        .containsExactly("200", "KEEP active", "subscribed", "+phone");
    assertThat(table.granted(1800)).containsExactly("keep active");
    assertThat(table.watch.expires()).isEqualTo(table.now.plusSeconds(1800));
    assertThat(table.watch.due()).isEqualTo(table.now.plusSeconds(1350));
  }

  @Test
  @Requirement("6665-4.1.2.2-3")
  void withoutNotifyThereIsNoSubscription() {
    table.juliet("subscribe");
    table.granted(3600);
    assertThat(table.after(Duration.ofSeconds(31))).isEmpty();
    assertThat(table.after(Duration.ofSeconds(1))).containsExactly("keep seeking");
    assertThat(table.watch.leg()).isEmpty();
    assertThat(table.due()).startsWith("ask 3600 on leg2");

    WatchTable later = new WatchTable().active("phone open");
    later.due();
    later.juliet("");
    later.granted(3600);
    assertThat(later.due()).startsWith("ask 3600 on leg2");
  }

  @Test
  void whoIsNotThereLosesTheSubscriptionAndKeepsTheGrant() {
    table.active("phone open");
    table.due();
    assertThat(table.juliet("unavailable")).containsExactly("keep active");
    assertThat(table.notified("active", pidf("phone open away")))
        .contains("+phone:away"); // until it ends
    assertThat(table.due()).containsExactly("-phone", "keep lapsed");
    assertThat(table.now).isEqualTo(WatchTable.NOON.plus(HOUR));
    assertThat(table.after(Duration.ofDays(30))).isEmpty();

    assertThat(table.juliet("probe")).containsExactly("-", "ask 3600 on leg2", "keep seeking");
    table.granted(3600);
    assertThat(table.notified("active", pidf("phone open")))
        .containsExactly("200", "KEEP active", "+phone");
  }

  @Test
  @Requirement("8048-5.2.2-2")
  void whoComesBackIsSubscribedAgain() {
    lapsed();
    assertThat(table.stanza(Presences.juliet("balcony", ""))).startsWith("ask 3600 on leg2");
  }

  @Test
  void whoComesBackBeforeTheEndIsRefreshed() {
    table.active("phone open");
    table.due();
    table.juliet("unavailable");

    assertThat(table.juliet("")).startsWith("ask 3600 on leg1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout", "deactivated", "probation", "odd"})
  void anEndThatIsAwaitedIsNotAskedAgainAfter(String reason) {
    table.active("phone open");
    table.due();
    table.juliet("unavailable");

    assertThat(table.notified("terminated;reason=" + reason))
        .containsExactly("200", "-phone", "keep lapsed");
  }

  @Test
  void aSubscriptionThatIsMadeTooShortIsNotAskedForWithoutEnd() {
    table.juliet("subscribe");
    for (int times = 0; times < 8; times++) {
      table.granted(3600);
      table.notified("active;expires=0", pidf("phone open"));
      table.due();
      if (table.watch.leg().isEmpty()) {
        table.due();
      }
    }
    assertThat(Duration.between(WatchTable.NOON, table.now)).isGreaterThan(Duration.ofMinutes(4));
  }

  @Test
  void thatOneResourceIsGoneDoesNotMeanThatNobodyIsThere() {
    table.active("phone open");
    table.due();

    assertThat(table.stanza(Presences.juliet("balcony", "unavailable"))).isEmpty();
    assertThat(table.stanza(Presences.juliet("balcony", "unavailable").withId(Watch.PROBE_ID)))
        .containsExactly("keep active");
    assertThat(table.watch.due()).isEqualTo(table.watch.expires());
  }

  @Test
  void whoIsGoneAtOtherTimesStillWatches() {
    table.active("phone open");
    assertThat(table.juliet("unavailable")).isEmpty(); // OPEN u
  }

  @Test
  void aServerThatDoesNotLetTheContactInHasAnswered() {
    table.active("phone open");
    table.due();
    assertThat(table.watch.probes()).isTrue();
    assertThat(table.juliet("unsubscribed")).startsWith("ask 3600 on leg1");
    assertThat(table.watch.probes()).isFalse();
  }

  @Test
  void aSilentServerIsTrustedForADay() {
    table.active("phone open");
    for (int hours = 0; hours < 40; hours++) {
      table.due(); // the probe
      table.due(); // silence
      if (!table.watch.moment().asked().equals(WatchMoment.Asked.REFRESH)) {
        break;
      }
      table.granted(3600);
      table.notified("active;expires=3600");
    }
    Duration time = Duration.between(WatchTable.NOON, table.now);
    assertThat(time).isBetween(Duration.ofHours(24), Duration.ofHours(25));
    assertThat(table.due()).contains("-phone", "keep lapsed");
  }

  @Test
  @Requirement("8048-8.1-4")
  void withoutPatienceNothingIsRefreshedBeforeAnAnswer() {
    WatchTable strict =
        new WatchTable(new WatchTimes(HOUR, Duration.ZERO, Duration.ofMinutes(5)))
            .active("phone open");
    assertThat(strict.due()).containsExactly("probe", "keep active");
    assertThat(strict.due()).containsExactly("keep active");
    assertThat(strict.due()).containsExactly("-phone", "keep lapsed");
  }

  @ParameterizedTest
  @CsvSource({
    "ITEM_NOT_FOUND, false",
    "GONE, false",
    "REMOTE_SERVER_TIMEOUT, true",
    "FORBIDDEN, true"
  })
  void anErrorIsAnAnswerUnlessThereIsNoSuchWatcher(
      StanzaError.Condition condition, boolean refreshes) {
    table.active("phone open");
    table.due();
    PresenceStanza error =
        Presences.juliet("", "error")
            .with(
                Element.empty("jabber:component:accept", "error")
                    .with("type", "cancel")
                    .with(Element.empty(StanzaError.NAMESPACE, condition.wire())));

    assertThat(table.stanza(error).contains("ask 3600 on leg1")).isEqualTo(refreshes);
  }

  @Test
  void aRequestThatNobodyHasDecidedOutlivesTheSessionOfTheWatcher() {
    table.juliet("subscribe");
    table.granted(3600);
    table.notified("pending;expires=3600");
    table.due();

    assertThat(table.juliet("unavailable")).startsWith("ask 3600 on leg1");
    table.granted(3600);
    assertThat(table.notified("active", pidf("phone open"))).contains("subscribed", "+phone");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 501, 604})
  @Requirement("6665-4.1.2.2-1")
  void someAnswersToARefreshEndTheSubscriptionAndANewOneIsAskedFor(int status) {
    refreshing();

    assertThat(table.failed(status)).containsExactly("ask 3600 on leg2", "keep seeking");
    table.granted(3600);
    assertThat(table.notified("active", pidf("phone open", "desk open")))
        .containsExactly("200", "KEEP active", "+desk");
  }

  @Test
  @Requirement("8048-5.2.2-5")
  void aLegThatIsLostIsReplaced() {
    refreshing();
    SipAnswer answer = new SipAnswer(400, "no", Optional.empty());

    assertThat(
            table.took(
                table.watch.outcome(
                    WatchTable.failure(
                        table.leg(), answer, Optional.empty(), Optional.empty(), true),
                    table.now)))
        .startsWith("ask 3600 on leg2");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 408, 500, 503, 504})
  @Requirement("6665-4.1.2.2-2")
  void othersLeaveItUntilItEnds(int status) {
    refreshing();
    assertThat(table.failed(status)).containsExactly("keep active");
    assertThat(table.notified("active", pidf("phone open away"))).contains("+phone:away");

    Instant end = table.watch.expires();
    for (int tries = 0; !table.now.equals(end) && tries < 50; tries++) {
      var words = table.due();
      if (words.contains("probe")) {
        words = table.juliet("");
      }
      if (table.now.isBefore(end)) {
        assertThat(words).contains("ask 3600 on leg1").doesNotContain("-phone");
        table.failed(status);
      } else {
        assertThat(words).contains("ask 3600 on leg2");
      }
    }
    assertThat(table.now).isEqualTo(end);
    assertThat(table.failed(status)).containsExactly("-phone", "keep seeking");
  }

  @Test
  @Requirement({"2779-3.2.4-1", "2779-3.2.5-1", "2779-3.3.2-1"})
  void aSubscriptionThatCannotBeHadAgainLeavesNoGhost() {
    refreshing();
    table.failed(481);
    assertThat(table.failed(new Refused(Reason.PEER_UNREACHABLE, "down"), Optional.empty()))
        .containsExactly("-phone", "keep seeking");
    assertThat(table.juliet("probe")).containsExactly("-");
  }

  @Test
  void triesComeLessAndLessOften() {
    table.jitter = 0.5;
    table.juliet("subscribe");
    Duration last = Duration.ZERO;
    for (int tries = 0; tries < 30; tries++) {
      table.failed(503);
      Duration wait = Duration.between(table.now, table.watch.due());
      assertThat(wait).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(HOUR);
      last = wait;
      assertThat(table.due()).anyMatch(word -> word.startsWith("ask 3600"));
    }
    assertThat(last).isEqualTo(Duration.ofMinutes(45));
  }

  /** TRUST 7: who asks is not believed, which says nothing of what the presentity wants. */
  @ParameterizedTest
  @CsvSource({
    "428, Use Identity Header",
    "436, Bad Identity Info",
    "437, Unsupported Credential",
    "438, Invalid Identity Header",
    "403, Stale Date",
    "403, Replayed Identity",
  })
  void whoIsNotBelievedAsksAgainInAMinuteInFiveAndInThirty(int status, String phrase) {
    SipAnswer answer = new SipAnswer(status, phrase, Optional.empty());
    table.juliet("subscribe");
    for (int minutes : new int[] {1, 5, 30, 30}) {
      assertThat(table.failed(answer, Optional.empty())).doesNotContain("unsubscribed");
      assertThat(table.over).isFalse();
      assertThat(Duration.between(table.now, table.watch.due())).hasMinutes(minutes);
      assertThat(table.due()).anyMatch(word -> word.startsWith("ask 3600"));
    }
  }

  @Test
  void whoIsNotBelievedAnyMoreKeepsWhatIsGrantedToItsEnd() {
    refreshing();
    SipAnswer answer = new SipAnswer(437, "Unsupported Credential", Optional.empty());
    assertThat(table.failed(answer, Optional.empty())).containsExactly("keep active");
    assertThat(table.notified("active", pidf("phone open away"))).contains("+phone:away");
  }

  @Test
  void theOtherSideMaySayWhenToTryAgain() {
    table.juliet("subscribe");
    table.failed(new SipAnswer(503, "busy", Optional.empty()), Optional.of(Duration.ofMinutes(7)));
    assertThat(table.watch.due()).isEqualTo(table.now.plus(Duration.ofMinutes(7)));

    table.due();
    table.failed(new SipAnswer(503, "busy", Optional.empty()), Optional.of(Duration.ofDays(900)));
    assertThat(table.watch.due()).isEqualTo(table.now.plus(Duration.ofDays(1)));
  }

  @Test
  @Requirement("8048-5.2.2-5")
  void tooShortATimeIsAskedForAgainWithTheShortestThatWouldDo() {
    table.juliet("subscribe");
    assertThat(table.tooBrief(7200)).contains("ask 7200 on leg1");
    assertThat(table.granted(7200)).containsExactly("keep seeking");
    table.notified("active;expires=7200", pidf("phone open"));
    assertThat(table.watch.expires()).isEqualTo(table.now.plusSeconds(7200));

    table.due();
    assertThat(table.juliet("")).contains("ask 7200 on leg1");
  }

  @Test
  void whoNamesAnAbsurdShortestTimeIsAskedLater() {
    table.juliet("subscribe");
    assertThat(table.tooBrief(999_999_999)).containsExactly("keep seeking");
    table.due();
    assertThat(table.tooBrief(60)).containsExactly("keep seeking");
    table.due();
    for (int more = 1; more < 50 && table.tooBrief(3600 + more).size() == 2; more++) {
      assertThat(more).isLessThan(10);
    }
    assertThat(table.watch.due()).isAfter(table.now);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deactivated", "timeout", "something-new"})
  @Requirement({"6665-4.1.3-4", "6665-4.1.3-5", "6665-4.1.3-7"})
  void afterSomeEndsANewSubscriptionIsAskedForAtOnce(String reason) {
    table.active("phone open");

    assertThat(table.notified("terminated;expires=500;reason=" + reason))
        .containsExactly("200", "ask 3600 on leg2", "keep seeking");
    table.granted(3600);
    assertThat(table.notified("active", pidf("phone open"))).containsExactly("200", "keep active");
  }

  @Test
  void aNotifierThatEndsEachSubscriptionIsNotAskedInACircle() {
    table.active("phone open");
    table.notified("terminated;reason=deactivated");
    table.granted(3600);
    table.notified("active", pidf("phone open"));

    assertThat(table.notified("terminated;reason=deactivated"))
        .containsExactly("200", "-phone", "keep seeking");
    assertThat(table.watch.due()).isAfter(table.now);
  }

  @ParameterizedTest
  @CsvSource({
    "probation, 40",
    "giveup, 40",
    "giveup;retry-after=600, 600",
    "other;retry-after=9, 9"
  })
  @Requirement({"6665-4.1.3-5", "6665-4.1.3-7"})
  void afterOthersItIsAskedForLater(String reason, long seconds) {
    table.active("phone open");

    assertThat(table.notified("terminated;reason=" + reason))
        .containsExactly("200", "-phone", "keep seeking");
    assertThat(table.watch.due()).isEqualTo(table.now.plusSeconds(seconds));
    assertThat(table.due()).startsWith("ask 3600 on leg2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rejected", "noresource"})
  @Requirement("6665-4.1.3-6")
  void whoIsNotWantedDoesNotAskAgain(String reason) {
    table.active("phone open");
    assertThat(table.notified("terminated;reason=" + reason))
        .containsExactly("200", "KEEP refused", "-phone", "unsubscribed", "forget");
  }

  @Test
  @Requirement("6665-4.1.3-6")
  void whatCannotChangeStaysAndIsNotAskedForAgain() {
    table.active("phone open");
    assertThat(table.notified("terminated;reason=invariant;retry-after=1", pidf("phone open xa")))
        .containsExactly("200", "+phone:xa", "keep settled");
    assertThat(table.after(Duration.ofDays(100))).isEmpty();
    assertThat(table.juliet("probe")).containsExactly("+phone:xa");
    assertThat(table.juliet("unsubscribe"))
        .containsExactly("KEEP refused", "-phone", "unsubscribed", "forget");
  }

  @Test
  void aRejectionWhileARefreshIsOutstandingIsHeardAtOnce() {
    refreshing();
    var leg = table.leg();

    assertThat(table.notified("terminated;reason=rejected"))
        .containsExactly("200", "KEEP refused", "-phone", "unsubscribed", "keep ending");
    assertThat(
            table.took(table.watch.outcome(WatchTable.success(leg, Optional.empty()), table.now)))
        .containsExactly("forget");
  }

  @Test
  void anEndWhileARefreshIsOutstandingWaitsForItsOutcome() {
    refreshing();
    var leg = table.leg();

    assertThat(table.notified("terminated;reason=deactivated"))
        .containsExactly("200", "keep seeking");
    assertThat(
            table.took(table.watch.outcome(WatchTable.success(leg, Optional.empty()), table.now)))
        .startsWith("ask 3600 on leg2");
  }

  @Test
  void aNewSubscriptionThatIsPendingShowsNothingOfTheOldOne() {
    table.active("phone open");
    table.notified("terminated;reason=deactivated");
    table.granted(3600);

    assertThat(table.notified("pending")).containsExactly("200", "-phone", "keep pending");
    assertThat(table.notified("active", pidf("phone open")))
        .containsExactly("200", "KEEP active", "+phone"); // and no second subscribed
  }

  @Test
  void aNewLegOnWhichNothingIsSaidShowsNothingOfTheOldOne() {
    table.active("phone open");
    table.notified("terminated;reason=deactivated");
    table.granted(3600);

    assertThat(table.notified("active")).containsExactly("200", "-phone", "keep active");
  }

  @Test
  @Requirement("3856-9.4-1")
  void anOlderDocumentOfANewLegIsStale() {
    table.juliet("subscribe");
    table.granted(3600);
    table.notified("active", at("2026-11-26T11:00:00Z", "phone open"));
    table.notified("terminated;reason=deactivated");
    table.granted(3600);

    assertThat(table.notified("active", at("2026-11-26T10:00:00Z", "phone closed")))
        .containsExactly("200", "keep active");
    assertThat(table.notified("active", at("2026-11-26T10:30:00Z", "phone closed")))
        .as("the order on one leg is that of CSeq")
        .contains("-phone");
  }

  private static org.porin.msgfmt.MimeEntity at(String timestamp, String... tuples) {
    return pidf("pres:romeo@example.net", Optional.of(timestamp), tuples);
  }

  @Test
  void aTimeThatIsNotDueDoesNothing() {
    table.active("phone open");
    assertThat(table.after(Duration.ZERO)).isEmpty();
    refreshing(table);
    assertThat(table.after(Duration.ofDays(1))).as("an outcome is outstanding").isEmpty();
  }

  private void refreshing() {
    refreshing(table.active("phone open"));
  }

  private static void refreshing(WatchTable table) {
    table.due();
    table.juliet("");
  }

  private void lapsed() {
    table.active("phone open");
    table.due();
    table.juliet("unavailable");
    table.due();
  }
}

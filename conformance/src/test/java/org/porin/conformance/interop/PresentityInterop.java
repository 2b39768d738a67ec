package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.packet.Presence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/**
 * Juliet, with a roster on Prosody, is watched from montague.example: by SIP watchers of the tests
 * that look at what Porin answers and tells. Every test has watchers of its own.
 */
@RequiresDocker
class PresentityInterop {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration ROUND = Duration.ofSeconds(5); // OPEN a 4, RFC 3856 §6.10
  private static final List<Presence.Mode> MODES =
      List.of(Presence.Mode.away, Presence.Mode.available);
  private static final String JULIET = "juliet@capulet.example";

  private static final Stage STAGE = new Stage();
  private static PresenceStage capulet;
  private static SipCaller caller;

  private final List<AutoCloseable> present = new ArrayList<>();
  private RosterUser juliet;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    NameServer names = STAGE.enter(NameServer.open());
    capulet =
        STAGE.enter(
            PresenceStage.start(
                XmppServer.PROSODY, Loopback.freePort(), "127.0.0.1", names.address(), Map.of()));
    caller = new SipCaller(capulet.porin().sip());
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void julietEnters() throws Exception {
    juliet = enter(capulet.logIn("juliet", "balcony"));
  }

  @AfterEach
  void allLeave() throws Exception {
    for (AutoCloseable each : present) {
      each.close();
    }
  }

  @Test
  @Requirement({
    "8048-5.3.1-1",
    "8048-5.3.1-2",
    "6665-4.2.1.1-1",
    "6665-4.2.1.2-1",
    "6665-4.2.1.3-2",
    "6665-4.2.2-3",
    "6665-4.5.1-1",
    "3856-6.6.2-1",
    "2779-5.1.11-1",
    "3859-3.1-6",
    "3859-3.1-9",
    "3859-3.1-10"
  })
  void aSubscriptionIsTakenAtOnceAndActiveWhenJulietApproves() throws Exception {
    SipWatcher romeo = watcher("romeo");
    SipWire answer = romeo.subscribe(3_600);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("CSeq")).hasValue("1 SUBSCRIBE");
    int granted = Integer.parseInt(answer.header("Expires").orElseThrow());
    assertThat(granted).isBetween(1, 3_600);
    assertThat(answer.header("Contact").orElseThrow()).contains(";gr=");

    SipWire pending = romeo.awaitNotify(SOON);
    assertThat(pending.header("Subscription-State").orElseThrow())
        .matches("pending;expires=[1-9][0-9]*");
    assertThat(pending.bodyText()).doesNotContain("open");

    juliet.await(Presence.Type.subscribe, "romeo@montague.example", SOON);
    juliet.send(Presence.Type.subscribed, "romeo@montague.example");
    SipWire active = romeo.awaitNotify("<basic>open</basic>", SOON);
    assertThat(active.header("Subscription-State").orElseThrow())
        .matches("active;expires=[1-9][0-9]*");
    assertThat(active.header("Content-Type").orElseThrow()).startsWith("application/pidf+xml");
    assertThat(active.header("Event")).hasValue("presence");
    assertThat(active.header("From").orElseThrow()).contains("<sip:juliet@capulet.example>;tag=");
    assertThat(active.header("To").orElseThrow()).startsWith("<sip:romeo@montague.example>;tag=");
    assertThat(active.header("CSeq")).isNotEqualTo(pending.header("CSeq"));
    assertThat(active.bodyText()).contains("entity=\"pres:juliet@capulet.example\"", "balcony");
  }

  @Test
  @Requirement({"3922-6.2-4", "8048-6.2-5", "3859-3.1-11", "3859-3.4.1-6", "3922-6.3-1"})
  void awayAndOfflineAreTold() throws Exception {
    SipWatcher romeo = admitted("away");
    juliet.available(Optional.of(Presence.Mode.away), "at the friar's", 5);
    SipWire away = romeo.awaitNotify("away", SOON);
    assertThat(away.bodyText()).contains("<basic>open</basic>", "at the friar's");
    juliet.unavailable();
    SipWire offline = romeo.awaitNotify("<basic>closed</basic>", SOON);
    assertThat(offline.bodyText()).doesNotContain("<basic>open</basic>");
    assertThat(offline.header("Subscription-State").orElseThrow()).startsWith("active");
  }

  @Test
  @Requirement({"3922-6.2-4", "3859-3.4.1-6"})
  void allClientsOfJulietAreInOneDocument() throws Exception {
    SipWatcher romeo = admitted("both");
    RosterUser chamber = enter(capulet.logIn("juliet", "chamber"));
    SipWire two = romeo.awaitNotify("chamber", SOON);
    assertThat(two.bodyText()).contains("balcony").containsOnlyOnce("entity=");
    assertThat(two.bodyText().split("<basic>open</basic>", -1)).hasSize(3);

    chamber.unavailable();
    SipWire one = romeo.awaitNotify(SOON);
    while (one.bodyText().split("<basic>open</basic>", -1).length != 2) {
      one = romeo.awaitNotify(SOON);
    }
    assertThat(one.bodyText()).contains("balcony");
  }

  @Test
  @Requirement({"8048-5.3.2-1", "6665-4.2.1.1-4"})
  void aRefreshIsAnsweredAtOnceWithTheWholeState() throws Exception {
    SipWatcher romeo = admitted("refresh");
    SipWire answer = romeo.subscribe(600);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Integer.parseInt(answer.header("Expires").orElseThrow())).isBetween(1, 600);
    SipWire state = romeo.awaitNotify(ROUND.dividedBy(2)); // no round is waited for
    assertThat(state.bodyText()).contains("<basic>open</basic>");
  }

  @Test
  @Requirement({"8048-5.3.3-1", "8048-5.3.3-2", "3859-3.4.3-1"})
  void aWatcherWhoEndsIsToldAndStaysWelcome() throws Exception {
    SipWatcher romeo = admitted("leaves");
    assertThat(romeo.subscribe(0).status()).isEqualTo(200);
    SipWire last = romeo.awaitNotify("terminated", SOON);
    assertThat(last.header("Subscription-State").orElseThrow()).contains("reason=timeout");
    assertThat(last.bodyText()).contains("<basic>closed</basic>");
    juliet.await(Presence.Type.unavailable, "leaves@montague.example", SOON);

    SipWatcher again = watcher("leaves");
    again.subscribe(3_600);
    again.awaitNotify("<basic>open</basic>", SOON);
    assertThat(juliet.waiting(Presence.Type.subscribe, "leaves@montague.example"))
        .as("no prompt after an answer")
        .isZero();
    assertThat(juliet.subscription("leaves@montague.example")).isEqualTo("from");
  }

  @Test
  @Requirement({"2779-3.2.5-1", "3859-3.1-11"})
  void aSubscriptionThatIsNotRefreshedRunsOut() throws Exception {
    SipWatcher romeo = watcher("brief");
    SipWire answer = romeo.subscribe(5);
    if (answer.status() == 423) { // RFC 6665 §4.2.1.1: with the shortest that would do
      answer = romeo.subscribe(Integer.parseInt(answer.header("Min-Expires").orElseThrow()));
    }
    int granted = Integer.parseInt(answer.header("Expires").orElseThrow());
    assertThat(granted).as("what a test can wait for").isLessThanOrEqualTo(60);
    SipWire end = romeo.awaitNotify("terminated", Duration.ofSeconds(granted).plus(SOON));
    assertThat(end.header("Subscription-State").orElseThrow()).contains("reason=timeout");
  }

  @Test
  @Requirement({"8048-5.3.1-4", "3922-6.2-5", "2779-2.3.1-1", "2779-2.3.2-1"})
  void aDenialEndsTheSubscription() throws Exception {
    SipWatcher tybalt = watcher("denied");
    tybalt.subscribe(3_600);
    juliet.await(Presence.Type.subscribe, "denied@montague.example", SOON);
    juliet.send(Presence.Type.unsubscribed, "denied@montague.example");
    SipWire end = tybalt.awaitNotify("terminated", SOON);
    assertThat(end.header("Subscription-State").orElseThrow()).contains("reason=rejected");
    assertThat(end.bodyText()).doesNotContain("open");
    assertThat(tybalt.subscribe(3_600).status()).isEqualTo(481);
  }

  @Test
  @Requirement({"3922-6.5-1", "2779-5.1.16-1", "2779-3.3.3-1"})
  void aRevokedWatcherHearsNoMore() throws Exception {
    SipWatcher revoked = admitted("revoked");
    SipWatcher other = admitted("other");
    juliet.send(Presence.Type.unsubscribed, "revoked@montague.example");
    SipWire end = revoked.awaitNotify("terminated", SOON);
    assertThat(end.header("Subscription-State").orElseThrow()).contains("reason=rejected");
    juliet.available(Optional.of(Presence.Mode.dnd), "after it", 0);
    other.awaitNotify("after it", SOON);
    assertThat(revoked.waiting()).isZero();
  }

  @Test
  @Requirement({"8048-7.2-1", "3859-2-2", "3859-3.4.1-7", "3859-3.4.3-2", "2779-3.2.1-1"})
  void aFetchByAnAdmittedWatcherIsOneNotification() throws Exception {
    SipWatcher standing = admitted("fetches");
    SipWatcher fetch = watcher("fetches");
    assertThat(fetch.subscribe(0).status()).isEqualTo(200);
    SipWire only = fetch.awaitNotify("terminated", SOON);
    assertThat(only.bodyText()).contains("<basic>open</basic>");
    juliet.available(Optional.of(Presence.Mode.xa), "standing still", 0);
    standing.awaitNotify("standing still", SOON);
    assertThat(fetch.waiting()).isZero();
  }

  @Test
  @Requirement({"2779-2.3.1-1", "3856-6.6.2-1"})
  void aFetchByAStrangerTellsNothing() throws Exception {
    SipWatcher stranger = watcher("stranger");
    SipWire answer = stranger.subscribe(0);
    if (answer.status() < 300) {
      SipWire only = stranger.awaitNotify("terminated", SOON);
      assertThat(only.bodyText()).doesNotContain("open").doesNotContain("balcony");
    }
  }

  @Test
  @Requirement({"2779-2.3.7-1", "2779-3.2.2-1"})
  void aSubscriptionWaitsForWhoIsOffline() throws Exception {
    SipWatcher romeo = watcher("patient", "tybalt@capulet.example");
    assertThat(romeo.subscribe(3_600).status()).isEqualTo(200);
    romeo.awaitNotify("pending", SOON);
    RosterUser tybalt = enter(capulet.logIn("tybalt", "street"));
    tybalt.await(Presence.Type.subscribe, "patient@montague.example", SOON);
    tybalt.send(Presence.Type.subscribed, "patient@montague.example");
    assertThat(romeo.awaitNotify("<basic>open</basic>", SOON).bodyText()).contains("street");
  }

  @Test
  @Requirement("2779-5.1.14-1")
  void whoDoesNotSayWhoHeIsIsRefused() throws Exception {
    SipWatcher masked = enter(SipWatcher.of(caller, "anonymous@anonymous.invalid", JULIET));
    assertThat(masked.subscribe(3_600).status()).isBetween(400, 499);
    assertThat(juliet.waiting(Presence.Type.subscribe, "anonymous@anonymous.invalid")).isZero();
  }

  @Test
  @Requirement("3922-6.2-6")
  void aUserWhoDoesNotExistIsNeverSeen() throws Exception {
    SipWatcher romeo = watcher("romeo", "rosaline@capulet.example");
    SipWire answer = romeo.subscribe(3_600);
    assertThat(answer.status()).isIn(200, 404);
    if (answer.status() == 200) {
      assertThat(romeo.awaitNotify(SOON).bodyText()).doesNotContain("open");
    }
  }

  @Test
  void severalDialogsOfOnePairAreOneQuestionAndAllAreTold() throws Exception {
    SipWatcher desk = watcher("twice");
    SipWatcher phone = watcher("twice");
    desk.subscribe(3_600);
    phone.subscribe(3_600);
    juliet.await(Presence.Type.subscribe, "twice@montague.example", SOON);
    juliet.send(Presence.Type.subscribed, "twice@montague.example");
    desk.awaitNotify("<basic>open</basic>", SOON);
    phone.awaitNotify("<basic>open</basic>", SOON);
    assertThat(juliet.waiting(Presence.Type.subscribe, "twice@montague.example")).isZero();
  }

  @Test
  @Requirement({"2779-2.2.5-1", "2779-3.2.3-1"})
  void hundredsOfWatchersAreToldOfOneChange() throws Exception {
    List<SipWatcher> guests = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      SipWatcher guest = watcher("guest" + i);
      assertThat(guest.subscribe(3_600).status()).isEqualTo(200);
      juliet.await(Presence.Type.subscribe, "guest" + i + "@montague.example", SOON);
      juliet.send(Presence.Type.subscribed, "guest" + i + "@montague.example");
      guests.add(guest);
    }
    juliet.available(Optional.of(Presence.Mode.chat), "to all the guests", 0);
    for (SipWatcher guest : guests) {
      guest.awaitNotify("to all the guests", SOON);
    }
  }

  @Test
  @Requirement("6665-8.2.1-1")
  void watcherInformationIsNotOffered() throws Exception {
    SipWire answer = watcher("curious").subscribe("presence.winfo", 3_600);
    assertThat(answer.status()).isEqualTo(489);
    assertThat(answer.header("Allow-Events")).hasValue("presence");
  }

  @Test
  @Requirement("3856-6.5-1")
  void aWatcherWhoCannotReadPresenceIsRefused() throws Exception {
    SipWire answer = watcher("illiterate").subscribe(3_600, "Accept: text/plain");
    assertThat(answer.status()).isEqualTo(406);
  }

  @Test
  @Requirement("6665-4.2.2-2")
  void aWatcherWhoHasForgottenIsForgotten() throws Exception {
    SipWatcher forgetful = admitted("forgetful");
    SipWatcher other = admitted("witness");
    forgetful.agent().answer(request -> SipPeer.Answer.of("481 Subscription Does Not Exist"));
    juliet.available(Optional.of(Presence.Mode.away), "once", 0);
    forgetful.awaitNotify("once", SOON);
    other.awaitNotify("once", SOON);
    juliet.available(Optional.empty(), "twice", 0);
    other.awaitNotify("twice", SOON);
    assertThat(forgetful.waiting()).isZero();
    assertThat(forgetful.subscribe(3_600).status()).isEqualTo(481);
  }

  /** A hundred changes a second: one round in five seconds, and at the end what is so. */
  @Test
  @Requirement({"2779-3.4.1-1", "3856-6.10-1"})
  void aFloodOfChangesIsOneRoundInFiveSecondsAndTheLastIsRight() throws Exception {
    SipWatcher romeo = admitted("flooded");
    long begin = System.nanoTime();
    for (int change = 0; change < 400; change++) {
      juliet.available(Optional.of(MODES.get(change % MODES.size())), "change " + change, 0);
      TimeUnit.NANOSECONDS.sleep(begin + change * 10_000_000L - System.nanoTime());
    }
    juliet.available(Optional.of(Presence.Mode.dnd), "the last change", 0);
    int told = 1;
    while (!romeo.awaitNotify(ROUND.plus(SOON)).bodyText().contains("the last change")) {
      told++;
    }
    long rounds = 1 + Duration.ofNanos(System.nanoTime() - begin).dividedBy(ROUND);
    assertThat((long) told).as("told in the flood").isLessThanOrEqualTo(rounds);
    assertThat(romeo.waiting()).isZero();
  }

  private SipWatcher watcher(String user) throws Exception {
    return watcher(user, JULIET);
  }

  private SipWatcher watcher(String user, String presentity) throws Exception {
    return enter(SipWatcher.of(caller, user + "@montague.example", presentity));
  }

  /** A watcher whom Juliet has approved, and who has been told that she is there. */
  private SipWatcher admitted(String user) throws Exception {
    SipWatcher watcher = watcher(user);
    assertThat(watcher.subscribe(3_600).status()).isEqualTo(200);
    juliet.await(Presence.Type.subscribe, user + "@montague.example", SOON);
    juliet.send(Presence.Type.subscribed, user + "@montague.example");
    watcher.awaitNotify("<basic>open</basic>", SOON);
    return watcher;
  }

  private <T extends AutoCloseable> T enter(T resource) {
    present.add(resource);
    return resource;
  }
}

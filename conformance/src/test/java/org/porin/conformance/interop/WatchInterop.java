package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/**
 * Juliet, with a roster on Prosody, watches users of montague.example, a SIP peer of the tests that
 * is found by its {@code _pres._sip} record alone. Every test has a user of its own there.
 */
@RequiresDocker
class WatchInterop {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String ACTIVE = "active;expires=3600";

  private static final int DOMAINS = 200;

  private static final Stage STAGE = new Stage();
  private static SipPresentity montague;
  private static PresenceStage capulet;
  private static RosterUser juliet;
  private static int sipPort;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    NameServer names = STAGE.enter(NameServer.open());
    SipPeer agent = STAGE.enter(SipPeer.open());
    names.presence("montague.example", agent.address());
    for (int i = 0; i < DOMAINS; i++) {
      names.presence("city" + i + ".example", agent.address());
    }
    sipPort = Loopback.freePort();
    montague = SipPresentity.of(agent, new SipCaller(Loopback.at(sipPort)));
    capulet =
        STAGE.enter(
            PresenceStage.start(
                XmppServer.PROSODY, sipPort, "127.0.0.1", names.address(), Map.of()));
    juliet = capulet.logIn("juliet", "balcony");
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void grantAgain() {
    montague.agent().reset();
    montague.grant(3_600);
  }

  @Test
  @Requirement({
    "2779-2.1.1-1",
    "2779-2.4.1-1",
    "2779-5.1.17-1",
    "2779-5.2.5-1",
    "3856-6.1-1",
    "3856-6.5-1",
    "6665-4.1.3-8",
    "8048-5.2.1-1",
    "8048-5.2.1-2",
    "8048-5.2.1-5"
  })
  void aSubscriptionIsSilentUntilItIsActive() throws Exception {
    juliet.send(Presence.Type.subscribe, "romeo@montague.example");
    SipWire subscribe = montague.awaitSubscribe("romeo", SOON);
    assertThat(subscribe.startLine())
        .matches("SUBSCRIBE sip:romeo@montague\\.example[^ ]* SIP/2.0");
    assertThat(subscribe.header("Event")).hasValue("presence");
    assertThat(String.join(",", subscribe.headers("Accept"))).contains("application/pidf+xml");
    assertThat(subscribe.header("Expires").map(Integer::parseInt).orElse(0)).isPositive();
    assertThat(subscribe.header("From").orElseThrow()).contains("sip:juliet@capulet.example>;tag=");
    assertThat(subscribe.header("To").orElseThrow()).doesNotContain("tag=");
    assertThat(subscribe.header("Contact").orElseThrow()).contains("127.0.0.1:" + sipPort);
    assertThat(subscribe.headers("Via")).as("nobody before the bridge").hasSize(1);

    SipDialog dialog = montague.dialog(subscribe);
    SipWire pending = montague.notify(dialog, "pending;expires=3600", Optional.empty());
    assertThat(pending.status()).isEqualTo(200);
    SipWire active =
        montague.notify(
            dialog,
            ACTIVE,
            Optional.of(Pidf.of("romeo@montague.example", Pidf.open("orchard", ""))));
    assertThat(active.status()).isEqualTo(200);

    assertThat(juliet.awaitFrom("romeo@montague.example", SOON).getType())
        .as("nothing comes before it")
        .isEqualTo(Presence.Type.subscribed);
    Presence available = juliet.awaitFrom("romeo@montague.example", SOON);
    assertThat(available.getType()).isEqualTo(Presence.Type.available);
    assertThat(available.getFrom().toString()).isEqualTo("romeo@montague.example/orchard");
    Await.until(
        "the roster", SOON, () -> juliet.subscription("romeo@montague.example").equals("to"));
  }

  @Test
  @Requirement({"3922-6.1-6", "3922-6.3-1", "2779-2.4.2-1", "2779-3.2.3-1", "3859-3.3-1"})
  void eachTupleIsAResourceAndAVanishedOneGoes() throws Exception {
    String mercutio = "mercutio@montague.example";
    SipDialog dialog = watched("mercutio");
    montague.notify(
        dialog,
        ACTIVE,
        Optional.of(Pidf.of(mercutio, Pidf.open("street", ""), Pidf.away("grave", "a grave man"))));
    Await.until(
        "both",
        SOON,
        () ->
            juliet.presence(mercutio + "/street").isPresent()
                && juliet.presence(mercutio + "/grave").isPresent());
    Presence grave = juliet.presence(mercutio + "/grave").orElseThrow();
    assertThat(grave.getMode()).isEqualTo(Presence.Mode.away);
    assertThat(grave.getStatus()).isEqualTo("a grave man");

    montague.notify(dialog, ACTIVE, Optional.of(Pidf.of(mercutio, Pidf.away("grave", "still"))));
    Await.until("one less", SOON, () -> juliet.presence(mercutio + "/street").isEmpty());
    Await.until(
        "its new note",
        SOON,
        () ->
            juliet
                .presence(mercutio + "/grave")
                .map(each -> "still".equals(each.getStatus()))
                .orElse(false));

    montague.notify(dialog, ACTIVE, Optional.of(Pidf.of(mercutio, Pidf.closed("grave"))));
    Await.until("nobody there", SOON, () -> juliet.online(mercutio).isEmpty());
  }

  @Test
  @Requirement("3856-6.8-1")
  void aNotificationWithoutDocumentChangesNothing() throws Exception {
    String abram = "abram@montague.example";
    SipDialog dialog = watched("abram");
    montague.notify(dialog, ACTIVE, Optional.of(Pidf.of(abram, Pidf.open("thumb", "one"))));
    Await.until("him", SOON, () -> juliet.online(abram).contains("thumb"));
    montague.notify(dialog, ACTIVE, Optional.empty());
    montague.notify(dialog, ACTIVE, Optional.of(Pidf.of(abram, Pidf.open("thumb", "two"))));
    Await.until(
        "the second",
        SOON,
        () ->
            juliet
                .presence(abram + "/thumb")
                .map(each -> "two".equals(each.getStatus()))
                .orElse(false));
    assertThat(juliet.waiting(Presence.Type.unavailable, abram)).isZero();
  }

  @Test
  @Requirement({"8048-5.2.2-1", "8048-5.2.2-6", "6665-4.1.2.1-1"})
  void aShortGrantIsRefreshedInItsDialogAndJulietSeesNothingOfIt() throws Exception {
    String peter = "peter@montague.example";
    montague.grant(10);
    SipDialog dialog = watched("peter");
    montague.notify(
        dialog, "active;expires=10", Optional.of(Pidf.of(peter, Pidf.open("hall", ""))));
    Await.until("him", SOON, () -> juliet.online(peter).contains("hall"));

    SipWire refresh = montague.awaitSubscribe("peter", SOON);
    assertThat(refresh.header("Call-ID")).hasValue(dialog.callId());
    assertThat(refresh.header("To").orElseThrow()).contains("tag=peer");
    assertThat(refresh.header("Expires").map(Integer::parseInt).orElse(0)).isPositive();
    assertThat(juliet.online(peter)).containsExactly("hall");
    assertThat(juliet.waiting(Presence.Type.unavailable, peter)).isZero();
    montague.refuse("481 Call/Transaction Does Not Exist"); // it need not be refreshed for ever
  }

  @Test
  @Requirement({"3922-6.4-4", "2779-5.1.7-1", "3859-3.4.3-1", "3859-3.1-13", "8048-5.2.3-1"})
  void whoUnsubscribesHearsNoMore() throws Exception {
    String balthasar = "balthasar@montague.example";
    SipDialog dialog = watched("balthasar");
    montague.notify(dialog, ACTIVE, Optional.of(Pidf.of(balthasar, Pidf.open("road", ""))));
    Await.until("him", SOON, () -> juliet.online(balthasar).contains("road"));

    juliet.send(Presence.Type.unsubscribe, balthasar);
    SipWire end = montague.awaitSubscribe("balthasar", SOON);
    assertThat(end.header("Expires")).hasValue("0");
    assertThat(end.header("Call-ID")).hasValue(dialog.callId());
    Await.until("him gone", SOON, () -> juliet.online(balthasar).isEmpty());

    montague.notify(
        dialog,
        "terminated;reason=timeout",
        Optional.of(Pidf.of(balthasar, Pidf.open("road", "last words"))));
    juliet.send(Presence.Type.subscribe, "barrier@montague.example");
    SipDialog barrier = montague.dialog(montague.awaitSubscribe("barrier", SOON));
    montague.notify(barrier, ACTIVE, Optional.empty());
    juliet.await(Presence.Type.subscribed, "barrier@montague.example", SOON);
    assertThat(juliet.online(balthasar)).isEmpty();
  }

  @Test
  @Requirement({"8048-5.2.2-4", "2779-2.3.2-1", "2779-5.1.5-1", "2779-2.3.5-1"})
  void aRefusalOfTheSubscriptionEndsIt() throws Exception {
    montague.refuse("603 Decline");
    juliet.send(Presence.Type.subscribe, "sampson@montague.example");
    juliet.await(Presence.Type.unsubscribed, "sampson@montague.example", SOON);
    Await.until("the roster", SOON, () -> !juliet.isAsking("sampson@montague.example"));
  }

  @Test
  @Requirement({"3922-6.1-8", "3859-3.4.1-1"})
  void aUserWhoDoesNotExistComesBackAsAnError() throws Exception {
    montague.refuse("404 Not Found");
    juliet.send(Presence.Type.subscribe, "paris@montague.example");
    Presence error = juliet.await(Presence.Type.error, "paris@montague.example", SOON);
    assertThat(error.getError().getCondition()).isEqualTo(StanzaError.Condition.item_not_found);
  }

  @Test
  @Requirement({"6665-4.1.3-4", "3922-6.1-7", "2779-5.1.13-1", "2779-5.1.16-1"})
  void aRejectionTakesThePresenceAndTheAuthorizationBack() throws Exception {
    String gregory = "gregory@montague.example";
    SipDialog dialog = watched("gregory");
    montague.notify(dialog, ACTIVE, Optional.of(Pidf.of(gregory, Pidf.open("coals", ""))));
    Await.until("him", SOON, () -> juliet.online(gregory).contains("coals"));

    montague.notify(dialog, "terminated;reason=rejected", Optional.empty());
    juliet.await(Presence.Type.unsubscribed, gregory, SOON);
    Await.until("him gone", SOON, () -> juliet.online(gregory).isEmpty());
    Await.until("the roster", SOON, () -> juliet.subscription(gregory).equals("none"));
  }

  @Test
  @Requirement({"2779-3.2.5-1", "2779-3.3.2-1", "2779-3.2.4-1"})
  void aSubscriptionThatCannotBeRefreshedLeavesNobodyOnline() throws Exception {
    String friar = "friar@montague.example";
    montague.grant(8);
    SipDialog dialog = watched("friar");
    montague.notify(dialog, "active;expires=8", Optional.of(Pidf.of(friar, Pidf.open("cell", ""))));
    Await.until("him", SOON, () -> juliet.online(friar).contains("cell"));
    montague.refuse("500 Server Internal Error");
    Await.until("him gone", Duration.ofSeconds(30), () -> juliet.online(friar).isEmpty());
    assertThat(juliet.subscription(friar)).as("the authorization stays").isEqualTo("to");
  }

  @Test
  @Requirement("6665-4.1.2.2-1")
  void aDialogThatIsForgottenIsMadeAnew() throws Exception {
    String apothecary = "apothecary@montague.example";
    montague.grant(8);
    SipDialog dialog = watched("apothecary");
    montague.notify(
        dialog, "active;expires=8", Optional.of(Pidf.of(apothecary, Pidf.open("shop", ""))));
    Await.until("him", SOON, () -> juliet.online(apothecary).contains("shop"));
    montague
        .agent()
        .answer(
            request ->
                request.header("Call-ID").orElse("").equals(dialog.callId())
                    ? SipPeer.Answer.of("481 Subscription Does Not Exist")
                    : montague.granted(request, 3_600));

    SipWire anew = montague.awaitSubscribe("apothecary", SOON);
    while (anew.header("Call-ID").orElse("").equals(dialog.callId())) {
      anew = montague.awaitSubscribe("apothecary", SOON);
    }
    assertThat(anew.header("To").orElseThrow()).doesNotContain("tag=");
    montague.notify(
        montague.dialog(anew), ACTIVE, Optional.of(Pidf.of(apothecary, Pidf.open("shop", "poor"))));
    Await.until(
        "him again",
        SOON,
        () ->
            juliet
                .presence(apothecary + "/shop")
                .map(each -> "poor".equals(each.getStatus()))
                .orElse(false));
  }

  @Test
  @Requirement("6665-4.1.2.4-1")
  void aNotificationMayComeBeforeTheAnswer() throws Exception {
    String john = "john@montague.example";
    montague
        .agent()
        .answer(
            subscribe -> {
              tellFirst(subscribe, john);
              return montague.granted(subscribe, 3_600);
            });
    juliet.send(Presence.Type.subscribe, john);
    juliet.await(Presence.Type.subscribed, john, SOON);
    Await.until("him", SOON, () -> juliet.online(john).contains("letter"));
  }

  private static void tellFirst(SipWire subscribe, String presentity) {
    try {
      montague.notify(
          montague.dialog(subscribe),
          ACTIVE,
          Optional.of(Pidf.of(presentity, Pidf.open("letter", ""))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Requirement({"6665-4.1.3-1", "2779-5.2.4-1", "2779-5.3.2-1"})
  void aNotificationOfNoSubscriptionIsRefused() throws Exception {
    SipDialog unknown =
        SipDialog.watching(
            montague.agent().address(), "romeo@montague.example", "juliet@capulet.example");
    SipWire answer =
        montague.notify(
            unknown,
            ACTIVE,
            Optional.of(Pidf.of("romeo@montague.example", Pidf.open("orchard", ""))));
    assertThat(answer.status()).isEqualTo(481);
  }

  /** OPEN d, RFC 8048 §8.2: what one watcher is told is for nobody else. */
  @Test
  @Requirement({"8048-8.2-1", "2779-2.3.3-1", "2779-5.2.1-1", "2779-5.2.3-1"})
  void eachWatcherHasADialogOfHerOwn() throws Exception {
    String paris = "paris@montague.example";
    SipDialog forJuliet = watched("paris");
    try (RosterUser nurse = capulet.logIn("nurse", "kitchen")) {
      nurse.send(Presence.Type.subscribe, paris);
      SipDialog forNurse = montague.dialog(montague.awaitSubscribe("paris", SOON));
      assertThat(forNurse.callId()).isNotEqualTo(forJuliet.callId());
      montague.notify(forNurse, ACTIVE, Optional.of(Pidf.of(paris, Pidf.closed("court"))));
      montague.notify(forJuliet, ACTIVE, Optional.of(Pidf.of(paris, Pidf.open("court", ""))));
      Await.until("him", SOON, () -> juliet.online(paris).contains("court"));
      nurse.await(Presence.Type.subscribed, paris, SOON);
      assertThat(nurse.online(paris)).isEmpty();
    }
  }

  /** They are found in the DNS, and reached through the gateway's own domain. */
  @Test
  @Requirement({"2779-2.1.5-1", "2779-2.2.1-1", "2779-2.2.6-1"})
  void hundredsOfDomainsThatNobodyConfiguredAreWatched() throws Exception {
    for (int i = 0; i < DOMAINS; i++) {
      juliet.send(Presence.Type.subscribe, prince(i));
    }
    for (int i = 0; i < DOMAINS; i++) {
      SipWire subscribe = montague.awaitSubscribe("prince@city", SOON);
      String presentity = subscribe.startLine().split("[ ;]")[1].replace("sip:", "");
      montague.notify(
          montague.dialog(subscribe),
          ACTIVE,
          Optional.of(Pidf.of(presentity, Pidf.open("palace", ""))));
    }
    for (int i = 0; i < DOMAINS; i++) {
      String prince = prince(i);
      Await.until(prince, SOON, () -> juliet.online(prince).contains("palace"));
    }
  }

  private static String prince(int city) {
    return "prince\\40city" + city + ".example@" + PresenceStage.GATEWAY;
  }

  /** montague.example has a record for presence and none for messages. */
  @Test
  @Requirement({"2779-2.1.1-1", "2779-2.1.2-1"})
  void whoTakesSubscriptionsNeedNotTakeMessages() throws Exception {
    watched("lady");
    try (XmppUser sender = XmppUser.logIn("tybalt", "balcony", capulet.clientPort())) {
      sender.send("lady@montague.example", "a word");
      Message error = sender.awaitMessage(SOON);
      assertThat(error.getError().getCondition())
          .isEqualTo(StanzaError.Condition.remote_server_not_found);
    }
  }

  @Test
  @Requirement({"2779-3.2.2-1", "2779-5.1.15-1"})
  void politeBlockingLooksLikeSomebodyWhoIsAway() throws Exception {
    String escalus = "escalus@montague.example";
    SipDialog dialog = watched("escalus");
    montague.notify(dialog, ACTIVE, Optional.of(Pidf.of(escalus, Pidf.closed("made-up"))));
    juliet.await(Presence.Type.subscribed, escalus, SOON);
    assertThat(juliet.online(escalus)).isEmpty();
    assertThat(juliet.waiting(Presence.Type.unsubscribed, escalus)).isZero();
  }

  /** Juliet subscribes to that user of montague.example, who answers. */
  private static SipDialog watched(String user) throws Exception {
    juliet.send(Presence.Type.subscribe, user + "@montague.example");
    return montague.dialog(montague.awaitSubscribe(user, SOON));
  }
}

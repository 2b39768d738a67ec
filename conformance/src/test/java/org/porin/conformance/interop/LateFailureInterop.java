package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * The nurse is gone without a word; Prosody holds for a while what comes for her (XEP-0198), stores
 * nothing, and gives it back when SIP senders have long had their answer.
 */
@RequiresDocker
class LateFailureInterop {
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final Duration AFTER_THE_HOLD = Duration.ofSeconds(20);
  private static final String HOLD_SECONDS = "2";
  private static final String ROMEO = "romeo@montague.example";

  private static final Stage STAGE = new Stage();
  private static SipPeer montague;
  private static Porin porin;
  private static SipCaller caller;
  private static int clientPort;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    NameServer names = STAGE.enter(NameServer.open());
    montague = STAGE.enter(SipPeer.open());
    int componentPort = Loopback.freePort();
    GenericContainer<?> prosody =
        STAGE.enter(
            Containers.prosody(
                    componentPort,
                    "montague.example verona.example",
                    "juliet:balcony nurse:balcony peter:balcony gregory:balcony sampson:balcony")
                .withEnv("PROSODY_HOLD_SECONDS", HOLD_SECONDS));
    prosody.start();
    clientPort = prosody.getMappedPort(Containers.CLIENT_PORT);
    String uri = "sip:127.0.0.1:" + montague.address().getPort() + ";transport=tcp";
    porin =
        STAGE.enter(
            Porin.run(
                new Porin.Settings(
                    componentPort,
                    Map.of(),
                    List.of("montague.example", "verona.example"),
                    List.of("capulet.example"),
                    Loopback.freePort(),
                    names.address(),
                    Map.of("montague.example", uri, "verona.example", uri)),
                "[peers.\"verona.example\"]\nlate-failures = false\n"));
    caller = new SipCaller(porin.sip());
    try (XmppUser juliet = XmppUser.logIn("juliet", "balcony", clientPort)) {
      for (String domain : List.of("montague.example", "verona.example")) {
        porin.awaitWorking("the link of " + domain, STARTUP, () -> juliet.reaches(domain));
      }
    }
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void forget() {
    montague.reset();
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void whoseMessageComesBackAfterA202IsToldByOneTextOfTheGateway() throws Exception {
    lose("nurse", ROMEO);
    long before = bounces();
    send(ROMEO, "nurse", "What says she?");
    send(ROMEO, "nurse", "Nurse!");

    SipWire text = montague.awaitRequest(AFTER_THE_HOLD);
    assertThat(text.startLine()).isEqualTo("MESSAGE sip:romeo@montague.example SIP/2.0");
    assertThat(text.header("From").orElseThrow()).startsWith("<sip:cpim-gateway@capulet.example>");
    assertThat(text.bodyText())
        .contains("Not delivered: a message of yours to nurse@capulet.example")
        .doesNotContain("What says she?");
    awaitBounces(before + 2);
    assertThat(montague.waiting()).isZero(); // two came back, and one text was enough
  }

  @Test
  @Requirement({"5438-8.2-1", "5438-7.2.1-4"})
  void whoAskedForANotificationOfFailureGetsItAndNoText() throws Exception {
    lose("sampson", ROMEO);
    Outgoing asking =
        Outgoing.cpim(
            ROMEO,
            "sampson@capulet.example",
            "Do you bite your thumb at us, sir?",
            "DateTime: 2026-11-27T12:00:00Z",
            "NS: imdn <urn:ietf:params:imdn>",
            "imdn.Message-ID: 34jk324j",
            "imdn.Disposition-Notification: negative-delivery");
    assertThat(caller.overTcp(asking).status()).isEqualTo(202);

    SipWire notification = montague.awaitRequest(AFTER_THE_HOLD);
    assertThat(notification.startLine()).isEqualTo("MESSAGE sip:romeo@montague.example SIP/2.0");
    assertThat(notification.header("From").orElseThrow())
        .startsWith("<sip:sampson@capulet.example>");
    assertThat(notification.bodyText())
        .contains(
            "To: <im:romeo@montague.example>",
            "Content-Type: message/imdn+xml",
            "Content-Disposition: notification",
            "<message-id>34jk324j</message-id>",
            "<failed/>")
        .doesNotContain("thumb");
  }

  @Test
  void aPeerThatWantsNoSuchTextsGetsNone() throws Exception {
    String paris = "paris@verona.example";
    lose("peter", paris);
    long before = bounces();
    send(paris, "peter", "Peter?");
    awaitBounces(before + 1);
    assertThat(porin.lines())
        .filteredOn(line -> line.contains("verona.example: op="))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("the sender is not told"));
    assertThat(montague.waiting()).isZero();
  }

  @Test
  void whatAGatewayElsewhereReportedIsReportedToNobody() throws Exception {
    String gateway = "cpim-gateway@montague.example";
    lose("gregory", gateway);
    long before = bounces();
    send(gateway, "gregory", "Not delivered");
    awaitBounces(before + 1);
    assertThat(montague.waiting()).isZero();
  }

  /** Logs a user in, who reads a message and is lost. */
  private static void lose(String user, String sender) throws Exception {
    try (XmppUser lost = XmppUser.logInToBeHeld(user, "balcony", clientPort)) {
      send(sender, user, "Are you there?");
      assertThat(lost.awaitMessage(STARTUP).getBody()).isEqualTo("Are you there?");
      lost.vanish();
    }
  }

  private static void send(String from, String user, String text) throws Exception {
    Outgoing message = Outgoing.text(from, user + "@capulet.example", text);
    assertThat(caller.overTcp(message).status()).isEqualTo(202);
  }

  private static long bounces() {
    return porin
        .lines()
        .filter(line -> line.contains("bounced a message after its sender"))
        .count();
  }

  private static void awaitBounces(long atLeast) throws Exception {
    Await.until("the bounces in the log", AFTER_THE_HOLD, () -> bounces() >= atLeast);
  }
}

package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * Presence between real programs: Smack with a roster, an XMPP server, Porin, Kamailio as presence
 * server with its policy, and two SIP user agents: Twinkle, which watches, and baresip, which is
 * watched as well. A suite for each XMPP server extends it. Every test has contacts of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PresenceCases {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int GRANT_SECONDS = 8; // so that all is refreshed while a suite runs

  private final Stage stage = new Stage();
  private final XmppServer server;
  private PresenceServer montague;
  private PresenceStage capulet;
  private RosterUser juliet;

  PresenceCases(XmppServer server) {
    this.server = server;
  }

  @BeforeAll
  void raiseTheCurtain() throws Exception {
    NameServer names = stage.enter(NameServer.open());
    int sipPort = Loopback.freePort();
    montague = PresenceServer.start(stage, sipPort, GRANT_SECONDS);
    capulet =
        stage.enter(
            PresenceStage.start(
                server,
                sipPort,
                montague.bridgeHost(),
                names.address(),
                Map.of("montague.example", montague.uri())));
    juliet = capulet.logIn("juliet", "balcony");
  }

  @AfterAll
  void dropTheCurtain() throws Exception {
    stage.close();
  }

  @Test
  @Requirement({"3922-6.1-5", "3922-6.1-6", "8048-5.2.1-5", "2779-2.4.1-1", "2779-2.4.2-1"})
  void aWatcherWaitsForThePolicyAndThenSeesEveryDevice() throws Exception {
    String romeo = "romeo@montague.example";
    montague.publish("romeo", "orchard", Pidf.of(romeo, Pidf.open("orchard", "by the wall")));
    juliet.send(Presence.Type.subscribe, romeo);
    await("the question", () -> juliet.isAsking(romeo));
    await(
        "Kamailio's pending notification, answered",
        () -> capulet.porin().output().contains("Subscription-State: pending"));
    assertThat(juliet.online(romeo)).isEmpty();
    assertThat(juliet.waiting(Presence.Type.subscribed, romeo)).isZero();

    montague.policy("romeo", "allow");
    juliet.await(Presence.Type.subscribed, romeo, SOON);
    await("him", () -> juliet.online(romeo).contains("orchard"));
    await("the roster", () -> juliet.subscription(romeo).equals("to"));

    montague.publish("romeo", "cell", Pidf.of(romeo, Pidf.away("cell", "with the friar")));
    await("both", () -> juliet.online(romeo).size() == 2);
    Presence cell = juliet.presence(romeo + "/cell").orElseThrow();
    assertThat(cell.getMode()).isEqualTo(Presence.Mode.away);
    assertThat(cell.getStatus()).isEqualTo("with the friar");

    montague.withdraw("romeo", "orchard");
    await("one", () -> !juliet.online(romeo).contains("orchard"));
    assertThat(juliet.online(romeo)).containsExactly("cell");
    montague.publish("romeo", "cell", Pidf.of(romeo, Pidf.closed("cell")));
    await("nobody", () -> juliet.online(romeo).isEmpty());
  }

  @Test
  @Requirement({"2779-2.3.2-1", "2779-5.1.5-1", "3922-6.1-7"})
  void whoIsBlockedIsToldSo() throws Exception {
    montague.policy("tybalt", "block");
    juliet.send(Presence.Type.subscribe, "tybalt@montague.example");
    juliet.await(Presence.Type.unsubscribed, "tybalt@montague.example", SOON);
    await("the roster", () -> !juliet.isAsking("tybalt@montague.example"));
  }

  @Test
  @Requirement({"2779-5.1.16-1", "2779-5.1.13-1", "2779-3.3.2-1"})
  void whoIsBlockedLaterSeesNobodyAnyMore() throws Exception {
    String mercutio = "mercutio@montague.example";
    watch("mercutio", "street");
    montague.policy("mercutio", "block");
    juliet.await(Presence.Type.unsubscribed, mercutio, SOON);
    await("him gone", () -> juliet.online(mercutio).isEmpty());
    await("the roster", () -> juliet.subscription(mercutio).equals("none"));
  }

  @Test
  @Requirement({"3922-6.1-8", "3859-3.4.1-1"})
  void aContactWhoDoesNotExistComesBackAsAnError() throws Exception {
    juliet.send(Presence.Type.subscribe, "no-body@montague.example");
    Presence error = juliet.await(Presence.Type.error, "no-body@montague.example", SOON);
    assertThat(error.getError().getCondition()).isEqualTo(StanzaError.Condition.item_not_found);
  }

  @Test
  @Requirement({"8048-5.2.2-1", "8048-5.2.2-6"})
  void aSubscriptionOutlivesWhatKamailioGrants() throws Exception {
    String abram = "abram@montague.example";
    watch("abram", "thumb");
    Await.until(
        "two refreshes",
        Duration.ofSeconds(3 * GRANT_SECONDS),
        () -> montague.subscribedAgain("abram").count() >= 2);
    assertThat(juliet.online(abram)).containsExactly("thumb");
    assertThat(juliet.waiting(Presence.Type.unavailable, abram)).isZero();
    montague.publish("abram", "thumb", Pidf.of(abram, Pidf.away("thumb", "bitten")));
    await(
        "a change after it",
        () ->
            juliet
                .presence(abram + "/thumb")
                .map(each -> each.getMode() == Presence.Mode.away)
                .orElse(false));
  }

  @Test
  @Requirement({"3922-6.4-4", "2779-5.1.7-1", "3859-3.4.3-1"})
  void aContactWhoIsRemovedIsWatchedNoMore() throws Exception {
    String balthasar = "balthasar@montague.example";
    watch("balthasar", "road");
    juliet.remove(balthasar);
    await(
        "the end in Kamailio's log",
        () ->
            montague
                .subscribedAgain("balthasar")
                .anyMatch(request -> request.header("Expires").orElse("").equals("0")));
    await("him gone", () -> juliet.online(balthasar).isEmpty());
    montague.publish("balthasar", "road", Pidf.of(balthasar, Pidf.open("road", "news")));
    watch("sampson", "coals"); // whatever came of it came before this
    assertThat(juliet.online(balthasar)).isEmpty();
  }

  @Test
  @Requirement({"2779-5.1.15-1"})
  void politeBlockingLooksLikeAnApproval() throws Exception {
    String escalus = "escalus@montague.example";
    montague.policy("escalus", "polite-block");
    juliet.send(Presence.Type.subscribe, escalus);
    juliet.await(Presence.Type.subscribed, escalus, SOON);
    await("the roster", () -> juliet.subscription(escalus).equals("to"));
  }

  @Test
  @Requirement({
    "8048-5.3.1-1",
    "8048-5.3.1-3",
    "3922-6.2-1",
    "3922-6.2-4",
    "2779-5.1.11-1",
    "8048-6.2-5"
  })
  void aUserAgentWatchesJulietFromHerApprovalToHerEnd() throws Exception {
    String peter = "peter@montague.example";
    GenericContainer<?> agent = montague.watchingUserAgent("peter", "juliet@capulet.example");
    juliet.await(Presence.Type.subscribe, peter, SOON);
    juliet.send(Presence.Type.subscribed, peter);
    awaitTold(agent, "<basic>open</basic>");
    juliet.available(Optional.of(Presence.Mode.away), "in the vault", 0);
    awaitTold(agent, "in the vault");
    RosterUser chamber = capulet.logIn("juliet", "chamber");
    awaitTold(agent, "chamber");
    chamber.close();
    juliet.available(Optional.empty(), "awake", 0);
    awaitTold(agent, "awake");
    juliet.send(Presence.Type.unsubscribed, peter);
    await(
        "the end in the user agent's log",
        () -> twinkle(agent).contains("Presence agent rejected the subscription"));
  }

  @Test
  @Requirement({"8048-5.3.1-4", "3922-6.2-5"})
  void aUserAgentThatIsDeniedIsToldSo() throws Exception {
    GenericContainer<?> agent = montague.watchingUserAgent("gregory", "juliet@capulet.example");
    juliet.await(Presence.Type.subscribe, "gregory@montague.example", SOON);
    juliet.send(Presence.Type.unsubscribed, "gregory@montague.example");
    await(
        "the refusal in the user agent's log",
        () -> twinkle(agent).contains("Presence agent rejected the subscription"));
  }

  @Test
  @Requirement({"2779-2.4.1-1", "2779-5.1.18-1", "2779-5.2.6-1", "3922-6.1-6", "3922-6.3-1"})
  void twoUserAgentsSeeEachOtherWithoutAPresenceServer() throws Exception {
    String benvolio = "benvolio@montague.example";
    GenericContainer<?> agent = montague.presentUserAgent("benvolio", "juliet@capulet.example");
    juliet.await(Presence.Type.subscribe, benvolio, SOON);
    juliet.send(Presence.Type.subscribed, benvolio);
    await("Juliet online on his screen", () -> shows(agent, "Online"));

    juliet.send(Presence.Type.subscribe, benvolio);
    juliet.await(Presence.Type.subscribed, benvolio, SOON);
    command(agent, "presence_online");
    await("him", () -> juliet.online(benvolio).size() == 1);
    command(agent, "presence_offline");
    await("him gone", () -> juliet.online(benvolio).isEmpty());
    await("the roster", () -> juliet.subscription(benvolio).equals("both"));

    juliet.unavailable();
    await("Juliet offline on his screen", () -> shows(agent, "Offline"));
    juliet.available(Optional.empty(), "", 0);
    await("Juliet online again", () -> shows(agent, "Online"));
    assertThat(juliet.heard()).doesNotContain(Containers.address(agent));
  }

  /** The line of Juliet in the list of contacts of baresip. */
  private static boolean shows(GenericContainer<?> agent, String state) throws Exception {
    return command(agent, "contacts").lines().anyMatch(line -> line.contains(state));
  }

  private static String command(GenericContainer<?> agent, String name) throws Exception {
    return agent.execInContainer("/opt/baresip/command", name).getStdout();
  }

  /** Juliet watches somebody who lets everybody in and has one device. */
  private void watch(String user, String device) throws Exception {
    String contact = user + "@montague.example";
    montague.policy(user, "allow");
    montague.publish(user, device, Pidf.of(contact, Pidf.open(device, "")));
    juliet.send(Presence.Type.subscribe, contact);
    juliet.await(Presence.Type.subscribed, contact, SOON);
    await(user, () -> juliet.online(contact).contains(device));
  }

  private void awaitTold(GenericContainer<?> agent, String text) throws Exception {
    await("“" + text + "” in what the user agent was told", () -> twinkle(agent).contains(text));
  }

  /** Waits for something that Porin brings about; if it does not come, its output says why. */
  private void await(String what, Await.Question question) throws Exception {
    capulet.porin().awaitWorking(what, SOON, question);
  }

  private static String twinkle(GenericContainer<?> agent) throws Exception {
    return agent.execInContainer("cat", "/var/lib/sip-ua/.twinkle/twinkle.log").getStdout();
  }
}

package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.packet.Presence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * Juliet on Prosody watches Romeo on Kamailio's presence server, and a SIP watcher of the tests
 * watches her, through the first of two bridges on one PostgreSQL. It is killed: what both see
 * through the other is what is so. Nobody subscribes anew, and nobody is asked again.
 */
@RequiresDocker
class PresenceTakeoverInterop {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int GRANT_SECONDS = 3_600; // no refresh comes that nobody has to send
  private static final String ROMEO = "romeo@montague.example";
  private static final String JULIET = "juliet@capulet.example";
  private static final String WATCHER = "watcher@montague.example";

  private static final String TABLES =
      """
      [store]
      url = "postgresql://%s"
      user = "porin"
      password = "orchard"
      node = "%s"

      [outbox]
      durable = true

      [log]
      wire = true
      wire-bodies = true
      """;

  private final Stage stage = new Stage();
  private GenericContainer<?> prosody;
  private PresenceServer montague;
  private Porin first;
  private Porin second;
  private RosterUser juliet;
  private SipWatcher watcher;

  @BeforeEach
  void raiseTheCurtain() throws Exception {
    String database = SharedStore.start(stage).address();
    int componentPort = Loopback.freePort();
    prosody =
        stage.enter(
            Containers.prosody(componentPort, "montague.example", "juliet:balcony")
                .withEnv("PROSODY_COMPONENT_CONFLICT", "kick_old"));
    prosody.start();
    String names = stage.enter(NameServer.open()).address();
    int sipPort = Loopback.freePort();
    montague = PresenceServer.start(stage, sipPort, GRANT_SECONDS);
    first = bridge("porin-a", database, componentPort, sipPort, names);
    awaitLink(first);
    second = bridge("porin-b", database, componentPort, Loopback.freePort(), names);
    Porin standby = second;
    standby.awaitWorking(
        "a standby", SOON, () -> standby.output().contains("another bridge has the link"));
    juliet = logIn("balcony");
    seeEachOther();
  }

  @AfterEach
  void dropTheCurtain() throws Exception {
    stage.close();
  }

  @Test
  @Requirement({"3859-3.4-1", "2779-3.2.5-1"})
  void whatChangesMeanwhileAndAfterwardsIsSeenThroughTheOther() throws Exception {
    first.kill();
    long killed = System.nanoTime();
    montague.publish("romeo", "orchard", Pidf.of(ROMEO, Pidf.away("orchard", "exiled")));
    juliet.available(Optional.of(Presence.Mode.dnd), "asleep", 0);
    awaitLink(second);
    Await.until("what Romeo has become", SOON, () -> sees("exiled"));
    print("seen at XMPP", killed);
    SipWire told = watcher.awaitNotify("asleep", SOON);
    print("told to SIP", killed);
    assertThat(told.header("Contact").orElse("")) // where the watcher finds it from now on
        .contains(":" + second.sip().getPort());
    montague.publish("romeo", "orchard", Pidf.of(ROMEO, Pidf.open("orchard", "in Mantua")));
    long next = System.nanoTime();
    Await.until("what Romeo does next", SOON, () -> sees("in Mantua"));
    print("what is next, seen at XMPP", next);
    juliet.available(Optional.empty(), "awake", 0);
    watcher.awaitNotify("awake", SOON);
    watcher.follow(told, new SipCaller(second.sip()));
    assertThat(watcher.subscribe(3_600).status()).as("a refresh").isEqualTo(200);
    assertThat(juliet.waiting(Presence.Type.subscribe, WATCHER)).isZero();
    assertThat(juliet.subscription(ROMEO)).isEqualTo("to");
  }

  @Test
  @Requirement({"3859-3.4-1", "2779-3.2.5-1"})
  void whoGoesMeanwhileIsNotSeenAnyMore() throws Exception {
    RosterUser cell = logIn("cell");
    cell.available(Optional.empty(), "in the cell", 0);
    watcher.awaitNotify("in the cell", SOON);
    first.kill();
    long killed = System.nanoTime();
    montague.publish("romeo", "orchard", Pidf.of(ROMEO, Pidf.closed("orchard")));
    juliet.available(Optional.empty(), "alone", 0);
    cell.close();
    awaitLink(second);
    Await.until("Romeo's end", SOON, () -> juliet.online(ROMEO).isEmpty());
    print("end seen at XMPP", killed);
    Await.until("hers on one device", SOON, this::isOnlyOnTheBalcony);
    print("end told to SIP", killed);
  }

  private static void print(String what, long since) {
    System.out.printf(
        "presence over a takeover, %s: after %d ms%n",
        what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
  }

  /** Whether the watcher has been told so at last. */
  private boolean isOnlyOnTheBalcony() throws Exception {
    String told = watcher.awaitNotify("alone", SOON).toString();
    return !told.contains("in the cell");
  }

  private Porin bridge(
      String name, String database, int componentPort, int sipPort, String nameServer)
      throws Exception {
    Porin.Settings settings =
        new Porin.Settings(
            componentPort,
            Map.of(),
            List.of("montague.example"),
            List.of("capulet.example"),
            sipPort,
            nameServer,
            Map.of("montague.example", montague.uri()));
    return stage.enter(
        Porin.run(
            settings,
            TABLES.formatted(database, name),
            List.of(),
            Map.of("PORIN_SIP_ADVERTISE", montague.bridgeHost() + ":" + sipPort)));
  }

  private static void awaitLink(Porin bridge) throws Exception {
    bridge.awaitWorking("its link", SOON, () -> bridge.output().contains("link is open"));
  }

  private RosterUser logIn(String resource) throws Exception {
    return stage.enter(
        RosterUser.logIn("juliet", resource, prosody.getMappedPort(Containers.CLIENT_PORT)));
  }

  private void seeEachOther() throws Exception {
    montague.policy("romeo", "allow");
    montague.publish("romeo", "orchard", Pidf.of(ROMEO, Pidf.open("orchard", "here")));
    juliet.send(Presence.Type.subscribe, ROMEO);
    Await.until("Romeo", SOON, () -> sees("here"));
    Await.until("the roster", SOON, () -> juliet.subscription(ROMEO).equals("to"));
    watcher = stage.enter(SipWatcher.of(new SipCaller(first.sip()), WATCHER, JULIET));
    watcher.subscribe(GRANT_SECONDS);
    juliet.await(Presence.Type.subscribe, WATCHER, SOON);
    juliet.send(Presence.Type.subscribed, WATCHER);
    watcher.awaitNotify("<basic>open</basic>", SOON);
  }

  private boolean sees(String note) throws Exception {
    return juliet
        .presence(ROMEO + "/orchard")
        .map(each -> note.equals(each.getStatus()))
        .orElse(false);
  }
}

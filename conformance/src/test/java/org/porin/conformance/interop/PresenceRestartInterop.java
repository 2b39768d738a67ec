package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.smack.packet.Presence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * Juliet on Prosody watches Romeo on Kamailio's presence server, and a SIP watcher of the tests
 * watches her. Each of the three between them dies and comes back: what both see is what is so.
 */
@RequiresDocker
class PresenceRestartInterop {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int GRANT_SECONDS = 8; // after which a subscription is asked for anew
  private static final String ROMEO = "romeo@montague.example";
  private static final String JULIET = "juliet@capulet.example";

  @TempDir private Path state;

  private final Stage stage = new Stage();
  private GenericContainer<?> prosody;
  private PresenceServer montague;
  private Porin.Settings settings;
  private Map<String, String> environment;
  private Porin porin;
  private RosterUser juliet;
  private SipWatcher watcher;

  @BeforeEach
  void raiseTheCurtain() throws Exception {
    int componentPort = Loopback.freePort();
    prosody =
        stage.enter(
            Containers.prosody(
                componentPort, Loopback.freePort(), "montague.example", "juliet:balcony"));
    prosody.start();
    NameServer names = stage.enter(NameServer.open());
    int sipPort = Loopback.freePort();
    montague = PresenceServer.start(stage, sipPort, GRANT_SECONDS);
    settings =
        new Porin.Settings(
            componentPort,
            Map.of(),
            List.of("montague.example"),
            List.of("capulet.example"),
            sipPort,
            names.address(),
            Map.of("montague.example", montague.uri()));
    environment =
        Map.of(
            "PORIN_SIP_ADVERTISE",
            montague.bridgeHost() + ":" + sipPort,
            "PORIN_STORE_URL",
            "sqlite:" + state.resolve("porin.db"));
    startPorin();
    juliet = logIn();
    seeEachOther();
  }

  @AfterEach
  void dropTheCurtain() throws Exception {
    stage.close();
  }

  @Test
  @Requirement({"3859-3.4-1", "2779-3.2.5-1"})
  void porinIsKilledAndNothingIsAskedAgain() throws Exception {
    porin.kill();
    montague.publish("romeo", "orchard", Pidf.of(ROMEO, Pidf.away("orchard", "exiled")));
    juliet.available(Optional.of(Presence.Mode.dnd), "asleep", 0);
    startPorin();
    Await.until("what Romeo has become", SOON, () -> sees("exiled"));
    watcher.awaitNotify("asleep", SOON);
    juliet.available(Optional.empty(), "awake", 0);
    watcher.awaitNotify("awake", SOON);
    assertThat(juliet.waiting(Presence.Type.subscribe, "watcher@montague.example")).isZero();
    assertThat(juliet.subscription(ROMEO)).isEqualTo("to");
  }

  @Test
  @Requirement({"3859-3.4-1", "2779-3.2.4-1"})
  void porinStopsAndStarts() throws Exception {
    porin.close();
    startPorin();
    montague.publish("romeo", "orchard", Pidf.of(ROMEO, Pidf.away("orchard", "back in Verona")));
    Await.until("what Romeo has become", SOON, () -> sees("back in Verona"));
    juliet.available(Optional.of(Presence.Mode.away), "at mass", 0);
    watcher.awaitNotify("at mass", SOON);
    assertThat(watcher.subscribe(3_600).status()).as("a refresh").isEqualTo(200);
  }

  @Test
  @Requirement({"2779-3.2.4-1", "6121-4.3.2-1"})
  void prosodyIsKilledAndItsUsersSeeAgainWhatIsSo() throws Exception {
    DockerClient docker = prosody.getDockerClient();
    docker.killContainerCmd(prosody.getContainerId()).withSignal("KILL").exec();
    Await.until("the end of Prosody", SOON, () -> !prosody.isRunning());
    docker.startContainerCmd(prosody.getContainerId()).exec();
    Await.until(
        "Juliet's return",
        SOON,
        () -> {
          juliet = logIn();
          return true;
        });
    Await.until("Romeo", SOON, () -> sees("here"));
    juliet.available(Optional.of(Presence.Mode.away), "risen", 0);
    watcher.awaitNotify("risen", SOON);
    assertThat(juliet.waiting(Presence.Type.subscribe, "watcher@montague.example")).isZero();
  }

  @Test
  @Requirement("2779-3.2.4-1")
  void kamailioIsKilledAndGoesOn() throws Exception {
    montague.restart(false);
    montague.publish("romeo", "cell", Pidf.of(ROMEO, Pidf.away("cell", "by the other road")));
    Await.until("what Romeo has become", SOON, () -> juliet.online(ROMEO).contains("cell"));
    assertThat(juliet.subscription(ROMEO)).isEqualTo("to");
  }

  @Test
  @Requirement({"2779-3.2.4-1", "6665-4.1.2.2-1"})
  void kamailioForgetsItsSubscriptionsAndIsAskedAnew() throws Exception {
    montague.restart(true);
    montague.publish("romeo", "cell", Pidf.of(ROMEO, Pidf.away("cell", "anew")));
    Await.until("what Romeo has become", SOON, () -> juliet.online(ROMEO).contains("cell"));
    assertThat(juliet.waiting(Presence.Type.unsubscribed, ROMEO)).isZero();
    assertThat(juliet.subscription(ROMEO)).isEqualTo("to");
  }

  private void startPorin() throws Exception {
    Porin started =
        stage.enter(
            Porin.run(
                settings, "[log]\nwire = true\nwire-bodies = true\n", List.of(), environment));
    porin = started;
    started.awaitWorking(
        "the component's link", SOON, () -> started.output().contains("link is open"));
  }

  private RosterUser logIn() throws Exception {
    return stage.enter(
        RosterUser.logIn("juliet", "balcony", prosody.getMappedPort(Containers.CLIENT_PORT)));
  }

  private void seeEachOther() throws Exception {
    montague.policy("romeo", "allow");
    montague.publish("romeo", "orchard", Pidf.of(ROMEO, Pidf.open("orchard", "here")));
    juliet.send(Presence.Type.subscribe, ROMEO);
    Await.until("Romeo", SOON, () -> sees("here"));
    Await.until("the roster", SOON, () -> juliet.subscription(ROMEO).equals("to"));
    watcher =
        stage.enter(SipWatcher.of(new SipCaller(porin.sip()), "watcher@montague.example", JULIET));
    watcher.subscribe(3_600);
    juliet.await(Presence.Type.subscribe, "watcher@montague.example", SOON);
    juliet.send(Presence.Type.subscribed, "watcher@montague.example");
    watcher.awaitNotify("<basic>open</basic>", SOON);
  }

  private boolean sees(String note) throws Exception {
    return juliet
        .presence(ROMEO + "/orchard")
        .map(each -> note.equals(each.getStatus()))
        .orElse(false);
  }
}

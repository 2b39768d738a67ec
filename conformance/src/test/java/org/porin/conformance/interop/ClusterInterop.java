package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.conformance.interop.ClusterScene.Node;
import org.porin.conformance.interop.ClusterScene.Servers;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/** Two bridges on one PostgreSQL, of which one dies, or stops for a while, under load. */
@RequiresDocker
@Timeout(360)
class ClusterInterop {
  private static final int MESSAGES = Integer.getInteger("porin.cluster.messages", 2_000);

  /** Beyond, a takeover is none; 10 s are promised, and printed. */
  private static final long BOUND_MILLIS = 30_000;

  private static Servers prosody() throws Exception {
    int port = Loopback.freePort();
    GenericContainer<?> server =
        Containers.prosody(
                port,
                "montague.example load.capulet.example audience.capulet.example",
                "juliet:balcony")
            .withEnv("PROSODY_COMPONENT_CONFLICT", "kick_old");
    return new Servers(server, () -> port, () -> port, () -> port);
  }

  private static Servers ejabberd() {
    GenericContainer<?> server =
        Containers.ejabberd(
                Map.of(
                    "montague.example",
                    5347,
                    "load.capulet.example",
                    5348,
                    "audience.capulet.example",
                    5350))
            .withEnv("EJABBERD_BALANCED", "montague.example");
    return new Servers(
        server,
        () -> server.getMappedPort(5347),
        () -> server.getMappedPort(5348),
        () -> server.getMappedPort(5350));
  }

  @Test
  @Requirement({"2779-5.4.1-1", "2779-5.4.2-1"})
  void theStandbyTakesOverFromAKilledBridgeAndBack() throws Exception {
    try (ClusterScene scene = new ClusterScene(prosody(), "single", MESSAGES)) {
      Node first = scene.nodes().get(0);
      Node second = scene.nodes().get(1);
      assertThat(first.isReady()).isTrue();
      assertThat(second.isReady()).as("a standby").isFalse();
      first.kill();
      takenOver("standby of a killed bridge", scene);
      first.start();
      TimeUnit.SECONDS.sleep(3);
      second.kill();
      takenOver("standby of the other", scene);
      second.start();
      check("active/standby: kill x2", scene, 2);
    }
  }

  @Test
  void theStandbyTakesOverFromAFrozenBridgeWhichThenStandsBy() throws Exception {
    try (ClusterScene scene = new ClusterScene(prosody(), "single", MESSAGES)) {
      Node first = scene.nodes().get(0);
      first.freeze();
      takenOver("standby of a frozen bridge", scene);
      scene.connectionEnded();
      first.wake();
      TimeUnit.SECONDS.sleep(3);
      assertThat(first.isReady()).as("it stands by").isFalse();
      check("active/standby: frozen", scene, 1);
    }
  }

  @Test
  void bridgesThatShareALinkCarryOnForEachOther() throws Exception {
    try (ClusterScene scene = new ClusterScene(ejabberd(), "shared", MESSAGES)) {
      for (Node node : scene.nodes()) {
        node.kill();
        TimeUnit.SECONDS.sleep(10);
        node.start();
        scene.awaitCrossing();
        TimeUnit.SECONDS.sleep(3);
      }
      check("active/active: kill x2", scene, 2);
    }
  }

  private static void takenOver(String what, ClusterScene scene) throws Exception {
    long millis = scene.awaitCrossing();
    System.out.printf("%s: messages cross again after %d ms%n", what, millis);
    assertThat(millis).as(scene.output()).isLessThan(BOUND_MILLIS);
  }

  private static void check(String name, ClusterScene scene, int deaths) throws Exception {
    FaultScene.Account account = scene.finish(name, MESSAGES);
    System.out.println(FaultScene.Account.HEAD + "\n" + account);
    assertThat(account.unaccounted()).as("%s%n%s", account, scene.output()).isZero();
    assertThat(account.reordered()).as("%s%n%s", account, scene.output()).isZero();
    assertThat(account.duplicated()) // of each lane one message was in flight, each way
        .as("%s", account)
        .isLessThanOrEqualTo(2 * deaths * OutwardTraffic.LANES);
  }
}

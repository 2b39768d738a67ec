package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.conformance.interop.ClusterScene.Node;
import org.porin.conformance.interop.ClusterScene.Servers;
import org.porin.requirement.Requirement;

/**
 * Two bridges on one PostgreSQL and one Prosody, of which one dies, or stops for a while, under
 * load. {@link ActiveActiveInterop} has them on ejabberd.
 */
@RequiresDocker
@Alone
@Timeout(360)
class ClusterInterop {
  /** Each way at the least; more come while bridges die and are followed. */
  private static final int MESSAGES = Integer.getInteger("porin.cluster.messages", 1_000);

  private static final int KILLS = Integer.getInteger("porin.cluster.kills", 2);

  /**
   * Beyond, a takeover is none; 10 s are promised, and printed. A sender waits for 40 s at most.
   */
  private static final long BOUND_MILLIS = 60_000;

  @Test
  @Requirement({"2779-5.4.1-1", "2779-5.4.2-1"})
  void theStandbyTakesOverFromAKilledBridgeAndBack() throws Exception {
    try (ClusterScene scene = onProsody()) {
      assertThat(scene.nodes().get(0).isReady()).isTrue();
      for (int kill = 0; kill < KILLS; kill++) {
        Node active = scene.nodes().get(kill % 2);
        Node standby = scene.nodes().get(1 - kill % 2);
        standby.awaitStandby();
        active.kill();
        takenOver("standby of a killed bridge", scene, standby);
        active.start();
      }
      check("active/standby: kill x" + KILLS, scene, KILLS);
    }
  }

  private static ClusterScene onProsody() throws Exception {
    return ClusterScene.ofOneDomain(Servers.prosody(Parties.OF_MONTAGUE));
  }

  @Test
  void theStandbyTakesOverFromABridgeThatIsStopped() throws Exception {
    try (ClusterScene scene = onProsody()) {
      scene.nodes().get(1).awaitStandby();
      scene.nodes().get(0).stop();
      takenOver("standby of a stopped bridge", scene, scene.nodes().get(1));
      check("active/standby: stopped", scene, 0);
    }
  }

  @Test
  void theStandbyTakesOverFromAFrozenBridgeWhichThenStandsBy() throws Exception {
    try (ClusterScene scene = onProsody()) {
      Node first = scene.nodes().get(0);
      Node second = scene.nodes().get(1);
      second.awaitStandby();
      first.freeze();
      takenOver("standby of a frozen bridge", scene, second);
      first.wake();
      first.awaitLine("beginning anew");
      first.awaitStandby();
      second.kill();
      takenOver("standby that had been frozen", scene, first);
      check("active/standby: frozen, kill", scene, 2);
    }
  }

  private static DomainTraffic traffic(ClusterScene scene) {
    return scene.traffic().get(0);
  }

  private static void takenOver(String what, ClusterScene scene, Node heir) throws Exception {
    Instant begun = Instant.now();
    long now = System.nanoTime();
    heir.awaitReady();
    traffic(scene).wayTaken();
    traffic(scene).awaitCrossing();
    long out = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
    traffic(scene).awaitHeard(now);
    long in = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
    System.out.printf(
        "%s at %s: each conversation goes on, out after %d ms, in before %d ms%n%s%n",
        what, begun, out, in, scene.course());
    assertThat(in).as(scene.output()).isLessThan(BOUND_MILLIS);
  }

  private static void check(String name, ClusterScene scene, int deaths) throws Exception {
    traffic(scene)
        .finish(name, MESSAGES)
        .check(2 * deaths * OutwardTraffic.LANES, scene::output); // one in flight of each, each way
  }
}

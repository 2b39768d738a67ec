package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.conformance.interop.ClusterScene.Node;
import org.porin.conformance.interop.ClusterScene.Servers;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.requirement.Requirement;

/**
 * Two bridges on one PostgreSQL at work at the same time, each with the link of one domain on one
 * ejabberd, under load both ways. One of them dies: the other takes its domain, and its own goes on
 * meanwhile as if nothing were.
 */
@RequiresDocker
@Alone
@Timeout(180)
class ActiveActiveInterop {
  private ClusterScene scene;

  @BeforeEach
  void raiseTheCurtain() throws Exception {
    scene = ClusterScene.ofTwoDomains(Servers.ejabberd(Parties.OF_MONTAGUE, Parties.OF_VERONA));
  }

  @AfterEach
  void dropTheCurtain() throws Exception {
    scene.close();
  }

  @Test
  @Requirement({"2779-5.4.1-1", "2779-5.4.2-1"})
  void theSecondTakesTheFirstOnesDomainAndIsTakenOverFromInTurn() throws Exception {
    Node second = scene.nodes().get(1);
    Node returned = killed(0);
    second.kill();
    goesOn(scene.traffic());
    assertThat(returned.links()).containsExactlyInAnyOrder("montague.example", "verona.example");
    for (DomainTraffic each : scene.traffic()) {
      check(each);
    }
  }

  @Test
  @Requirement({"2779-5.4.1-1", "2779-5.4.2-1"})
  void theFirstTakesTheSecondOnesDomain() throws Exception {
    killed(1);
    for (DomainTraffic each : scene.traffic()) {
      check(each);
    }
  }

  /** Kills one, and gives it as it stands by when it has come again. */
  private Node killed(int which) throws Exception {
    Node dying = scene.nodes().get(which);
    Node survivor = scene.nodes().get(1 - which);
    DomainTraffic orphaned = scene.traffic().get(which);
    DomainTraffic untouched = scene.traffic().get(1 - which);
    eachHasItsOwn();
    untouched.watch();
    dying.kill();
    Duration silent = goesOn(List.of(orphaned));
    itsOwnWentOn(untouched, survivor, silent);
    hasBoth(survivor);
    dying.start();
    dying.awaitStandby();
    assertThat(dying.links()).as("no way back by itself").isEmpty();
    hasBoth(survivor);
    return dying;
  }

  private void eachHasItsOwn() throws Exception {
    scene.traffic().forEach(DomainTraffic::watch);
    for (DomainTraffic each : scene.traffic()) {
      each.awaitBothWays();
    }
    for (int at = 0; at < 2; at++) {
      Node node = scene.nodes().get(at);
      DomainTraffic own = scene.traffic().get(at);
      DomainTraffic other = scene.traffic().get(1 - at);
      assertThat(own.carriers()).as("%s", own).containsExactly(node.sip().getPort());
      assertThat(node.links()).containsExactly(own.domain());
      assertThat(node.isReady()).isTrue();
      SipWire answer = askedToCarry(node, other.domain());
      assertThat(answer.status()).as("%s", answer).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isPresent();
    }
  }

  private static SipWire askedToCarry(Node node, String domain) throws Exception {
    return new SipCaller(node.sip())
        .overTcp(Outgoing.text("stranger@" + domain, "nobody@capulet.example", "Who's there?"));
  }

  private Duration goesOn(List<DomainTraffic> orphaned) throws Exception {
    long begun = System.nanoTime();
    for (DomainTraffic each : orphaned) {
      each.awaitBothWays();
    }
    Duration silent = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf(
        "%s: each conversation goes on both ways after %d ms%n%s%n",
        orphaned, silent.toMillis(), scene.course());
    return silent;
  }

  /** Of a conversation that nothing has touched nobody sees that anything has happened. */
  private void itsOwnWentOn(DomainTraffic traffic, Node bridge, Duration silent) {
    Duration pause = traffic.longestPause();
    System.out.printf(
        "%s meanwhile: the longest pause of a conversation %d ms%n",
        traffic.domain(), pause.toMillis());
    assertThat(pause).as(scene.output()).isLessThan(silent.dividedBy(2));
    assertThat(traffic.sentAgain()).as(scene.output()).isZero();
    assertThat(traffic.carriers()).containsExactly(bridge.sip().getPort());
  }

  private void hasBoth(Node bridge) throws Exception {
    assertThat(bridge.links()).containsExactlyInAnyOrder("montague.example", "verona.example");
    scene.traffic().forEach(DomainTraffic::watch);
    for (DomainTraffic each : scene.traffic()) {
      each.awaitBothWays();
      assertThat(each.carriers()).as("%s", each).isEqualTo(Set.of(bridge.sip().getPort()));
    }
  }

  private void check(DomainTraffic traffic) throws Exception {
    Account account = traffic.end(traffic.domain() + ", kill x" + traffic.deaths());
    int inFlight = OutwardTraffic.LANES; // one of each lane, each way
    account.check(2 * traffic.deaths() * inFlight, scene::output);
    if (traffic.deaths() == 0) {
      assertThat(account.delivered()).as("%s", account).isEqualTo(account.sent());
      assertThat(account.recognised()).as("%s", account).isZero();
    }
  }
}

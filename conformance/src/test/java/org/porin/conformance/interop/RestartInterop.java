package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.porin.conformance.load.ComponentLink;
import org.porin.conformance.load.Mark;
import org.porin.conformance.load.SipSink;
import org.porin.conformance.load.Totals;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * Prosody is killed while messages cross both ways, and started again. What may be lost without a
 * word are stanzas inside the killed server: they were sent, or confirmed by it, before it was
 * started again, they are the last of their lanes, and on the way out Porin has not seen them: its
 * wire log says so, and its ledger is that of the books. Porin itself is stopped under the same
 * traffic, and loses nothing that it has read.
 */
@Alone
@RequiresDocker
class RestartInterop {
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final Duration LINK_BACK = Duration.ofSeconds(5); // what the bridge promises
  private static final Duration SETTLED = Duration.ofSeconds(40); // longer than any answer takes
  private static final int WARM = 200;

  private final Stage stage = new Stage();
  private GenericContainer<?> prosody;
  private Porin porin;
  private OutwardTraffic out;
  private InwardTraffic in;
  private int componentPort;

  @BeforeEach
  void raiseTheCurtain() throws Exception {
    long begin = System.nanoTime();
    componentPort = Loopback.freePort();
    prosody =
        stage.enter(
            Containers.prosody(
                componentPort,
                "montague.example load.capulet.example audience.capulet.example"
                    + " probe.capulet.example",
                "juliet:balcony"));
    prosody.start();
    out = new OutwardTraffic(componentPort);
    SipSink sink = stage.enter(SipSink.open(Loopback.at(0), out.book()));
    NameServer names = stage.enter(NameServer.open());
    porin =
        stage.enter(
            Porin.run(
                new Porin.Settings(
                    componentPort,
                    Map.of(),
                    List.of("montague.example"),
                    List.of("capulet.example", "load.capulet.example", "audience.capulet.example"),
                    Loopback.freePort(),
                    names.address(),
                    Map.of("montague.example", "sip:127.0.0.1:" + sink.port() + ";transport=tcp")),
                "[log]\nwire = true\nwire-bodies = true\n"));
    in = new InwardTraffic(new SipCaller(porin.sip()));
    stage.enter(new Audience(componentPort, in.book())).start();
    stage.enter(out).start();
    porin.awaitWorking("messages out", STARTUP, () -> out.hasArrivedSince(begin));
    stage.enter(in).start();
    porin.awaitWorking(
        "messages both ways",
        STARTUP,
        () -> in.accepted() > WARM && out.book().totals().arrived() > WARM);
  }

  @AfterEach
  void dropTheCurtain() throws Exception {
    stage.close();
  }

  @Test
  @Requirement({"2779-3.2.4-1", "2779-5.4.1-1"})
  void aKilledServerCostsOnlyWhatWasInsideIt() throws Exception {
    DockerClient docker = prosody.getDockerClient();
    docker.killContainerCmd(prosody.getContainerId()).withSignal("KILL").exec();
    Await.until("the end of the server", STARTUP, () -> !prosody.isRunning());
    long startedAgain = System.nanoTime();
    docker.startContainerCmd(prosody.getContainerId()).exec();
    Duration down = Await.until("the return of the server", STARTUP, this::acceptsComponents);
    long returned = System.nanoTime();

    Duration linkBack =
        Await.until("a message over the new link", LINK_BACK, () -> out.hasArrivedSince(returned));

    Await.until("messages in", STARTUP, () -> in.acceptedSince(returned).size() > WARM);
    out.stop();
    in.stop();
    awaitSettled(returned);
    porin.close();
    System.out.printf(
        "server down for %d ms after its start, link back %d ms after its return%n",
        down.toMillis(), linkBack.toMillis());
    report("out", out.sent(), out.lost(), out.book().totals().refusals());
    report("in", in.accepted(), in.lost(), in.book().totals().refusals());
    assertOrderHeld("out", out.book().totals());
    assertOrderHeld("in", in.book().totals());
    assertThat(out.lostSince(startedAgain)).as("sent to the new server and lost").isEmpty();
    assertThat(in.acceptedSince(startedAgain))
        .as("accepted by the new server")
        .isNotEmpty()
        .allMatch(in.book()::hasArrived);
    assertThat(out.lostBeforeTheEnd(startedAgain)).as("lost while the server lived").isEmpty();
    assertThat(in.lostBeforeTheEnd(startedAgain)).as("lost while the server lived").isEmpty();
    assertThat(takenByPorin())
        .as("what Porin has read")
        .hasSizeGreaterThan(WARM)
        .allMatch(mark -> out.book().hasArrived(mark) || out.book().wasRefused(mark));
    assertLedgerAgrees();
  }

  @RepeatedTest(3) // what has no way back comes within milliseconds, and not each time
  @Requirement("2779-5.4.1-1")
  void aStopUnderTrafficLosesNothingThatWasRead() throws Exception {
    porin.close();
    in.stop();
    out.stop();
    assertOrderHeld("out", out.book().totals());
    assertOrderHeld("in", in.book().totals());
    Set<Mark> taken = takenByPorin();
    assertThat(taken)
        .as("what Porin has read")
        .hasSizeGreaterThan(WARM)
        .allMatch(mark -> out.book().hasArrived(mark) || out.book().wasRefused(mark));
    Ledger fromXmpp = Ledger.ofXmpp(porin);
    assertThat(fromXmpp.delivered()).isEqualTo(out.book().totals().arrived());
    assertThat(fromXmpp.open()).isZero();
    assertThat(fromXmpp.received())
        .isLessThanOrEqualTo(taken.size()); // the edge refuses at the end
    assertThat(in.lost()).as("accepted and lost").isEmpty();
    Ledger fromSip = Ledger.ofSip(porin);
    assertThat(fromSip.handedOn()).isEqualTo(in.accepted());
    assertThat(fromSip.failed()).isLessThanOrEqualTo(in.refusedBySip());
    assertThat(fromSip.open()).isZero();
  }

  private static void assertOrderHeld(String way, Totals totals) {
    assertThat(totals.reordered()).as("reordered on the way " + way).isZero();
    assertThat(totals.repeated()).as("repeated on the way " + way).isZero();
  }

  /**
   * The sink takes everything: what Porin has read on the way out has arrived, and nothing else.
   */
  private void assertLedgerAgrees() {
    int arrived = out.book().totals().arrived();
    assertThat(Ledger.ofXmpp(porin)).isEqualTo(new Ledger(arrived, arrived, 0, 0, 0));
    int accepted = in.accepted();
    int refused = in.refusedBySip();
    assertThat(Ledger.ofSip(porin))
        .isEqualTo(new Ledger(accepted + refused, 0, accepted, refused, 0));
  }

  /** The messages on the way out that Porin's wire log has from the server. */
  private Set<Mark> takenByPorin() {
    return porin
        .lines()
        .filter(line -> line.contains("<- montague.example <message"))
        .filter(line -> line.contains("@load.capulet.example"))
        .flatMap(line -> Mark.find(line).stream())
        .collect(Collectors.toSet());
  }

  /** The tests' own link is tried, so that the measure does not depend on the bridge. */
  private boolean acceptsComponents() throws Exception {
    ComponentLink.open(
            Loopback.at(componentPort), "probe.capulet.example", Containers.SECRET, message -> {})
        .close();
    return true;
  }

  private void awaitSettled(long since) throws InterruptedException {
    try {
      Await.until(
          "answers to everything",
          SETTLED,
          () -> out.lostSince(since).isEmpty() && in.lost().isEmpty());
    } catch (TimeoutException e) {
      // what is still open is lost, and stands in the books as that
    }
  }

  private static void report(String way, int sent, Set<Mark> lost, Map<String, Integer> refusals) {
    System.out.printf(
        "%s: %d sent, %d inside the killed server %s, refused %s%n",
        way, sent, lost.size(), lost, refusals);
  }
}

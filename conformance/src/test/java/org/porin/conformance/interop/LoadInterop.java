package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.porin.conformance.load.Addressing;
import org.porin.conformance.load.Load;
import org.porin.conformance.load.LoadSettings;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * 10,000 messages each way over 100 pairs of source and destination, at full speed, through
 * ejabberd, with a SIP sink and a SIP source over TCP.
 */
@RequiresDocker
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoadInterop {
  private static final int MESSAGES = 10_000;
  private static final int LOAD_PORT = Containers.COMPONENT_PORT + 1;
  private static final long STARTUP_MILLIS = 60_000;

  private static final Stage STAGE = new Stage();
  private static Load load;
  private static Porin porin;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    GenericContainer<?> ejabberd =
        STAGE.enter(
            Containers.ejabberd(
                Map.of(
                    "montague.example",
                    Containers.COMPONENT_PORT,
                    "load.capulet.example",
                    LOAD_PORT)));
    ejabberd.start();
    int sinkPort = Loopback.freePort();
    NameServer names = STAGE.enter(NameServer.open());
    porin =
        STAGE.enter(
            Porin.run(
                new Porin.Settings(
                    ejabberd.getMappedPort(Containers.COMPONENT_PORT),
                    Map.of(),
                    List.of("montague.example"),
                    List.of("capulet.example", "load.capulet.example"),
                    Loopback.freePort(),
                    names.address(),
                    Map.of("montague.example", "sip:127.0.0.1:" + sinkPort + ";transport=tcp"))));
    load =
        new Load(
            new LoadSettings(
                Loopback.at(ejabberd.getMappedPort(LOAD_PORT)),
                "load.capulet.example",
                Containers.SECRET,
                porin.sip(),
                Loopback.at(sinkPort),
                "montague.example",
                Addressing.transparent("load.capulet.example", "montague.example"),
                Optional.empty(),
                MESSAGES,
                100,
                300,
                0,
                0,
                1,
                4,
                Map.of("porin", List.of(porin.pid()), "ejabberd", List.of(beam(ejabberd)))));
    assertThat(load.awaitWay(STARTUP_MILLIS)).as(porin.output()).isTrue();
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Order(1)
  @Requirement("2779-5.4.2-1")
  void everyMessageOutArrivesOnceAndInOrder() throws Exception {
    Load.Outcome outcome = load.out();
    System.out.println("XMPP to SIP: " + outcome);
    assertThat(outcome.totals().isPerfect()).as(outcome.toString()).isTrue();
  }

  @Test
  @Order(2)
  @Requirement("2779-5.4.2-1")
  void everyMessageInArrivesOnceAndInOrder() throws Exception {
    Load.Outcome outcome = load.in();
    System.out.println("SIP to XMPP: " + outcome);
    assertThat(outcome.totals().isPerfect()).as(outcome.toString()).isTrue();
  }

  @Test
  @Order(3)
  void theLedgerOfTheBridgeIsThatOfTheBooks() throws Exception {
    porin.close();
    int out = MESSAGES + 1; // one found the way before
    assertThat(Ledger.ofXmpp(porin)).isEqualTo(new Ledger(out, out, 0, 0, 0));
    assertThat(Ledger.ofSip(porin)).isEqualTo(new Ledger(MESSAGES, 0, MESSAGES, 0, 0));
  }

  /** The pid, on this machine, of the process that is ejabberd. */
  private static long beam(GenericContainer<?> ejabberd) {
    var processes = ejabberd.getDockerClient().topContainerCmd(ejabberd.getContainerId()).exec();
    int pid = Arrays.asList(processes.getTitles()).indexOf("PID");
    return Arrays.stream(processes.getProcesses())
        .filter(process -> process[process.length - 1].contains("beam"))
        .mapToLong(process -> Long.parseLong(process[pid]))
        .findFirst()
        .orElseThrow();
  }
}

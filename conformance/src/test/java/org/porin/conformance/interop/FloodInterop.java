package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.porin.conformance.load.Addressing;
import org.porin.conformance.load.Flood;
import org.porin.conformance.load.Load;
import org.porin.conformance.load.LoadSettings;
import org.porin.conformance.load.Totals;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * In a heap of 256 MB, for some seconds, many more messages than the far side takes: what the
 * bridge cannot keep comes back to its sender. {@code conformance/bin/flood} does it for a minute.
 */
@RequiresDocker
class FloodInterop {
  private static final int MESSAGES = 60_000;
  private static final int SENT_A_SECOND = 12_000;
  private static final int TAKEN_A_SECOND = 2_500;
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
                    List.of("load.capulet.example"),
                    Loopback.freePort(),
                    names.address(),
                    Map.of("montague.example", "sip:127.0.0.1:" + sinkPort + ";transport=tcp")),
                "[log]\nlevel = \"warn\"\n",
                List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError")));
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
                200,
                300,
                SENT_A_SECOND,
                TAKEN_A_SECOND,
                1,
                4,
                Map.of("porin", List.of(porin.pid()))));
    assertThat(load.awaitWay(STARTUP_MILLIS)).as(porin.output()).isTrue();
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void whatCannotBeKeptComesBackAndNothingIsLost() throws Exception {
    Totals totals = load.out().totals();
    System.out.println("flood: " + totals);
    assertThat(Flood.isHeld(totals)).as(totals.toString()).isTrue();
    porin.awaitWorking("the process", Duration.ofSeconds(1), () -> true);
  }
}

package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.testcontainers.containers.GenericContainer;

/**
 * Two operators have made a circle: a server has one bridge for capulet.example and another for
 * montague.example, and the second finds montague.example by SIP at the first. What is sent to
 * either goes round until somebody notices.
 */
@RequiresDocker
class LoopInterop {
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Stage stage = new Stage();
  private Porin inner;
  private Porin outer;

  @BeforeEach
  void makeTheCircle() throws Exception {
    int componentPort = Loopback.freePort();
    int innerPort = Loopback.freePort();
    GenericContainer<?> prosody =
        stage.enter(
            Containers.prosody(componentPort, "capulet.example montague.example", "escalus:justice")
                .withEnv("PROSODY_DOMAIN", "verona.example"));
    prosody.start();
    NameServer names = stage.enter(NameServer.open());
    inner = stage.enter(bridge(componentPort, "capulet.example", innerPort, names, Map.of()));
    outer =
        stage.enter(
            bridge(
                componentPort,
                "montague.example",
                Loopback.freePort(),
                names,
                Map.of("montague.example", "sip:127.0.0.1:" + innerPort + ";transport=tcp")));
    inner.awaitWorking("its link", STARTUP, () -> inner.output().contains("link is open"));
    outer.awaitWorking("its link", STARTUP, () -> outer.output().contains("link is open"));
  }

  @AfterEach
  void breakTheCircle() throws Exception {
    stage.close();
  }

  @Test
  void aMessageGoesRoundOnce() throws Exception {
    SipWire answer =
        new SipCaller(inner.sip())
            .overTcp(Outgoing.cpim("juliet@capulet.example", "romeo@montague.example", "round"));
    assertThat(answer.status()).isIn(202, 482);

    inner.awaitWorking(
        "the end of the circle", SOON, () -> inner.output().contains("already passed this bridge"));
    inner.close();
    outer.close();
    assertThat(Ledger.ofSip(inner).received()).isEqualTo(2);
    assertThat(Ledger.ofSip(inner).open()).isZero();
    assertThat(Ledger.ofXmpp(outer)).isEqualTo(new Ledger(1, 0, 0, 1, 0));
  }

  /** A bridge for one domain of the server, which serves the other. */
  private static Porin bridge(
      int componentPort,
      String transparent,
      int sipPort,
      NameServer names,
      Map<String, String> routes)
      throws Exception {
    String served = transparent.equals("capulet.example") ? "montague.example" : "capulet.example";
    return Porin.run(
        new Porin.Settings(
            componentPort,
            Map.of(),
            List.of(transparent),
            List.of(served),
            sipPort,
            names.address(),
            routes));
  }
}

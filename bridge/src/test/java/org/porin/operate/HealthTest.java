package org.porin.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.porin.component.LinkEnd;
import org.porin.component.LinkStatus;
import org.porin.component.LinkStatus.State;
import org.porin.component.LinkTraffic;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;

class HealthTest {
  private static final Leg SOCKET =
      Leg.of(new Listen(Transport.UDP, new InetSocketAddress("127.0.0.1", 5060)));

  private final List<Leg> legs = new ArrayList<>();
  private CompletableFuture<Void> turn = CompletableFuture.completedFuture(null);
  private final Health health = new Health("1.0", () -> List.copyOf(legs), () -> turn);

  @Test
  void readyIsWhoseLegsAreAllReady() {
    legs.add(Leg.of(link(State.OPEN)));
    legs.add(SOCKET);
    Reply reply = reply(health.ready());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            "{\"service\":\"porin\",\"version\":\"1.0\",\"ready\":true,\"legs\":["
                + "{\"side\":\"xmpp\",\"name\":\"montague.example\",\"ready\":true,"
                + "\"state\":\"open\"},"
                + "{\"side\":\"sip\",\"name\":\"udp:127.0.0.1:5060\",\"ready\":true,"
                + "\"state\":\"bound\"}]}\n");
  }

  @Test
  void oneLegThatIsNotIsNamedWithItsCause() {
    legs.add(SOCKET);
    for (State state : State.values()) {
      if (state != State.OPEN && state != State.STANDBY) {
        legs.add(Leg.of(link(state)));
        Reply reply = reply(health.ready());
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("\"ready\":false").contains("the server said \\\"no\\\"");
        legs.remove(1);
      }
    }
    legs.clear();
    assertThat(reply(health.ready()).status()).isEqualTo(503);
    legs.add(Leg.ofNoSocket());
    assertThat(reply(health.ready()).status()).isEqualTo(503);
  }

  @Test
  void aliveIsWhoseEventLoopTurns() {
    assertThat(reply(health.alive()).status()).isEqualTo(200);
    turn = new CompletableFuture<>();
    CompletableFuture<Reply> reply = asked(health.alive());
    assertThat(reply.join().status()).isEqualTo(503);
    assertThat(turn).isNotDone();
  }

  @Test
  void aBridgeThatOnlyStandsByIsNotReady() {
    List<Leg> standby = List.of(Leg.of(link(State.STANDBY)));
    assertThat(Leg.ofStandby(standby)).hasValueSatisfying(leg -> assertThat(leg.ready()).isFalse());
    assertThat(Leg.ofStandby(List.of(standby.get(0), Leg.of(link(State.OPEN))))).isEmpty();
    assertThat(Leg.ofStandby(List.of(Leg.of(link(State.OPEN))))).isEmpty();
  }

  @Test
  void whatWaitsForTooLongIsAnAlarmThatSaysWhereToLook() {
    legs.add(SOCKET);
    legs.add(Leg.ofOutbox(Duration.ofSeconds(60), Duration.ofSeconds(60)));
    assertThat(reply(health.ready()).status()).isEqualTo(200);
    assertThat(reply(health.ready()).body())
        .contains(
            "{\"side\":\"outbox\",\"name\":\"messages\",\"ready\":true,"
                + "\"state\":\"carrying\"}");
    legs.set(1, Leg.ofOutbox(Duration.ofMillis(60_001), Duration.ofSeconds(60)));
    assertThat(reply(health.ready()).status()).isEqualTo(503);
    assertThat(reply(health.ready()).body())
        .contains("\"state\":\"stuck\"")
        .contains("the oldest message has waited for 60 s: see porin outbox list");
  }

  private static LinkStatus link(State state) {
    LinkEnd end = new LinkEnd(LinkEnd.Cause.CLOSED, "the server said \"no\"", Optional.empty());
    return new LinkStatus(
        "montague.example",
        state,
        Instant.EPOCH,
        Optional.of(end),
        LinkTraffic.NONE,
        Map.of(),
        Map.of());
  }

  private static Reply reply(Page page) {
    return asked(page).getNow(null);
  }

  private static CompletableFuture<Reply> asked(Page page) {
    return page.content().reply(new PageRequest("", Optional.empty(), "")).toCompletableFuture();
  }
}

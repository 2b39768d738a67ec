package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.AddressMapping;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.ScriptedServer.Peer;

/** What a link counts, and what it does when nothing crosses it. */
@Timeout(120)
class LinkTrafficTest {
  private static final String MESSAGE =
      "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
          + "<body>Art thou not Romeo?</body></message>";

  @Test
  void theStatusCountsWhatCrosses() throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.open()) {
        fixture.await(status -> status.traffic().stanzasOut() == 1); // its answer: counted behind
        LinkTraffic opened = fixture.status().traffic();
        assertThat(opened.stanzasIn()).isEqualTo(1); // the ping that showed that it is open
        assertThat(opened.connections()).isEqualTo(1);
        assertThat(opened.reconnects()).isZero();
        peer.send(MESSAGE);
        fixture.membrane.next();
        LinkTraffic later = fixture.status().traffic();
        assertThat(later.stanzasIn() - opened.stanzasIn()).isEqualTo(1);
        assertThat(later.octetsIn() - opened.octetsIn()).isEqualTo(MESSAGE.length());
        fixture.pass("t1", "Hi");
        String message = peer.expect("</message>");
        peer.answerPing(peer.expectPing());
        fixture.await(status -> status.traffic().unconfirmed() == 0);
        fixture.await(status -> status.traffic().stanzasOut() == 3); // the message and a ping
        assertThat(fixture.status().traffic().octetsOut() - opened.octetsOut())
            .isGreaterThan(message.length());
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().traffic().reconnects()).isEqualTo(1);
        assertThat(fixture.status().ends()).containsEntry(Cause.CLOSED, 1L);
      }
    }
  }

  @Test
  void whereOnlyTheServerSpeaksWhiteSpaceShowsThatWeAreThere() throws Exception {
    var times =
        LinkFixture.times(Duration.ofMillis(400), Duration.ofSeconds(30), Duration.ofSeconds(20));
    try (var fixture = new LinkFixture(times);
        Peer peer = fixture.open()) {
      var white = CompletableFuture.supplyAsync(() -> expectSpace(peer));
      assertThat(peer.dripUntil(white)).isEqualTo(" "); // its own drips keep pings away
    }
  }

  private static String expectSpace(Peer peer) {
    try {
      String first = peer.expect(" ");
      return first.equals(" ")
          ? first
          : peer.expect("> ").replaceAll("(?s).*>", ""); // after a ping
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServerWhoseNameIsGoneIsTriedAgain() throws Exception {
    var addresses =
        new AddressMapping(Set.of("capulet.example"), Set.of("montague.example"), Optional.empty());
    try (var links =
        new ComponentLinks(
            List.of(
                ComponentSettings.of(
                    "montague.example",
                    "xmpp.invalid",
                    5347,
                    new ComponentSecret("test"),
                    "capulet.example")),
            addresses,
            "1",
            WireLog.NONE,
            Clock.systemUTC(),
            new Random(1))) {
      links.start(new LinkFixture.RecordingMembrane());
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (links.statuses().get(0).ends().getOrDefault(Cause.HOST_UNRESOLVED, 0L) < 2
          && System.nanoTime() - deadline < 0) {
        Thread.onSpinWait();
      }
      assertThat(links.statuses().get(0).ends().get(Cause.HOST_UNRESOLVED)).isGreaterThan(1);
    }
  }
}

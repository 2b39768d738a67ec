package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.porin.profile.Conversation;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;

/** Threads and resources as SIP says them (RFC 7572 §4, §5; RFC 7247 §6.4). */
class ConversationTest {
  private static final String JULIET = "sip:juliet@capulet.example";

  @Test
  @Requirement("7572-4-1")
  void aThreadIsTheCallIdAndItsNumbersRise() throws Exception {
    Conversation thread = new Conversation(Optional.of("e0ffe42b28561960c6b12b94"), resource(""));
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "200 OK"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.TCP);
      String first = sent(bridge, peer, thread);
      String second = sent(bridge, peer, thread);
      assertThat(header(first, "Call-ID")).isEqualTo("e0ffe42b28561960c6b12b94");
      assertThat(header(second, "Call-ID")).isEqualTo("e0ffe42b28561960c6b12b94");
      assertThat(header(second, "From")).isNotEqualTo(header(first, "From")); // another tag
      assertThat(number(second)).isGreaterThan(number(first));
    }
  }

  @Test
  void aThreadThatIsNoCallIdCannotWriteAHeader() throws Exception {
    Conversation thread = new Conversation(Optional.of("a\r\nX-Injected: 1"), resource(""));
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "200 OK"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.TCP);
      String request = sent(bridge, peer, thread);
      assertThat(header(request, "X-Injected")).isEmpty();
      assertThat(header(request, "Call-ID")).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void aNumberUnderOneCallIdNeverComesTwiceNotEvenAfterARestart() {
    Instant now = Instant.parse("2026-01-01T12:00:00Z");
    CallSequence before = new CallSequence(10);
    int first = before.next("a", now);
    assertThat(before.next("a", now)).isEqualTo(first + 1);
    assertThat(before.next("a", now.minusSeconds(3_600))).isEqualTo(first + 2);
    assertThat(new CallSequence(10).next("a", now.plusSeconds(60))).isGreaterThan(first + 2);
    assertThat(new CallSequence(10).next("a", Instant.parse("2100-01-01T00:00:00Z")))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  @Requirement("7572-4-2")
  void theResourceIsToldToThePeersThatTheOperatorNames() throws Exception {
    PeerSettings told =
        new PeerSettings(10, 65_536, Optional.empty(), Optional.empty(), false, true);
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "200 OK"));
        Bridge bridge = new Bridge(told)) {
      bridge.reaching(peer.address(), Transport.TCP);
      String request = sent(bridge, peer, new Conversation(Optional.empty(), resource("balcony")));
      assertThat(header(request, "From"))
          .startsWith("<sip:juliet@capulet.example;gr=balcony>;tag=");
    }
  }

  @Test
  void theResourceIsToldToNobodyElse() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "200 OK"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.TCP);
      String request = sent(bridge, peer, new Conversation(Optional.empty(), resource("balcony")));
      assertThat(request).doesNotContain("balcony");
    }
  }

  @Test
  @Requirement({"7572-5-1", "7572-5-2", "7247-6.4-2"})
  void aCallIdIsTheThreadAndGrTheResource() throws Exception {
    try (Bridge bridge = new Bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(
          message(JULIET, "m1", "x")
              .replace("romeo@montague.example>", "romeo@montague.example;gr=dr4hcr0st3lup4c>"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      assertThat(bridge.takeArrived().conversation())
          .isEqualTo(
              new Conversation(
                  Optional.of("m1@client.montague.example"), Optional.of("dr4hcr0st3lup4c")));
    }
  }

  private static Optional<String> resource(String name) {
    return Optional.of(name);
  }

  private static String sent(Bridge bridge, PlainPeer peer, Conversation conversation)
      throws Exception {
    bridge
        .transport()
        .message(Bridge.message("x").in(conversation))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    return peer.takeRequest();
  }

  private static int number(String request) {
    return Integer.parseInt(header(request, "CSeq").split(" ")[0]);
  }
}

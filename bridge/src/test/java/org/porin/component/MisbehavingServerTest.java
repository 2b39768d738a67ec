package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.LinkFixture.RecordingMembrane.Carried;
import org.porin.component.ScriptedServer.Peer;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response;
import org.porin.requirement.Requirement;
import org.porin.stanza.StanzaLimits;

/** What servers should not do, and do: each is survived, named, and the link comes back. */
@Timeout(120)
class MisbehavingServerTest {
  private static final String HANDSHAKE = ScriptedServer.HEADER + "<handshake/>";
  private static final String MESSAGE =
      "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
          + "<body>Art thou not Romeo?</body></message>";
  private static final LinkTimes LONG =
      LinkFixture.times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20));

  private static CompletableFuture<Optional<LinkEnd>> check(ScriptedServer server) {
    var settings =
        new ComponentSettings(
            "montague.example",
            server.host(),
            server.port(),
            LinkTls.NONE,
            new ComponentSecret("test"),
            "capulet.example",
            LinkFixture.times(
                Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10)),
            StanzaLimits.DEFAULT,
            ComponentSettings.DEFAULT_QUEUE_OCTETS);
    return CompletableFuture.supplyAsync(() -> ComponentCheck.run(settings));
  }

  private static Reason reason(Response response) {
    return ((Failure.Refused) response.failure().orElseThrow()).reason();
  }

  private static Response outcome(CompletableFuture<Response> sent) throws Exception {
    return sent.get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCloseOrResetAtAnyOctetOfTheHandshakeIsAnEndWithACause(boolean reset) throws Exception {
    try (var server = new ScriptedServer()) {
      for (int octets = 0; octets < HANDSHAKE.length(); octets++) {
        var check = check(server);
        try (Peer peer = server.accept()) {
          peer.expect(">");
          peer.send(HANDSHAKE.substring(0, octets));
          if (reset) {
            peer.reset();
          }
        }
        assertThat(check.get(30, TimeUnit.SECONDS))
            .as("after %d octets", octets)
            .map(LinkEnd::cause)
            .hasValueSatisfying(cause -> assertThat(cause).isIn(Cause.CLOSED, Cause.RESET));
      }
    }
  }

  @Test
  void aHandshakeInSingleOctetsIsTaken() throws Exception {
    try (var server = new ScriptedServer()) {
      var check = check(server);
      try (Peer peer = server.accept()) {
        for (int i = 0; i < HANDSHAKE.length(); i++) {
          peer.send(HANDSHAKE.substring(i, i + 1));
        }
        assertThat(check.get(30, TimeUnit.SECONDS)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "<?xml version='1.0'?><!DOCTYPE stream [<!ENTITY a 'aaaa'>]>",
        "<?xml version='1.0'?><?target data?>",
        "<!-- x --><stream:stream>",
        "<html>",
        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' id='1'>",
        "\u0000\u0001\u0002",
        "<?xml version='1.0' encoding='UTF-16'?><stream:stream"
            + " xmlns:stream='http://etherx.jabber.org/streams' id='s'>"
      })
  void garbageInPlaceOfAStreamHeaderIsNamed(String garbage) throws Exception {
    try (var server = new ScriptedServer()) {
      var check = check(server);
      try (Peer peer = server.accept()) {
        peer.expect("'>");
        peer.send(garbage);
        assertThat(check.get(30, TimeUnit.SECONDS)).map(LinkEnd::cause).contains(Cause.MALFORMED);
      }
    }
  }

  @Test
  void aHeaderWithoutEndIsNotReadForEver() throws Exception {
    try (var server = new ScriptedServer()) {
      var check = check(server);
      try (Peer peer = server.accept()) {
        peer.send("<stream:stream a='");
        peer.flood("x".repeat(65_536)); // until we close
        assertThat(check.get(30, TimeUnit.SECONDS)).map(LinkEnd::cause).contains(Cause.MALFORMED);
      }
    }
  }

  @Test
  void aStanzaBeforeTheAnswerToTheHandshakeIsNamed() throws Exception {
    try (var server = new ScriptedServer()) {
      var check = check(server);
      try (Peer peer = server.accept()) {
        peer.openStream();
        peer.send(MESSAGE + "<handshake/>");
        LinkEnd end = check.get(30, TimeUnit.SECONDS).orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.MALFORMED);
        assertThat(end.text()).contains("before the end of the handshake");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<!DOCTYPE x [<!ENTITY a 'b'>]>, restricted-xml",
    "<!-- comment -->, restricted-xml",
    "<?target data?>, restricted-xml",
    "<message><!-- inside --></message>, not-well-formed",
    "<message><body>&a;</body></message>, not-well-formed",
    "text between stanzas, not-well-formed",
    "<message></iq>, not-well-formed",
    "</other:stream>, not-well-formed",
    "<handshake/>, bad-format"
  })
  void whatXmppForbidsEndsTheStreamWithItsConditionAndTheLinkComesBack(
      String octets, String condition) throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.open()) {
        peer.send(octets);
        assertThat(peer.expectEnd()) // RFC 6120 §4.9.3
            .contains("<stream:error><" + condition)
            .endsWith("</stream:stream>");
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().ends()).containsEntry(Cause.MALFORMED, 1L);
      }
    }
  }

  @Test
  void aStanzaWithoutEndEndsTheStream() throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.open()) {
        peer.send("<message><body>");
        peer.flood("x".repeat(65_536));
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().ends()).containsEntry(Cause.MALFORMED, 1L);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "system-shutdown, STREAM_ERROR",
    "conflict, CONFLICT",
    "host-unknown, HOST_UNKNOWN",
    "not-authorized, NOT_AUTHORIZED",
    "see-other-host, MOVED",
    "made-up-by-this-server, STREAM_ERROR"
  })
  @Requirement("XEP-0114-3-3")
  void everyStreamErrorEndsTheLinkWithItsCauseAndItIsTriedAgain(String condition, Cause cause)
      throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.open()) {
        peer.send(
            "<stream:error><"
                + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'>10.0.0.9</"
                + condition
                + "></stream:error></stream:stream>");
        peer.expectEnd();
      }
      try (Peer peer = fixture.open()) {
        LinkEnd end = fixture.status().lastEnd().orElseThrow();
        assertThat(end.cause()).isEqualTo(cause);
        assertThat(end.text()).contains(condition);
        assertThat(end.text().contains("10.0.0.9")).isEqualTo(cause == Cause.MOVED);
      }
    }
  }

  @Test
  void aServerThatReadsNothingIsRefusedMoreThanTheQueueHolds() throws Exception {
    long room = 1024 * 1024;
    try (var fixture =
            new LinkFixture(
                LinkFixture.times(
                    Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(100)),
                room);
        Peer deaf = fixture.open()) {
      List<CompletableFuture<Response>> sent = new ArrayList<>();
      for (int i = 0; i < 400; i++) { // 24 MB, more than queue and sockets hold
        sent.add(fixture.send("t" + i, "x".repeat(60_000)));
        assertThat(fixture.status().traffic().queuedOctets()).isLessThanOrEqualTo(room);
      }
      assertThat(reason(outcome(sent.get(399)))).isEqualTo(Reason.CONGESTED);
      long open = sent.stream().filter(each -> !each.isDone()).count();
      assertThat(fixture.status().traffic().unconfirmed()).isEqualTo(open);
    }
  }

  @Test
  void whoSendsAndReadsNothingIsLeftAndHoldsNoMemory() throws Exception {
    try (var fixture = new LinkFixture(LONG, 100_000)) {
      try (Peer deaf = fixture.open()) {
        String ping =
            "<iq type='get' id='"
                + "i".repeat(1_000)
                + "' from='capulet.example' to='montague.example'>"
                + "<ping xmlns='urn:xmpp:ping'/></iq>";
        var flood = CompletableFuture.runAsync(() -> deaf.flood(ping)); // until we go
        fixture.await(status -> fixture.count(LinkCount.ANSWER_LOST) > 0); // a write is stuck
        fixture.pass(Duration.ofSeconds(91)); // three times what an answer may take
        flood.get(30, TimeUnit.SECONDS);
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().ends()).containsEntry(Cause.HUNG, 1L);
        assertThat(fixture.status().traffic().queuedOctets()).isZero();
      }
    }
  }

  @Test
  void whatIsReadAndNotRecordedPausesReadingUntilItIs() throws Exception { // DESIGN 3.11
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var recorded = new CompletableFuture<Void>();
      fixture.membrane.recordWith(recorded);
      String large = MESSAGE.replace("Art thou", "x".repeat(100_000));
      for (int i = 0; i < 3; i++) {
        peer.send(large); // the third goes beyond 256 kB
      }
      List<Carried> carried = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        carried.add(fixture.membrane.next());
      }
      long before = fixture.status().traffic().stanzasIn();
      var sending = CompletableFuture.runAsync(() -> probe(peer));
      sending.get(30, TimeUnit.SECONDS);
      // Longer than the time for an answer: a pause of ours is no hang of the server.
      var next = fixture.send("t1", "1");
      peer.expectPing();
      fixture.pass(Duration.ofSeconds(31));
      assertThat(reason(outcome(next))).isEqualTo(Reason.LINK_DOWN);
      assertThat(fixture.status().traffic().stanzasIn()).isEqualTo(before);
      assertThat(fixture.status().isOpen()).isTrue();
      recorded.complete(null);
      peer.expect("'probe'");
      assertThat(fixture.status().traffic().connections()).isEqualTo(1);
      carried.forEach(each -> each.answer().complete(Response.success(each.operation().transId())));
    }
  }

  private static void probe(Peer peer) {
    try {
      peer.send(
          "<iq type='get' id='probe' from='capulet.example' to='montague.example'>"
              + "<ping xmlns='urn:xmpp:ping'/></iq>");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

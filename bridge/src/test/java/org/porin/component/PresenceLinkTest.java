package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.component.ScriptedServer.attribute;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.Jid;
import org.porin.component.LinkFixture.RecordingPresence;
import org.porin.component.ScriptedServer.Peer;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaError.Condition;

/** Presence over a link, both ways. */
@Timeout(60)
class PresenceLinkTest {
  private static final Jid ROMEO = new Jid("romeo", "montague.example", "");
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "");

  private final RecordingPresence presence = new RecordingPresence();

  private static String stanza(String type, String content) {
    return "<presence type='"
        + type
        + "' id='p1' from='juliet@capulet.example' to='romeo@montague.example'>"
        + content
        + "</presence>";
  }

  private static PresenceStanza numbered(int number) {
    return PresenceStanza.of(ROMEO.withResource("orchard"), JULIET, Optional.empty())
        .withStatus(LangText.of("no. " + number));
  }

  /** Nothing more comes before the answer to this. */
  private static void expectNothing(Peer peer) throws Exception {
    peer.send(
        "<iq type='get' id='probe' from='capulet.example' to='montague.example'>"
            + "<ping xmlns='urn:xmpp:ping'/></iq>");
    assertThat(attribute(peer.expect("</iq>"), "id")).isEqualTo("probe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscribe",
        "subscribed",
        "unsubscribe",
        "unsubscribed",
        "probe",
        "unavailable",
        "error",
        "unheard-of"
      })
  void eachTypeGoesToWhoKeepsSubscriptions(String type) throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      peer.send(stanza(type, ""));
      PresenceStanza came = presence.next();
      assertThat(came.type()).contains(type);
      assertThat(came.from()).contains(JULIET);
      assertThat(came.to()).contains(ROMEO);
      assertThat(came.id()).contains("p1");
      expectNothing(peer);
    }
  }

  @Test
  void theWholeStanzaGoesOnInOrder() throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      for (int i = 0; i < 500; i++) {
        peer.send(
            "<presence from='juliet@capulet.example/balcony' to='romeo@montague.example' id='n"
                + i
                + "'><show>away</show><priority>5</priority></presence>");
      }
      for (int i = 0; i < 500; i++) {
        PresenceStanza came = presence.next();
        assertThat(came.id()).contains("n" + i);
        assertThat(came.show()).contains("away");
        assertThat(came.priority()).hasValue(5);
        assertThat(came.from().map(Jid::resource)).contains("balcony");
      }
    }
  }

  @Test
  void whatAnErrorSaysGoesOn() throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      peer.send(
          stanza(
              "error",
              "<error type='cancel'>"
                  + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"));
      assertThat(presence.next().error().orElseThrow().condition())
          .isEqualTo(Condition.ITEM_NOT_FOUND);
      expectNothing(peer);
    }
  }

  @Test
  void aStanzaThatIsSentComesOutAsItIs() throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      assertThat(fixture.links.isOpen(ROMEO)).isTrue();
      assertThat(
              fixture.links.send(
                  PresenceStanza.of(ROMEO, JULIET, Optional.of("subscribe")).withId("s1")))
          .isTrue();
      assertThat(peer.expect("</presence>"))
          .isEqualTo(
              "<presence from='romeo@montague.example' to='juliet@capulet.example' id='s1'"
                  + " type='subscribe'></presence>");
    }
  }

  @Test
  void whatACpimPeerWroteCannotBreakOutOfTheStanza() throws Exception { // injection
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      String text = "]]></status></presence><message to='x'/>&\u0000'\"";
      fixture.links.send(
          PresenceStanza.of(ROMEO, JULIET, Optional.empty())
              .withStatus(new LangText(Optional.of("en'><x/>"), text)));
      String out = peer.expect("</presence>");
      assertThat(out).doesNotContain("<message").doesNotContain("<x/>").doesNotContain("\u0000");
      assertThat(out).endsWith("</status></presence>");
    }
  }

  @Test
  void orderHoldsAmongPresenceAndMessages() throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      for (int i = 0; i < 20; i++) {
        assertThat(fixture.links.send(numbered(i))).isTrue();
        fixture.pass("t" + i, "message " + i);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(peer.expect("</presence>")).contains("no. " + i + "<");
        assertThat(peer.expect("</body>")).contains("message " + i + "<");
      }
    }
  }

  @Test
  void aFloodOfPresenceStarvesNeitherMessagesNorPings() throws Exception {
    try (var fixture = new LinkFixture(presence, 1_000_000);
        Peer peer = fixture.open()) {
      int sent = 0;
      while (fixture.links.send(numbered(sent))) { // nobody reads: until the bound is met
        sent++;
      }
      var answer = fixture.send("t1", "Hi");
      String before = peer.expect("<body>Hi</body>");
      int overtaken = sent - before.split("<presence", -1).length;
      assertThat(overtaken).isGreaterThan(sent / 2);
      peer.answerPing(peer.expectPing());
      assertThat(answer.get(15, TimeUnit.SECONDS).status()).isEqualTo(Status.INDETERMINANT);
      assertThat(fixture.count(LinkCount.PRESENCE_REFUSED)).isEqualTo(1);
      String rest = peer.expect("no. " + (sent - 1) + "</status></presence>");
      assertThat(rest).contains("no. " + (sent - 2) + "<");
    }
  }

  @Test
  void presenceHasABoundOfItsOwn() throws Exception {
    try (var fixture = new LinkFixture(presence, 2_000);
        Peer peer = fixture.open()) {
      Element large = Element.empty("x", "x").with(new Element.Text("x".repeat(16_000)));
      PresenceStanza tooMuch =
          PresenceStanza.of(ROMEO, JULIET, Optional.empty()).with(large); // 8 × 2,000 octets
      assertThat(fixture.links.send(tooMuch)).isFalse();
      assertThat(fixture.count(LinkCount.PRESENCE_REFUSED)).isEqualTo(1);
      assertThat(fixture.links.send(numbered(1))).isTrue();
      peer.expect("no. 1<");
    }
  }

  @Test
  void aLinkThatIsDownTakesNothingAndSaysWhenItIsBack() throws Exception {
    try (var fixture = new LinkFixture(presence)) {
      assertThat(fixture.links.isOpen(ROMEO)).isFalse();
      assertThat(fixture.links.send(numbered(0))).isFalse();
      Peer first = fixture.open();
      assertThat(presence.nextOpened()).isEqualTo("montague.example");
      first.reset();
      fixture.await(status -> !status.isOpen());
      try (Peer second = fixture.open()) {
        assertThat(presence.nextOpened()).isEqualTo("montague.example");
        assertThat(fixture.links.send(numbered(7))).isTrue();
        second.expect("no. 7<");
      }
      assertThat(fixture.count(LinkCount.PRESENCE_REFUSED)).isEqualTo(1);
    }
  }

  @Test
  void theOpeningIsToldBeforeAnythingThatCame() throws Exception {
    var order = new LinkedBlockingQueue<String>();
    var recording =
        new RecordingPresence() {
          @Override
          public void presence(PresenceStanza stanza) {
            order.add("presence");
          }

          @Override
          public void opened(String domain) {
            order.add("opened");
          }
        };
    try (var fixture = new LinkFixture(recording);
        Peer peer = fixture.server.accept()) {
      peer.openStream();
      peer.expect("</handshake>");
      peer.send("<handshake/>" + stanza("probe", "")); // in one segment
      assertThat(order.poll(15, TimeUnit.SECONDS)).isEqualTo("opened");
      assertThat(order.poll(15, TimeUnit.SECONDS)).isEqualTo("presence");
    }
  }

  @Test
  void aDomainWithoutLinkIsNotOpen() throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      Jid tybalt = new Jid("tybalt", "verona.example", "");
      assertThat(fixture.links.isOpen(tybalt)).isFalse();
      assertThat(fixture.links.send(PresenceStanza.of(tybalt, JULIET, Optional.empty()))).isFalse();
      expectNothing(peer);
    }
  }

  @Test
  @Requirement("XEP-0114-3-2")
  void whatHasNoAddressesNeverGoesOut() throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      var nobody =
          new PresenceStanza(
              Optional.of(ROMEO),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of());
      assertThatThrownBy(() -> fixture.links.send(nobody))
          .isInstanceOf(IllegalArgumentException.class);
      expectNothing(peer);
    }
  }

  @Test
  void theGatewayIsThereForWhoAsksIt() throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      peer.send(
          "<presence type='probe' from='juliet@capulet.example/balcony' to='montague.example'/>");
      String answer = peer.expect("</presence>");
      assertThat(attribute(answer, "from")).isEqualTo("montague.example");
      assertThat(attribute(answer, "to")).isEqualTo("juliet@capulet.example/balcony");
      assertThat(answer).doesNotContain("type=").contains("<status>");
      assertThat(presence.came).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " to='romeo@verona.example'", " to='@@@'"})
  void whatIsForNobodyOfThisLinkIsNotPassedOn(String to) throws Exception {
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      peer.send("<presence type='subscribe' id='s1' from='juliet@capulet.example'" + to + "/>");
      String answer = peer.expect("</presence>");
      assertThat(attribute(answer, "from")).startsWith("montague.example");
      assertThat(attribute(answer, "type")).isEqualTo("error");
      peer.send("<presence type='error' id='s1' from='juliet@capulet.example'" + to + "/>");
      expectNothing(peer); // an error has no answer
      assertThat(presence.came).isEmpty();
    }
  }

  @Test
  void aFaultOfWhoKeepsSubscriptionsEndsNeitherTheLinkNorItsOpening() throws Exception {
    var faulty =
        new RecordingPresence() {
          @Override
          public void presence(PresenceStanza stanza) {
            throw new IllegalStateException("a fault in " + stanza.id());
          }

          @Override
          public void opened(String domain) {
            throw new IllegalStateException("a fault of " + domain);
          }
        };
    try (var fixture = new LinkFixture(faulty);
        Peer peer = fixture.open()) {
      peer.send(stanza("subscribe", ""));
      assertThat(peer.expect("</presence>")).contains("<internal-server-error");
      expectNothing(peer);
      assertThat(fixture.status().traffic().connections()).isEqualTo(1);
    }
  }

  @Test
  void whatIsQueuedIsWrittenBeforeTheStreamEnds() throws Exception {
    var fixture = new LinkFixture(presence);
    try (Peer peer = fixture.open()) {
      for (int i = 0; i < 2_000; i++) {
        fixture.links.send(numbered(i));
      }
      var closing = CompletableFuture.runAsync(fixture.links::close);
      String all = peer.expect("</stream:stream>");
      assertThat(all).contains("no. 1999<");
      peer.send("</stream:stream>");
      peer.close();
      closing.get(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS);
      assertThat(fixture.links.send(numbered(0))).isFalse();
      assertThat(fixture.links.isOpen(ROMEO)).isFalse();
    } finally {
      fixture.close();
    }
  }
}

package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.component.ScriptedServer.attribute;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.ScriptedServer.Peer;
import org.porin.requirement.Requirement;

/** What servers send that a handler of messages does not expect, and what goes back for it. */
@Timeout(60)
class RealServerWaysTest {
  private static final String MESSAGE =
      "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
          + "<body>Art thou not Romeo?</body></message>";

  @Test
  void earlyRequestsOfOpenfireAreAnswered() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.server.accept()) {
      peer.openStream();
      peer.expect("</handshake>");
      String asks =
          "<iq type='get' id='%s' from='component.capulet.example' to='montague.example'>";
      peer.send(
          "<handshake></handshake>" // with its end tag, and in one segment with
              + asks.formatted("e1")
              + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>"
              + asks.formatted("e2")
              + "<query xmlns='jabber:iq:version'/></iq>");
      String info = peer.expect("</iq>");
      assertThat(attribute(info, "id")).isEqualTo("e1");
      assertThat(attribute(info, "to")).isEqualTo("component.capulet.example");
      assertThat(info).contains("category='gateway'");
      assertThat(peer.expect("</iq>")).contains("id='e2'", "Porin");
    }
  }

  @Test
  void aDuplicateAtOpenfireIsNamedAndTriedAgainWithoutAConflict() throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.server.accept()) {
        peer.expect("'>");
        peer.send(ScriptedServer.HEADER.replace(" id='s1'", "") + "</stream:stream>");
      }
      try (Peer peer = fixture.open()) {
        LinkEnd end = fixture.status().lastEnd().orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.NO_STREAM_ID);
        assertThat(end.toString()).contains("Openfire", "stop one of the two");
      }
    }
  }

  @Test
  void charactersBeyondTheBmpGoOutRawAndComeInAsReferenceOrRaw() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      fixture.pass("t1", "\uD83D\uDE00");
      assertThat(peer.expect("</body>")).contains("<body>\uD83D\uDE00").doesNotContain("&#");
      peer.send(MESSAGE.replace("Art", "&#x1F600;\uD83D\uDE00"));
      assertThat(fixture.membrane.next().operation().content().entity().toString()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "to='romeo@verona.example', montague.example",
    "'', montague.example",
    "to='@@@', montague.example",
    "to='romeo@MONTAGUE.example', romeo@montague.example"
  })
  @Requirement("XEP-0114-3-2")
  void anAnswerIsAlwaysFromTheDomainOfTheLink(String to, String from) throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(
          "<iq type='get' id='q1' from='juliet@capulet.example/balcony' "
              + to
              + "><query xmlns='jabber:iq:roster'/></iq>");
      String answer = peer.expect("</iq>");
      assertThat(attribute(answer, "from")).isEqualTo(from);
      assertThat(attribute(answer, "to")).isEqualTo("juliet@capulet.example/balcony");
      assertThat(attribute(answer, "id")).isEqualTo("q1");
      assertThat(attribute(answer, "type")).isEqualTo("error");
    }
  }

  @Test
  @Requirement("6120-8.1.1.1-1")
  void aMessageToNobodyOrToAnotherDomainIsRefusedAndNotCarried() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace(" to='romeo@montague.example'", ""));
      assertThat(peer.expect("</message>"))
          .contains("from='montague.example'", "<bad-request")
          .contains("to='juliet@capulet.example/balcony'");
      peer.send(MESSAGE.replace("montague.example", "verona.example"));
      assertThat(peer.expect("</message>")).contains("from='montague.example'", "<bad-request");
      assertThat(fixture.membrane.carried).isEmpty();
    }
  }

  @Test
  void whatHasNoSenderThatCanBeAnsweredIsCountedAlone() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("juliet@capulet.example/balcony", "@@@"));
      peer.send(MESSAGE.replace(" from='juliet@capulet.example/balcony'", ""));
      probe(peer);
      assertThat(attribute(peer.expect(">"), "id")).isEqualTo("probe");
      assertThat(fixture.count(LinkCount.UNREADABLE)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq type='get' id='q1' %s><ping xmlns='urn:xmpp:ping'/><x xmlns='a:b'/></iq>",
        "<iq type='get' id='q1' %s/>",
        "<iq type='set' id='q1' %s><error type='cancel'/></iq>",
        "<iq type='get' id='q1' %s><ping xmlns='urn:xmpp:ping'/><error type='cancel'/></iq>",
        "<iq id='q1' %s><ping xmlns='urn:xmpp:ping'/></iq>",
        "<iq type='other' id='q1' %s><ping xmlns='urn:xmpp:ping'/></iq>",
        "<iq type='get' %s><ping xmlns='urn:xmpp:ping'/></iq>"
      })
  void aMalformedRequestIsABadRequest(String iq) throws Exception { // RFC 6120 §8.2.3
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(iq.formatted("from='juliet@capulet.example/balcony' to='montague.example'"));
      assertThat(peer.expect("</iq>"))
          .contains("<bad-request", "type='error'", "to='juliet@capulet.example/balcony'");
    }
  }

  @Test
  void aPrivateMessageOfARoomIsRefused() throws Exception { // OPEN g
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(
          MESSAGE
              .replace("juliet@capulet.example/balcony", "verona@rooms.capulet.example/juliet")
              .replace("</message>", "<x xmlns='http://jabber.org/protocol/muc#user'/></message>"));
      String error = peer.expect("</message>");
      assertThat(error)
          .contains("<service-unavailable", "private messages of a room")
          .contains("to='verona@rooms.capulet.example/juliet'");
      assertThat(fixture.membrane.carried).isEmpty();
    }
  }

  @Test
  void aHeadlineAndAnUnknownTypeAreCarriedAsNormal() throws Exception { // OPEN g, RFC 6121 §5.2.2
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("<message ", "<message type='headline' "));
      peer.send(MESSAGE.replace("<message ", "<message type='whisper' ").replace("m1", "m2"));
      assertThat(fixture.membrane.next().operation().transId().value()).isEqualTo("m1");
      assertThat(fixture.membrane.next().operation().transId().value()).isEqualTo("m2");
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

package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimMessage;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Chat states of XEP-0085 and the composing states of RFC 3994. */
class ChatStateMappingTest {
  private static final Instant NOW = Instant.parse("2005-11-23T10:00:00Z");
  private static final String STATE =
      "<message from='juliet@example.com/b' to='romeo@example.net' type='chat'>%s"
          + "<%s xmlns='http://jabber.org/protocol/chatstates'/></message>";

  @ParameterizedTest
  @CsvSource({
    "composing,false,true",
    "composing,true,true",
    "paused,true,false",
    "inactive,true,false",
    "gone,true,false",
    "active,true,false"
  })
  void aChatStateIsAComposingState(String state, boolean before, boolean active) throws Exception {
    MessageStanza stanza = MessageOf.read(STATE.formatted("", state));
    IsComposing said = ChatStateMapping.toIsComposing(stanza, before).orElseThrow();
    CpimMessage object = ChatStateMapping.toCpim(said, stanza, PresenceOf.ADDRESSES, NOW);

    assertThat(object.from().uri()).isEqualTo("im:juliet@example.com");
    assertThat(object.to().get(0).uri()).isEqualTo("im:romeo@example.net");
    assertThat(object.entity().contentType()).hasToString("application/im-iscomposing+xml");
    assertThat(ChatStateMapping.isComposing(object)).hasValue(said);
    assertThat(said.active()).isEqualTo(active);
    assertThat(said.refresh())
        .isEqualTo(active ? Optional.of(ChatStateMapping.REFRESH) : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"paused", "inactive", "gone", "active"})
  void whoWasNotComposingHasNothingToEnd(String state) throws Exception {
    MessageStanza stanza = MessageOf.read(STATE.formatted("", state));
    assertThat(ChatStateMapping.toIsComposing(stanza, false)).isEmpty();
  }

  @Test
  void aMessageSaysByItselfThatItsWriterIsDone() throws Exception {
    MessageStanza stanza = MessageOf.read(STATE.formatted("<body>Hi</body>", "active"));
    assertThat(ChatStateMapping.toIsComposing(stanza, true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"groupchat", "error"})
  void groupsAndErrorsHaveNoChatState(String type) throws Exception {
    MessageStanza stanza =
        MessageOf.read(STATE.formatted("", "composing").replace("'chat'", "'" + type + "'"));
    assertThat(ChatStateMapping.of(stanza)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true,composing", "false,paused"})
  void aComposingStateIsAChatStateOfTheSender(boolean active, String state) throws Exception {
    MessageStanza asking = MessageOf.read(STATE.formatted("", "composing"));
    CpimMessage object =
        ChatStateMapping.toCpim(IsComposing.of(active), asking, PresenceOf.ADDRESSES, NOW);
    MessageStanza stanza =
        ChatStateMapping.toStanza(
            ChatStateMapping.isComposing(object).orElseThrow(),
            object,
            new ImUri("romeo", "example.net"),
            PresenceOf.ADDRESSES);

    assertThat(StanzaCodec.encode(stanza))
        .isEqualTo(
            "<message from='juliet@example.com' to='romeo@example.net' type='chat'><"
                + state
                + " xmlns='http://jabber.org/protocol/chatstates'/></message>");
  }

  @Test
  void theExamplesOfRfc3994AreRead() throws Exception {
    assertThat(
            parse(
                "<state>active</state><contenttype>text/plain</contenttype><refresh>90</refresh>"))
        .isEqualTo(
            new IsComposing(
                true,
                Optional.empty(),
                Optional.of("text/plain"),
                Optional.of(Duration.ofSeconds(90))));
    assertThat(
            parse(
                "<state>idle</state><lastactive>2003-01-27T10:43:00Z</lastactive>"
                    + "<contenttype>audio</contenttype>"))
        .isEqualTo(
            new IsComposing(
                false,
                Optional.of(Instant.parse("2003-01-27T10:43:00Z")),
                Optional.of("audio"),
                Optional.empty()));
  }

  @Test
  void aStateThatIsNotKnownIsIdleAndExtensionsSayNothing() throws Exception {
    assertThat(parse("<state>thinking</state><refresh>soon</refresh><lastactive>now</lastactive>"))
        .isEqualTo(IsComposing.of(false));
    assertThat(parse("<x xmlns='urn:x'><state>idle</state></x><state> active </state>"))
        .isEqualTo(IsComposing.of(true));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    IsComposing all =
        new IsComposing(
            true, Optional.of(NOW), Optional.of("text/<&"), Optional.of(Duration.ofSeconds(60)));
    assertThat(IsComposing.parse(all.encode())).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<isComposing/>",
        "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><isComposing"
            + " xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>&a;</state></isComposing>",
        "<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>",
        "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>idle</state>",
        "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>idle</state>"
            + "</isComposing><b/>"
      })
  void whatIsNoComposingStateIsMalformed(String text) {
    assertThatThrownBy(() -> IsComposing.parse(Octets.utf8(text)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> IsComposing.parse(Octets.utf8(" ".repeat(70_000))))
        .isInstanceOf(MalformedException.class);
  }

  private static IsComposing parse(String content) throws MalformedException {
    return IsComposing.parse(
        Octets.utf8(
            "<?xml version='1.0' encoding='UTF-8'?>\n"
                + "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'>"
                + content
                + "</isComposing>"));
  }
}

package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.AddressMapping;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.Subject;
import org.porin.passport.AssertionHeader;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.wire.MalformedException;

/** RFC 3922 §4.1: a stanza becomes a Message/CPIM. */
class MessageToCpimTest {
  private static final Instant NOW = Instant.parse("2005-11-23T10:00:00Z");
  private static final AddressMapping ADDRESSES =
      new AddressMapping(
          Set.of("example.com"), Set.of("example.net"), Optional.of("cpim.example.com"));

  private final InstantMessageMapping mapping = new InstantMessageMapping(ADDRESSES);

  @Test
  @Requirement({
    "3922-4.1-1", "3922-4.1.1-1", "3922-4.1.1-2", "3922-4.1.2-1", "3922-4.1.2-2", "3922-4.1.3-1",
    "3922-4.1.4-1", "3922-4.1.5-1", "3922-4.1.7-1", "3922-4.1.9-1", "2779-4.1.2-1", "2045-7-1"
  })
  void aMessageIsItsAddressesAndItsText() throws Exception {
    Mapped<CpimMessage> mapped =
        mapping.toCpim(
            MessageOf.body("Wherefore art thou, Romeo?")
                .to("romeo@example.net/orchard")
                .type(MessageType.CHAT)
                .id("a1")
                .thread("e0ffe42b")
                .stanza(),
            NOW);

    assertThat(CpimCodec.encode(mapped.value()).toUtf8())
        .isEqualTo(
            """
            From: <im:juliet@example.com>
            To: <im:romeo@example.net>
            DateTime: 2005-11-23T10:00:00.000Z

            Content-Type: text/plain; charset=utf-8

            Wherefore art thou, Romeo?"""
                .replace("\n", "\r\n"));
    assertThat(mapped.omissions())
        .containsExactly(
            new Omission("resource of from", "RFC 3922 §4.1.1"),
            new Omission("resource of to", "RFC 3922 §4.1.2"),
            new Omission("id", "RFC 3922 §4.1.3"),
            new Omission("type chat", "RFC 3922 §4.1.4"),
            new Omission("thread", "RFC 3922 §4.1.5"));
    assertThat(CpimApplication.check(mapped.value())).isEmpty();
  }

  @Test
  void nobodyWritesAnAssertionIntoTheObject() throws Exception { // TRUST 4
    String lines = "x\r\nNS: tra <" + AssertionHeader.NAMESPACE + ">\r\ntra.Assertion: a.b.c";
    CpimMessage message =
        mapping
            .toCpim(
                MessageOf.body(lines)
                    .subject(lines)
                    .with(
                        Element.empty(AssertionHeader.NAMESPACE, "assertion")
                            .with("attest", "A")
                            .with("signer", "example.com"))
                    .with(
                        Element.empty("http://jabber.org/protocol/nick", "nick")
                            .with(new Element.Text(lines)))
                    .stanza(),
                NOW)
            .value();
    CpimMessage read = CpimCodec.decode(CpimCodec.encode(message), CpimLimits.DEFAULT);
    assertThat(read.headers(AssertionHeader.NAME)).isEmpty();
    assertThat(read.core("NS")).isEmpty();
  }

  @Test
  @Requirement("2779-4.1.3-1")
  void theFromIsWhereTheSenderIsReached() throws Exception {
    MessageStanza stanza = MessageOf.body("x").from("o\\27malley@example.com/pda").stanza();
    CpimMessage message = mapping.toCpim(stanza, NOW).value();

    assertThat(ADDRESSES.toJid(InstantMessageMapping.senderOf(message).orElseThrow()))
        .isEqualTo(MessageOf.jid("o\\27malley@example.com"));
  }

  @Test
  void aProxiedAddressIsTheForeignOneOnTheOtherSide() throws Exception {
    MessageStanza stanza =
        MessageOf.body("x").to("mercutio\\40verona.example@cpim.example.com").stanza();

    assertThat(mapping.toCpim(stanza, NOW).value().to().get(0).uri())
        .isEqualTo("im:mercutio@verona.example");
  }

  @Test
  @Requirement({"3922-4.1.6-1", "3922-4.1.6-2", "3862-4.5-2", "2779-4.1.6-1"})
  void aSubjectKeepsItsLanguage() throws Exception {
    CpimMessage message = // the example in RFC 3922 §4.1.6
        mapping
            .toCpim(MessageOf.body("x").subject("Hi!").subject("cz", "Ahoj!").stanza(), NOW)
            .value();

    assertThat(message.core("Subject"))
        .extracting(Header::raw)
        .containsExactly("Subject: Hi!", "Subject:;lang=cz Ahoj!");
  }

  @Test
  void anEmptySubjectIsNoneAndOneInALanguageIsEnough() throws Exception {
    Mapped<CpimMessage> mapped =
        mapping.toCpim(
            MessageOf.body("x").subject(" \n").subject("en", "1").subject("en", "2").stanza(), NOW);

    assertThat(mapped.value().subjects()).containsExactly(new Subject(Optional.of("en"), "1"));
    assertThat(mapped.omissions())
        .extracting(Omission::what)
        .contains("empty subject", "second subject in one language");
  }

  @Test
  @Requirement("2046-4.1.1-1")
  void everyLineBreakIsCrLf() throws Exception {
    assertThat(bodyOf(MessageOf.body("a\nb\r\nc\rd\n\ne").stanza()))
        .isEqualTo("a\r\nb\r\nc\r\nd\r\n\r\ne");
  }

  @Test
  @Requirement("2779-4.1.5-1")
  void textBeyondAsciiIsLabelledUtf8() throws Exception {
    CpimMessage message = mapping.toCpim(MessageOf.body("Žofie 🌹").stanza(), NOW).value();

    assertThat(message.entity().contentType().charset()).hasValue("utf-8");
    assertThat(message.entity().body().toUtf8()).isEqualTo("Žofie 🌹");
  }

  @Test
  void anEmptyBodyIsABodyAndASubjectAloneHasNone() throws Exception {
    assertThat(bodyOf(MessageOf.body("").stanza())).isEmpty();
    assertThat(bodyOf(MessageOf.nothing().subject("Hi!").stanza())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"en, Hello, en", "cs, Ahoj, cs", "fr, plain, ''", "'', plain, ''"})
  @Requirement({"3922-4.1.7-2", "7572-8-1"})
  void theBodyInTheLanguageOfTheStanzaIsChosen(String lang, String text, String language)
      throws Exception {
    MessageOf message = MessageOf.body("plain").body("en", "Hello").body("cs", "Ahoj");
    if (!lang.isEmpty()) {
      message.lang(lang);
    }
    Mapped<CpimMessage> mapped = mapping.toCpim(message.stanza(), NOW);

    assertThat(mapped.value().entity().body().toUtf8()).isEqualTo(text);
    assertThat(mapped.value().entity().header("Content-Language"))
        .isEqualTo(Optional.of(language).filter(tag -> !tag.isEmpty()));
    assertThat(mapped.omissions()).filteredOn(o -> o.what().startsWith("body in")).hasSize(2);
  }

  @Test
  @Requirement("3922-4.1.1-3")
  void aNicknameBecomesAFormalNameOfBoundedLength() throws Exception {
    assertThat(nameFor("Juliet\r\n\t Capulet ")).hasValue("Juliet Capulet");
    assertThat(nameFor(" \n ")).isEmpty();
    assertThat(nameFor("x".repeat(127) + "🌹" + "y")).hasValue("x".repeat(127));
    assertThat(nameFor("x".repeat(500)).orElseThrow()).hasSize(128);
  }

  @Test
  @Requirement("3922-4.1.8-1")
  void otherExtensionsAreLeftOutAndNamed() throws Exception {
    Mapped<CpimMessage> mapped =
        mapping.toCpim(
            MessageOf.body("x")
                .with(Element.empty("http://jabber.org/protocol/chatstates", "active"))
                .with(new HopHeaders(7, List.of("b1")).toElement())
                .stanza(),
            NOW);

    assertThat(mapped.omissions())
        .contains(new Omission("{http://jabber.org/protocol/chatstates}active", "RFC 3922 §4.1.8"))
        .noneMatch(omission -> omission.what().contains("shim"));
    assertThat(CpimCodec.encode(mapped.value()).toUtf8()).doesNotContain("b1", "active");
  }

  @Test
  void aDelayCountsOnlyFromATrustedServer() throws Exception {
    MessageStanza stanza = delayed("example.com", "2005-11-23T09:00:00Z");
    InstantMessageMapping trusting = new InstantMessageMapping(ADDRESSES, Set.of("example.com"));

    assertThat(mapping.toCpim(stanza, NOW).value().dateTime()).hasValue(NOW);
    assertThat(trusting.toCpim(stanza, NOW).value().dateTime())
        .hasValue(Instant.parse("2005-11-23T09:00:00Z"));
    for (MessageStanza doubtful :
        List.of(
            delayed("example.net", "2005-11-23T09:00:00Z"),
            delayed("example.com", "2005-11-23T11:00:00Z"),
            delayed("example.com", "yesterday"))) {
      assertThat(trusting.toCpim(doubtful, NOW).value().dateTime()).hasValue(NOW);
    }
  }

  @Test
  void groupChatIsRefused() {
    assertThat(reasonFor(MessageOf.body("x").type(MessageType.GROUPCHAT).stanza()))
        .isEqualTo(Reason.NOT_EXPRESSIBLE);
  }

  @Test
  void aPrivateMessageOfARoomIsRefusedSinceAnAnswerWouldReachTheRoom() throws Exception {
    Element room = Element.empty("http://jabber.org/protocol/muc#user", "x");

    assertThat(reasonFor(MessageOf.body("x").from("room@example.com/nick").with(room).stanza()))
        .isEqualTo(Reason.NOT_EXPRESSIBLE);
    assertThat(bodyOf(MessageOf.body("Come!").from("room@example.com").with(room).stanza()))
        .as("an invitation comes from the room itself")
        .isEqualTo("Come!");
  }

  @ParameterizedTest
  @CsvSource({
    "urn:xmpp:eme:0, encryption, eu.siacs.conversations.axolotl, OMEMO",
    "urn:xmpp:eme:0, encryption, urn:example:new, end-to-end encryption",
    "eu.siacs.conversations.axolotl, encrypted, '', OMEMO",
    "urn:xmpp:omemo:2, encrypted, '', OMEMO",
    "urn:xmpp:openpgp:0, openpgp, '', OpenPGP",
    "jabber:x:encrypted, x, '', OpenPGP"
  })
  void theStandInOfAnEncryptedMessageIsNeverRelayed(
      String namespace, String name, String method, String told) {
    Element payload = Element.empty(namespace, "payload");
    Element encrypted = Element.empty(namespace, name).with("namespace", method).with(payload);
    MessageStanza stanza =
        MessageOf.body("I sent you an encrypted message").with(encrypted).stanza();

    assertThatThrownBy(() -> mapping.toCpim(stanza, NOW))
        .isInstanceOfSatisfying(
            UnmappableException.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED_CONTENT);
              assertThat(refusal.text()).contains(told);
            });
  }

  @Test
  void anEncryptedMessageWithoutStandInIsRefusedToo() {
    Element payload = Element.empty("urn:xmpp:omemo:2", "payload");
    Element omemo = Element.empty("urn:xmpp:omemo:2", "encrypted");

    assertThat(reasonFor(MessageOf.nothing().with(omemo.with(payload)).stanza()))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
    assertThat(reasonFor(MessageOf.body("?OTRv23?").stanza()))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
    assertThat(mapping.carriesInstantMessage(MessageOf.nothing().with(omemo).stanza()))
        .as("keys without payload say nothing")
        .isFalse();
  }

  @Test
  void whatIsNoInstantMessageIsNone() {
    Element composing = Element.empty("http://jabber.org/protocol/chatstates", "composing");

    assertThat(mapping.carriesInstantMessage(MessageOf.nothing().with(composing).stanza()))
        .isFalse();
    assertThat(mapping.carriesInstantMessage(MessageOf.body("x").type(MessageType.ERROR).stanza()))
        .isFalse();
    assertThat(mapping.carriesInstantMessage(MessageOf.nothing().subject("x").stanza())).isTrue();
    assertThat(reasonFor(MessageOf.nothing().stanza())).isEqualTo(Reason.NOT_EXPRESSIBLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com"})
  void anAddressThatIsNoInboxIsRefused(String jid) {
    assertThat(reasonFor(MessageOf.body("x").from(jid).stanza())).isEqualTo(Reason.INVALID_ADDRESS);
    assertThat(reasonFor(MessageOf.body("x").to(jid).stanza())).isEqualTo(Reason.INVALID_ADDRESS);
  }

  @Test
  void everyTypeButGroupChatAndErrorIsCarried() throws Exception {
    for (MessageType type : MessageType.values()) {
      MessageStanza stanza = MessageOf.body("x").type(type).stanza();
      if (type == MessageType.GROUPCHAT || type == MessageType.ERROR) {
        assertThat(reasonFor(stanza)).isEqualTo(Reason.NOT_EXPRESSIBLE);
      } else {
        assertThat(CpimCodec.encode(mapping.toCpim(stanza, NOW).value()).toUtf8())
            .doesNotContain(type.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  private Optional<String> nameFor(String nick) throws UnmappableException {
    Element element =
        Element.empty("http://jabber.org/protocol/nick", "nick").with(new Element.Text(nick));
    return mapping
        .toCpim(MessageOf.body("x").with(element).stanza(), NOW)
        .value()
        .from()
        .formalName();
  }

  private String bodyOf(MessageStanza stanza) throws UnmappableException, MalformedException {
    return mapping.toCpim(stanza, NOW).value().entity().body().toUtf8();
  }

  private Reason reasonFor(MessageStanza stanza) {
    try {
      mapping.toCpim(stanza, NOW);
    } catch (UnmappableException e) {
      return e.reason();
    }
    throw new AssertionError("was carried");
  }

  private static MessageStanza delayed(String from, String stamp) {
    return MessageOf.body("x")
        .with(Element.empty("urn:xmpp:delay", "delay").with("from", from).with("stamp", stamp))
        .stanza();
  }
}

package org.porin.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.Jid;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Text;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement.Routed;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;

class StanzaCodecTest {
  private static final Optional<Jid> JULIET =
      Optional.of(new Jid("juliet", "capulet.example", "balcony"));
  private static final Optional<Jid> ROMEO = Optional.of(new Jid("romeo", "montague.example", ""));

  @Test
  void aMessageIsWrittenInOneOrderAndReadsBack() throws MalformedException {
    MessageStanza message =
        new MessageStanza(
            JULIET,
            ROMEO,
            Optional.of("m'1"),
            MessageType.CHAT,
            Optional.of("en"),
            List.of(
                new LangText(Optional.of("en"), "Hi"), new LangText(Optional.of("cz"), "Ahoj!")),
            List.of(new LangText(Optional.empty(), "2 < 3 & \"4\" > '1'\r\n\t😀")),
            Optional.of("t1"),
            Optional.empty(),
            List.of(
                Element.empty("urn:xmpp:receipts", "request"),
                new Element(
                    "urn:x",
                    "a",
                    List.of(
                        new Attribute("", "b", "'\n"),
                        new Attribute("urn:y", "c", "d"),
                        new Attribute("http://www.w3.org/XML/1998/namespace", "lang", "en")),
                    List.of(
                        new Text("x"),
                        new Element.Child(Element.empty("urn:x", "e")),
                        new Element.Child(Element.empty("", "f"))))));
    String text = StanzaCodec.encode(message);
    assertThat(text)
        .isEqualTo(
            "<message from='juliet@capulet.example/balcony' to='romeo@montague.example'"
                + " id='m&apos;1' type='chat' xml:lang='en'><subject>Hi</subject>"
                + "<subject xml:lang='cz'>Ahoj!</subject>"
                + "<body xml:lang=''>2 &lt; 3 &amp; \"4\" &gt; '1'&#13;\n\t😀</body>"
                + "<thread>t1</thread><request xmlns='urn:xmpp:receipts'/>"
                + "<a xmlns='urn:x' b='&apos;&#10;' xmlns:a0='urn:y' a0:c='d' xml:lang='en'>"
                + "x<e/><f xmlns=''/></a></message>");
    assertThat(StanzaCodec.decode(text)).isEqualTo(new Routed(message));
  }

  @Test
  void everyKindOfStanzaReadsBack() throws MalformedException {
    Element ping = Element.empty("urn:xmpp:ping", "ping");
    StanzaError gone =
        new StanzaError(
            StanzaError.Type.CANCEL,
            Condition.GONE,
            Optional.of("xmpp:romeo@new.example"),
            Optional.of("<moved>"));
    for (Stanza stanza :
        List.of(
            new IqStanza(
                JULIET,
                ROMEO,
                Optional.of("1"),
                IqStanza.Type.GET,
                Optional.of(ping),
                Optional.empty()),
            new IqStanza(
                JULIET,
                ROMEO,
                Optional.of("1"),
                IqStanza.Type.RESULT,
                Optional.empty(),
                Optional.empty()),
            new IqStanza(
                JULIET,
                ROMEO,
                Optional.of("1"),
                IqStanza.Type.ERROR,
                Optional.of(ping),
                Optional.of(gone)),
            new PresenceStanza(
                JULIET,
                ROMEO,
                Optional.empty(),
                Optional.of("subscribe"),
                Optional.of("en"),
                List.of()),
            new PresenceStanza(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(ping)))) {
      assertThat(StanzaCodec.decode(StanzaCodec.encode(stanza))).isEqualTo(new Routed(stanza));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<message/>", "<message type='normal'/>", "<message type='shout'/>"})
  @Requirement("6121-5.2.2-1")
  void aMissingOrUnknownMessageTypeIsNormal(String text) throws MalformedException {
    assertThat(message(text).type()).isEqualTo(MessageType.NORMAL);
  }

  @Test
  void textsAreInTheLanguageInForce() throws MalformedException {
    MessageStanza message =
        message(
            "<message xml:lang='en'><body>a</body><body xml:lang='de'>b</body>"
                + "<body xml:lang=''>c</body><subject>s</subject></message>");
    assertThat(message.lang()).contains("en");
    assertThat(message.subjects()).containsExactly(new LangText(Optional.of("en"), "s"));
    assertThat(message.bodies())
        .containsExactly(
            new LangText(Optional.of("en"), "a"),
            new LangText(Optional.of("de"), "b"),
            new LangText(Optional.empty(), "c"));
  }

  @Test
  void stanzasOfClientsAreReadToo() throws MalformedException {
    MessageStanza message =
        message(
            "<m:message xmlns:m='jabber:client'><m:body><![CDATA[a]]>&amp;b</m:body></m:message>");
    assertThat(message.bodies()).containsExactly(LangText.of("a&b"));
    assertThat(message.extensions()).isEmpty();
  }

  @Test
  void onlyChildrenInTheContentNamespaceAreTheMessages() throws MalformedException {
    MessageStanza message = message("<message><body xmlns='urn:other'>a</body></message>");
    assertThat(message.bodies()).isEmpty();
    assertThat(message.extensions()).hasSize(1);
  }

  @Test
  void theTextOfABodyIsItsOwnAndNotThatOfElementsInIt() throws MalformedException {
    MessageStanza message =
        message(
            "<message><body>a<b><c>no</c>no</b>b</body><thread>1</thread><thread>2</thread>"
                + "<x xmlns='urn:x'><body xmlns='jabber:component:accept'>no</body></x></message>");
    assertThat(message.bodies()).containsExactly(LangText.of("ab"));
    assertThat(message.thread()).contains("1");
    assertThat(message.extensions()).hasSize(1);
  }

  @Test
  void ofSeveralErrorsTheFirstCounts() throws MalformedException {
    MessageStanza message =
        message(
            "<message type='error'><error type='wait'/><error type='cancel'/><body>a</body>"
                + "</message>");
    assertThat(message.error().orElseThrow().type()).isEqualTo(StanzaError.Type.WAIT);
    assertThat(message.bodies()).containsExactly(LangText.of("a"));
  }

  @Test
  void attributesInANamespaceAreNotTheStanzas() throws MalformedException {
    MessageStanza message =
        message("<message xmlns:o='urn:o' o:id='x' o:from='@' o:type='error' id='y'/>");
    assertThat(message.id()).contains("y");
    assertThat(message.from()).isEmpty();
    assertThat(message.type()).isEqualTo(MessageType.NORMAL);
  }

  @Test
  void anErrorWithoutKnownConditionIsUndefined() throws MalformedException {
    assertThat(message("<message type='error'/>").error().orElseThrow().condition())
        .isEqualTo(Condition.UNDEFINED_CONDITION);
    StanzaError error =
        message(
                "<message type='error'><error type='nonsense'><x xmlns='urn:x'/>"
                    + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                    + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>why</text>"
                    + "</error></message>")
            .error()
            .orElseThrow();
    assertThat(error).isEqualTo(StanzaError.of(Condition.SERVICE_UNAVAILABLE, "why"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<message from='a@b@c' to='r@m' id='1'/>|valid addresses",
        "<message from=''/>|valid addresses",
        "<presence to='r@m/'/>|valid addresses",
        "<iq type='get' id='1' from='@'><a xmlns='b'/></iq>|valid addresses",
        "<iq type='ask' id='1'/>|an iq of type get, set, result or error",
        "<iq id='1'/>|an iq of type get, set, result or error",
        "<iq type='result'/>|an iq with an id",
        "<iq type='get' id='1'/>|a request with one child",
        "<iq type='set' id='1'><a/><b/></iq>|a request with one child",
        "<message xmlns='urn:other'/>|a stanza",
        "<route/>|a stanza"
      })
  void whatIsNoStanzaIsToldApartFromBrokenXml(String text, String reason)
      throws MalformedException {
    assertThat(StanzaCodec.decode(text))
        .isInstanceOfSatisfying(
            Unreadable.class, unreadable -> assertThat(unreadable.reason()).isEqualTo(reason));
  }

  @Test
  void anErrorMayHaveTheNameThatAnotherProtocolHasForIt() throws Exception { // RFC 6120 §8.3.4
    StanzaError error =
        StanzaError.of(Condition.BAD_REQUEST, "why")
            .called(Element.empty("http://jabber.org/protocol/commands", "bad-action"));
    String request = "<iq type='set' id='q1' from='a@b.example' to='c.example'><a/></iq>";
    Stanza asked = ((Routed) StanzaCodec.decode(request)).stanza();
    assertThat(StanzaCodec.encode(StanzaCodec.errorOf(asked, error).orElseThrow()))
        .endsWith(
            "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>why</text>"
                + "<bad-action xmlns='http://jabber.org/protocol/commands'/></error></iq>");
  }

  @Test
  @Requirement("6120-8.3.1-1")
  void anErrorSwapsTheAddressesAndKeepsTheId() throws MalformedException {
    StanzaError cause = StanzaError.of(Condition.ITEM_NOT_FOUND, "No such user.");
    for (String stanza :
        List.of(
            "<message from='a@b.c/d' to='e@f.g' id='1' type='chat'><body>x</body></message>",
            "<presence from='a@b.c/d' to='e@f.g' id='1' type='subscribe'/>",
            "<iq from='a@b.c/d' to='e@f.g' id='1' type='set'><x xmlns='y'/></iq>")) {
      Stanza read = ((Routed) StanzaCodec.decode(stanza)).stanza();
      Stanza error = StanzaCodec.errorOf(read, cause).orElseThrow();
      assertThat(StanzaCodec.encode(error))
          .endsWith(
              " from='e@f.g' to='a@b.c/d' id='1' type='error'><error type='cancel'>"
                  + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                  + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>No such user.</text>"
                  + "</error></"
                  + stanza.substring(1, stanza.indexOf(' '))
                  + ">");
      assertThat(StanzaCodec.errorOf(error, cause)).isEmpty();
    }
    Stanza result = ((Routed) StanzaCodec.decode("<iq type='result' id='1'/>")).stanza();
    assertThat(StanzaCodec.errorOf(result, cause)).isEmpty();
  }

  @Test
  @Requirement("6120-8.3.1-1")
  void whatCouldNotBeReadIsAnsweredByTheAddressesAsTheyCame() throws MalformedException {
    StanzaError cause = StanzaError.of(Condition.JID_MALFORMED, "No address.");
    assertThat(
            StanzaCodec.encodeError(
                (Unreadable) StanzaCodec.decode("<message from='a@b.c' to='&lt;&apos;@' id='1'/>"),
                cause))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("<message from='&lt;&apos;@' to='a@b.c' id='1' type='error'><error")
                    .endsWith("</error></message>"));
    for (String silent :
        List.of(
            "<message to='@'/>",
            "<message type='error' from='a@b.c' to='@'/>",
            "<iq type='result' id='1' from='a@b.c' to='@'/>",
            "<route from='a@b.c'/>")) {
      assertThat(StanzaCodec.encodeError((Unreadable) StanzaCodec.decode(silent), cause)).isEmpty();
    }
  }

  @Test
  void whatXmlCannotHaveIsReplaced() {
    StringBuilder out = new StringBuilder();
    XmlText.append(out, "\u0000\u0008\u000b\u001f\ud800x\udc00\ufffe\uffff\u007f\u0085\ue000😀");
    assertThat(out)
        .hasToString("\ufffd\ufffd\ufffd\ufffd\ufffdx\ufffd\ufffd\ufffd\u007f\u0085\ue000😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a>", "a:b", "1a", "-a", "a/", "a'", "xmlns=''"})
  void noNameBreaksOutOfItsTag(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Element.empty("urn:x", name));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Element.empty("urn:x", "a").with(name, "v"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Element.empty("urn:x", "a").with("xmlns", "urn:y"));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|0",
        "<message|8",
        "<message>|9",
        "<message/><message/>|10",
        "<message/>x|0",
        "x<message/>|0",
        "</message>|10",
        "<message></iq>|9",
        "<message id='1' id='2'/>|16",
        "<message a:b='c'/>|0",
        "<m:message/>|0",
        "<message><body>&nbsp;</body></message>|15",
        "<message><body>&#0;</body></message>|15",
        "<message><body>&#xD800;</body></message>|15",
        "<message id='<'/>|13",
        "<message id=1/>|12",
        "<message><!-- x --></message>|10",
        "<message><?x?></message>|10",
        "<?x?><message/>|1",
        "<!DOCTYPE x><message/>|1",
        "<>|1",
        "< message/>|1"
      })
  void whatIsNotOneWellFormedElementIsRefused(String text, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> StanzaCodec.decode(text))
        .satisfies(e -> assertThat(e.offset()).isBetween(offset, text.length()));
  }

  @Test
  void aLoneSurrogateIsRefused() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> StanzaCodec.decode("<message id='\ud800'/>"));
  }

  @Property
  void anyTextInAnyPlaceStaysInItsPlace(@ForAll("texts") String text) throws MalformedException {
    MessageStanza message =
        new MessageStanza(
            JULIET,
            ROMEO,
            Optional.of(text),
            MessageType.CHAT,
            Optional.empty(),
            List.of(LangText.of(text)),
            List.of(LangText.of(text)),
            Optional.of(text),
            Optional.empty(),
            List.of(Element.empty("urn:x", "a").with("b", text)));
    MessageStanza back = message(StanzaCodec.encode(message));
    String expected = xmlOf(text);
    assertThat(back.id()).contains(expected);
    assertThat(back.subjects()).containsExactly(LangText.of(expected));
    assertThat(back.bodies()).containsExactly(LangText.of(expected));
    assertThat(back.thread()).contains(expected);
    assertThat(back.extensions()).containsExactly(Element.empty("urn:x", "a").with("b", expected));
  }

  @Property(tries = 5_000)
  void nothingButMalformedIsEverThrown(@ForAll("almostXml") String text) {
    try {
      assertThat(StanzaCodec.decode(text)).isNotNull();
    } catch (MalformedException e) {
      assertThat(e.offset()).isNotNegative();
    }
  }

  private static String xmlOf(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= ' ' && c < 0xD800)
                        || (c > 0xDFFF && c < 0xFFFE)
                        || c > 0xFFFF
                    ? c
                    : 0xFFFD)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30),
        Arbitraries.strings().withChars("<>&'\"]!- \t\r\n\u0000\ud83d\ude00").ofMaxLength(30));
  }

  @Provide
  Arbitrary<String> almostXml() {
    Arbitrary<String> pieces =
        Arbitraries.of(
                "<message",
                "<iq",
                "<presence",
                " from='a@b.c'",
                " id=\"1\"",
                " type='get'",
                ">",
                "/>",
                "<body>",
                "</body>",
                "</message>",
                "</iq>",
                "<![CDATA[",
                "]]>",
                "&lt;",
                "&#x1;",
                "&#13;",
                "<a:b",
                " xmlns:a='u'",
                " xmlns='jabber:client'",
                "<?xml?>",
                "<!--",
                "-->",
                "<!DOCTYPE",
                "ü",
                "\u0000",
                "\uffff",
                "\ud800",
                "'",
                "\"",
                " ",
                "x",
                "=",
                "&")
            .list()
            .ofMaxSize(14)
            .map(list -> String.join("", list));
    return Arbitraries.oneOf(
        pieces,
        pieces.map(text -> "<message>" + text + "</message>"),
        pieces.map(text -> "<message" + text + "/>"),
        Arbitraries.strings());
  }

  private static MessageStanza message(String text) throws MalformedException {
    return (MessageStanza) ((Routed) StanzaCodec.decode(text)).stanza();
  }

  @Test
  void whatIsNoCharacterOfXmlIsReplacedWhereItIsRead() throws MalformedException {
    MessageStanza message = message("<message id='a\uFFFE'><body>b\uFFFF</body></message>");

    assertThat(message.id()).hasValue("a\uFFFD");
    assertThat(message.bodies().get(0).text()).isEqualTo("b\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"&#xFFFE;", "&#65535;", "&#x1;", "&#xD800;"})
  void noReferenceMakesWhatIsNoCharacterOfXml(String reference) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> message("<message><body>" + reference + "</body></message>"));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> message("<message id='" + reference + "'/>"));
  }
}

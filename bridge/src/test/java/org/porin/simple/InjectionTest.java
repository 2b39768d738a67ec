package org.porin.simple;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.StringReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.address.AddressMapping;
import org.porin.address.UnmappableAddressException;
import org.porin.component.OutgoingStanza;
import org.porin.mapping.Dialect;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.SipStatus;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimLimits;
import org.porin.profile.Conversation;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.TransId;
import org.porin.sip.SipCodec;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.sip.SipRequest;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement.Routed;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Hostile words in every field that crosses, both ways: what leaves is one message of the same
 * shape as without them, or nothing. No line break gets out of a header field, and no markup out of
 * a text.
 */
class InjectionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String INJECTED = "Injected";

  /** What ends a line for somebody: RFC 5322, Unicode, and C. */
  private static final List<String> BREAKS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\r\n\r\n",
          "\n\n",
          "\r\n ",
          "\u0085",
          "\u2028",
          "\u2029",
          "\u000B",
          "\f",
          "\0",
          "\u001E",
          "\u0001");

  private static final List<String> MARKUP =
      List.of(
          "</body></message><message to='nurse@capulet.example'><body>Injected",
          "]]><Injected/>",
          "'><Injected a='",
          "\"><Injected a=\"",
          "&lt;Injected/&gt;",
          "&#13;&#10;Injected: 1",
          "<!--",
          "<?Injected?>",
          "%0d%0aInjected: 1",
          "\\r\\nInjected: 1",
          "\\u000d\\u000aInjected: 1",
          ">;tag=Injected",
          "\";Injected=\"",
          "\\",
          "\"",
          ", <sip:Injected@x.example>");

  private static final Set<String> OUTWARD_FIELDS =
      Set.of(
          "subject",
          "subject-lang",
          "nick",
          "id",
          "thread",
          "resource",
          "body",
          "lang",
          "to",
          "e2e");

  private static final Set<String> INWARD_FIELDS =
      Set.of(
          "subject",
          "display-name",
          "call-id",
          "gr",
          "content-language",
          "cpim-subject",
          "cpim-subject-lang",
          "cpim-name",
          "content-id",
          "body",
          "user",
          "trace",
          "message-id");

  private static final Origin FOREIGN = new Origin(Origin.Side.SIMPLE, "192.0.2.1");
  private static final AddressMapping ADDRESSES =
      new AddressMapping(Set.of("capulet.example"), Set.of("montague.example"), Optional.empty());
  private static final InstantMessageMapping MAPPING = new InstantMessageMapping(ADDRESSES);

  static Stream<Arguments> outward() {
    return cases(OUTWARD_FIELDS);
  }

  static Stream<Arguments> inward() {
    return cases(INWARD_FIELDS);
  }

  private static Stream<Arguments> cases(Set<String> fields) {
    List<String> payloads = new ArrayList<>(MARKUP);
    BREAKS.forEach(each -> payloads.add(each + INJECTED + ": 1" + each));
    return fields.stream()
        .flatMap(field -> payloads.stream().map(payload -> Arguments.of(field, payload)));
  }

  @ParameterizedTest(name = "{0} #{index}")
  @MethodSource("outward")
  void nothingFromXmppMakesAHeaderFieldOfSip(String field, String payload) {
    MessageStanza stanza;
    MessageOperation operation;
    try {
      stanza = read(stanza(field, payload));
      operation = operation(stanza);
    } catch (MalformedException | UnmappableException | UnmappableAddressException e) {
      return; // refused
    }
    for (Dialect dialect : Dialect.values()) {
      SipRequest request;
      try {
        request = writer(operation).write(dialect, 1);
      } catch (UnmappableException e) {
        continue;
      }
      String wire = new String(SipCodec.encode(request).toArray(), UTF_8);
      int end = wire.indexOf("\r\n\r\n");
      assertThat(wire.substring(0, end)).doesNotContain("\u0085", "\u2028", "\u2029");
      assertLines(
          wire.substring(0, end),
          List.of(
              "MESSAGE ",
              "Route:",
              "Max-Forwards:",
              "From:",
              "To:",
              "Call-ID:",
              "CSeq:",
              "Date:",
              "Bridge-Trace:",
              "Subject:",
              "Content-Language:",
              "Content-Type:",
              "Content-Length:"));
      if (request.headers().first("Content-Type").orElse("").startsWith("message/cpim")) {
        assertCpim(wire.substring(end + 4), field.equals("e2e"));
      }
    }
  }

  /** In which a line ends in CR LF alone, and no other character may be escaped (§2.3.1). */
  private static void assertCpim(String cpim, boolean secured) {
    int end = cpim.indexOf("\r\n\r\n");
    assertLines(cpim.substring(0, end), List.of("From:", "To:", "DateTime:", "Subject:"));
    if (!secured) { // whose own header fields are its author's, and nobody acts on them
      int body = cpim.indexOf("\r\n\r\n", end + 4);
      assertLines(cpim.substring(end + 4, body), List.of("Content-Type:", "Content-Language:"));
    }
  }

  private static void assertLines(String head, List<String> known) {
    for (String line : head.split("\r\n")) {
      assertThat(known).as(head).anyMatch(line::startsWith);
      assertThat(line.chars().filter(c -> c < ' ' && c != '\t').toArray()).as(head).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} #{index}")
  @MethodSource("inward")
  void nothingFromSipMakesAnElementOfXmpp(String field, String payload) throws Exception {
    MessageStanza stanza;
    try {
      SipRequest request =
          (SipRequest) SipCodec.decode(Octets.utf8(request(field, payload)), SipLimits.DEFAULT);
      MessageOperation operation = IncomingMessage.read(request, FOREIGN, CpimLimits.DEFAULT, NOW);
      stanza = OutgoingStanza.of(operation, "id1", ADDRESSES, MAPPING).value();
    } catch (MalformedException | UnmappableException | UnmappableAddressException e) {
      return; // refused
    }
    Document document = parsed(StanzaCodec.encode(stanza));
    NodeList elements = document.getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      assertThat(element.getTagName())
          .isIn("message", "subject", "body", "thread", "headers", "header");
      assertThat(element.getAttributes().getLength()).isLessThanOrEqualTo(5);
      for (int k = 0; k < element.getAttributes().getLength(); k++) {
        assertThat(element.getAttributes().item(k).getNodeName())
            .isIn("from", "to", "id", "type", "xml:lang", "xmlns", "name");
      }
    }
    assertThat(document.getDocumentElement().getAttribute("from"))
        .matches("[^/]+@montague\\.example(/.*)?");
    assertThat(document.getDocumentElement().getAttribute("to"))
        .isEqualTo("juliet@capulet.example");
  }

  /** Else the tests above would prove nothing. */
  @Test
  void withoutHostileWordsEachOfTheseCrosses() throws Exception {
    for (String field : OUTWARD_FIELDS) {
      MessageStanza stanza = read(stanza(field, ""));
      assertThat(writer(operation(stanza)).write(Dialect.CPIM_IM, 1).body().length()).isPositive();
    }
    for (String field : INWARD_FIELDS) {
      SipMessage request = SipCodec.decode(Octets.utf8(request(field, "")), SipLimits.DEFAULT);
      MessageOperation operation =
          IncomingMessage.read((SipRequest) request, FOREIGN, CpimLimits.DEFAULT, NOW);
      assertThat(OutgoingStanza.of(operation, "id1", ADDRESSES, MAPPING).value().bodies())
          .isNotEmpty();
    }
  }

  static Stream<String> payloads() {
    List<String> payloads = new ArrayList<>(MARKUP);
    BREAKS.forEach(each -> payloads.add(each + INJECTED + ": 1" + each));
    return payloads.stream();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void theTextOfAnErrorIsOneLineAndNoMarkupOnTheOtherSide(String payload) throws Exception {
    ErrorMapping errors = new ErrorMapping(ADDRESSES);
    StanzaError said =
        new StanzaError(
            StanzaError.Type.CANCEL,
            Condition.GONE,
            Optional.of("xmpp:romeo@montague.example" + payload),
            Optional.of("why" + payload));
    SipStatus status = errors.toSipStatus(new StanzaBounce(said, false));
    for (String text :
        Arrays.asList(
            status.reasonPhrase(), status.warning().orElse(""), status.contact().orElse(""))) {
      assertThat(text.chars().filter(Character::isISOControl).toArray()).isEmpty();
      assertThat(text).doesNotContain("\u2028", "\u2029", "\"", "<", ">");
    }

    StanzaError error =
        errors.toStanzaError(
            new SipAnswer(302, "Moved" + payload, Optional.of("sip:r@x.example" + payload)));
    MessageStanza bounced = read(stanza("id", "x"));
    Document document =
        parsed(StanzaCodec.encode(StanzaCodec.errorOf(bounced, error).orElseThrow()));
    NodeList elements = document.getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      assertThat(((Element) elements.item(i)).getTagName())
          .isIn("message", "error", "text", "redirect", "gone", "item-not-found");
    }
  }

  /**
   * Reads what stands on the link.
   *
   * @throws MalformedException also for what is no stanza that can be acted on
   */
  private static MessageStanza read(String xml) throws MalformedException {
    if (StanzaCodec.decode(xml) instanceof Routed routed) {
      return (MessageStanza) routed.stanza();
    }
    throw new MalformedException("a stanza", 0);
  }

  private static String stanza(String field, String payload) {
    StringBuilder text = new StringBuilder("<message from='juliet@capulet.example/");
    text.append(field.equals("resource") ? xml("r" + payload) : "balcony");
    text.append("' to='").append(field.equals("to") ? xml("r" + payload) : "romeo");
    text.append("@montague.example' id='").append(field.equals("id") ? xml("i" + payload) : "i1");
    text.append("' xml:lang='").append(field.equals("lang") ? xml("en" + payload) : "en");
    text.append("'><subject xml:lang='");
    text.append(field.equals("subject-lang") ? xml("en" + payload) : "en");
    text.append("'>").append(field.equals("subject") ? xml("s" + payload) : "s");
    text.append("</subject><body>").append(field.equals("body") ? xml("b" + payload) : "b");
    text.append("</body><thread>").append(field.equals("thread") ? xml("t" + payload) : "t");
    text.append("</thread><nick xmlns='http://jabber.org/protocol/nick'>");
    text.append(field.equals("nick") ? xml("n" + payload) : "n").append("</nick>");
    if (field.equals("e2e")) {
      text.append("<e2e xmlns='urn:ietf:params:xml:ns:xmpp-e2e'>Content-Type: multipart/signed;");
      text.append(" boundary=\"b").append(xml(payload)).append("\"\n\n--b\n</e2e>");
    }
    return text.append("</message>").toString();
  }

  /** Each character that XML would change, and every line break, as a reference. */
  private static String xml(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c < ' ' || "<>&'\"\u0085\u2028\u2029".indexOf(c) >= 0) {
        out.append("&#").append((int) c).append(';');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static MessageOperation operation(MessageStanza stanza)
      throws UnmappableException, UnmappableAddressException {
    return new MessageOperation(
        ADDRESSES.toIm(stanza.from().orElseThrow()),
        ADDRESSES.toIm(stanza.to().orElseThrow()),
        new TransId("t1"),
        70,
        List.of(),
        new Origin(Origin.Side.XMPP, "montague.example"),
        stanza.id(),
        new Conversation(stanza.thread(), Optional.of(stanza.from().orElseThrow().resource())),
        MAPPING.toCpim(stanza, NOW).value(),
        Optional.empty());
  }

  private static RequestWriter writer(MessageOperation operation) {
    PeerSettings usual = PeerSettings.DEFAULT;
    PeerSettings telling =
        new PeerSettings(
            usual.window(),
            usual.pathOctets(),
            usual.credentials(),
            usual.outboundProxy(),
            usual.says200(),
            true);
    return new RequestWriter(
        operation, telling, new Tokens(), new CallSequence(8), InstantSource.fixed(NOW));
  }

  private static String request(String field, String payload) {
    boolean cpim =
        field.startsWith("cpim-") || field.equals("message-id") || field.equals("content-id");
    String body = cpim ? cpim(field, payload) : field.equals("body") ? "b" + payload : "b";
    return "MESSAGE sip:juliet@capulet.example SIP/2.0\r\n"
        + "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n"
        + "Max-Forwards: 70\r\n"
        + "From: "
        + (field.equals("display-name") ? "\"d" + payload + "\"" : "Romeo")
        + " <sip:romeo"
        + (field.equals("user") ? payload : "")
        + "@montague.example"
        + (field.equals("gr") ? ";gr=g" + payload : "")
        + ">;tag=1\r\n"
        + "To: <sip:juliet@capulet.example>\r\n"
        + ("Call-ID: c" + (field.equals("call-id") ? payload : "") + "\r\n")
        + "CSeq: 1 MESSAGE\r\n"
        + ("Subject: s" + (field.equals("subject") ? payload : "") + "\r\n")
        + ("Bridge-Trace: b" + (field.equals("trace") ? payload : "") + "\r\n")
        + ("Content-Language: en" + (field.equals("content-language") ? payload : "") + "\r\n")
        + ("Content-Type: " + (cpim ? "message/cpim" : "text/plain") + "\r\n")
        + ("Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n")
        + body;
  }

  private static String cpim(String field, String payload) {
    return "From: "
        + (field.equals("cpim-name") ? "n" + payload : "Romeo")
        + " <im:romeo@montague.example>\r\n"
        + "To: <im:juliet@capulet.example>\r\n"
        + ("Subject:;lang=en" + (field.equals("cpim-subject-lang") ? payload : "") + " s")
        + (field.equals("cpim-subject") ? payload : "")
        + "\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: m"
        + (field.equals("message-id") ? payload : "")
        + "\r\n\r\nContent-Type: text/plain; charset=utf-8\r\nContent-ID: <c"
        + (field.equals("content-id") ? payload : "")
        + ">\r\n\r\nb";
  }

  private static Document parsed(String xml) throws Exception {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (org.xml.sax.SAXException e) {
      return fail("no XML: " + xml, e);
    }
  }
}

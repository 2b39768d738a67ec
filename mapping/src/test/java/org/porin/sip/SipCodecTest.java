package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.sip.SipExamples.MESSAGE;
import static org.porin.sip.SipExamples.OK;
import static org.porin.sip.SipExamples.datagram;
import static org.porin.sip.SipExamples.malformed;
import static org.porin.sip.SipExamples.request;
import static org.porin.sip.SipExamples.response;
import static org.porin.sip.SipExamples.with;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class SipCodecTest {
  @Test
  void aRequestIsReadWhole() throws MalformedException {
    SipRequest request = request(MESSAGE);
    assertThat(request.method()).isEqualTo("MESSAGE");
    assertThat(request.requestUri()).isEqualTo("sip:user2@domain.com");
    assertThat(request.topVia().transport()).isEqualTo("TCP");
    assertThat(request.topVia().sentBy()).isEqualTo("user1pc.domain.com");
    assertThat(request.topVia().branch()).contains("z9hG4bK776sgdkse");
    assertThat(request.from().uri()).isEqualTo("sip:user1@domain.com");
    assertThat(request.from().tag()).contains("49583");
    assertThat(request.to().tag()).isEmpty();
    assertThat(request.callId()).isEqualTo("asd88asd77a@1.2.3.4");
    assertThat(request.cseq()).isEqualTo(new CSeq(1, "MESSAGE"));
    assertThat(request.maxForwards()).hasValue(70);
    assertThat(request.contentType().orElseThrow().essence()).isEqualTo("text/plain");
    assertThat(request.body()).isEqualTo(Octets.utf8("Watson, come here."));
  }

  @Test
  void aResponseIsReadWhole() {
    SipResponse response = response(OK);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.reason()).isEqualTo("OK");
    assertThat(response.topVia().received()).contains("1.2.3.4");
    assertThat(response.to().tag()).contains("ab8asdasd9");
    assertThat(response.body()).isEqualTo(Octets.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGE_LIKE_ENCODED, OK_LIKE_ENCODED})
  void whatIsWrittenIsReadBackToTheOctet(String text) throws MalformedException {
    SipMessage message = SipCodec.decode(Octets.utf8(text), SipLimits.DEFAULT);
    assertThat(SipCodec.encode(message).toUtf8()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGE_LIKE_ENCODED, OK_LIKE_ENCODED})
  void whatFitsIsToldAsIfItWereWritten(String text) throws MalformedException {
    SipMessage plain = SipCodec.decode(Octets.utf8(text), SipLimits.DEFAULT);
    List<SipMessage> messages = new ArrayList<>(List.of(plain));
    for (String subject :
        List.of("Hello", "\u65e5\u672c".repeat(100), "\ud83c\udf39".repeat(100))) {
      SipHeaders headers = plain.headers().with("Subject", subject);
      messages.add(
          plain instanceof SipRequest request
              ? request.withHeaders(headers)
              : anotherLike((SipResponse) plain, headers));
    }
    for (SipMessage message : messages) {
      int length = SipCodec.encode(message).length();
      for (int octets = length - 300; octets < 4 * length; octets++) {
        assertThat(SipCodec.fits(message, octets))
            .as("%s of %s", octets, length)
            .isEqualTo(length <= octets);
      }
    }
  }

  private static SipResponse anotherLike(SipResponse response, SipHeaders headers) {
    return new SipResponse(response.status(), response.reason(), headers, response.body());
  }

  private static final int HEAD_OCTETS = MESSAGE.indexOf("\r\n\r\n") + 4;

  private static final String MESSAGE_LIKE_ENCODED =
      """
      MESSAGE im:juliet@capulet.example SIP/2.0\r
      Via: SIP/2.0/UDP [2001:db8::9]:5062;branch=z9hG4bKa;rport\r
      Via: SIP/2.0/TCP first.example.com:4000;ttl=16;branch=z9hG4bKb\r
      From: "Roméo" <sip:romeo@montague.example>;tag=1\r
      To: <sip:juliet@capulet.example>\r
      Call-ID: 1\r
      CSeq: 2147483647 MESSAGE\r
      X-Own: kept; as="it is"\r
      Content-Type: message/cpim\r
      Content-Length: 3\r
      \r
      \0\r
      """;

  private static final String OK_LIKE_ENCODED =
      """
      SIP/2.0 202 \r
      Via: SIP/2.0/UDP a.example;branch=z9hG4bKa\r
      From: <sip:a@a.example>;tag=1\r
      To: <sip:b@b.example>;tag=2\r
      Call-ID: 1\r
      CSeq: 0 MESSAGE\r
      Content-Length: 0\r
      \r
      """;

  @Test
  void octetsBehindTheBodyOfADatagramAreDropped() { // §18.3
    assertThat(request(MESSAGE + "more").body()).isEqualTo(Octets.utf8("Watson, come here."));
  }

  @Test
  void withoutContentLengthTheBodyIsTheRestOfTheDatagram() { // §18.3
    String text = MESSAGE.replace("Content-Length: 18\r\n", "") + "\r\n";
    assertThat(request(text).body()).isEqualTo(Octets.utf8("Watson, come here.\r\n"));
  }

  @Test
  void aDatagramShorterThanItsContentLengthIsAnsweredBy400() { // §18.3
    SipInput.Malformed malformed = malformed(MESSAGE.substring(0, MESSAGE.length() - 1));
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.fatal()).isFalse();
    assertThat(malformed.cause().offset()).isEqualTo(MESSAGE.length() - 1);
    assertThat(SipResponse.to(malformed.answerable().orElseThrow(), 400, "Bad Request", "x").to())
        .isEqualTo(NameAddr.of("sip:user2@domain.com").withTag("x"));
  }

  @Test
  void aShortResponseIsNotAnswered() { // §18.3
    String text = OK.replace("Content-Length: 0", "Content-Length: 1");
    assertThat(malformed(text).answerable()).isEmpty();
  }

  @Test
  void everyPrefixOfADatagramIsMalformedAndNothingElse() {
    for (int cut = 1; cut < MESSAGE.length(); cut++) {
      assertThat(datagram(MESSAGE.substring(0, cut)))
          .as("cut at %d", cut)
          .isInstanceOf(SipInput.Malformed.class);
    }
  }

  @Test
  void lineEndsBeforeTheStartLineAreSkipped() { // §7.5
    assertThat(request("\r\n\r\n" + MESSAGE)).isEqualTo(request(MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n\r\n", "\0\0\0\0"})
  void aDatagramOfLineEndsOnlyKeepsANatOpen(String text) {
    assertThat(datagram(text)).isEqualTo(new SipInput.KeepAlive());
  }

  @Test
  void severalValuesInOneLineAreThoseOfSeveralLines() { // §7.3.1
    SipRequest request =
        request(
            with(
                "Max-Forwards: 70",
                """
                Max-Forwards: 70\r
                v: SIP/2.0/UDP a.example ;branch=z9hG4bK1 , SIP/2.0/TCP b.example\r
                Accept: text/plain, message/cpim;q="0,5"\r
                ROUTE: <sip:a.example;lr>,"a, b" <sip:b.example,x;lr>"""));
    assertThat(request.vias())
        .extracting(Via::host)
        .containsExactly("user1pc.domain.com", "a.example", "b.example");
    assertThat(request.headers().all("accept"))
        .containsExactly("text/plain", "message/cpim;q=\"0,5\"");
    assertThat(request.headers().all("Route"))
        .containsExactly("<sip:a.example;lr>", "\"a, b\" <sip:b.example,x;lr>");
  }

  @Test
  void commasOfSingleValuesAreKept() {
    SipRequest request =
        request(
            with(
                "Max-Forwards: 70",
                "Max-Forwards: 70\r\nSubject: a, b\r\nDate: Sat, 13 Nov 2010 23:29:00 GMT"));
    assertThat(request.headers().all("s")).containsExactly("a, b");
    assertThat(request.headers().all("Date")).hasSize(1);
  }

  @Test
  void compactFormsAreTheirLongNames() { // §7.3.3
    SipRequest request =
        request(
            MESSAGE
                .replace("Via:", "v:")
                .replace("From:", "f:")
                .replace("To:", "t:")
                .replace("Call-ID:", "i:")
                .replace("Content-Type:", "c:")
                .replace("Content-Length:", "l:"));
    assertThat(request).isEqualTo(request(MESSAGE));
  }

  @Test
  void leadingBlanksContinueALine() { // §7.3.1
    SipRequest request =
        request(with("To: sip:user2@domain.com", "To:\r\n \t\r\n\tsip:user2@domain.com \r\n  "));
    assertThat(request.headers().first("To")).contains("sip:user2@domain.com");
    assertThat(
            request(with("Max-Forwards: 70", "Subject: I know \r\n\t you're there"))
                .headers()
                .first("Subject"))
        .contains("I know you're there");
  }

  @Test
  void unknownHeadersStayAsTheyCameAndInOrder() {
    SipRequest request =
        request(with("Max-Forwards: 70", "x-b: 1, 2\r\nX-B:\r\nUnknown: ;;,,;;,;\r\nSubject:"));
    assertThat(request.headers().list())
        .contains(
            SipHeader.of("x-b", "1, 2"),
            SipHeader.of("X-B", ""),
            SipHeader.of("Unknown", ";;,,;;,;"),
            SipHeader.of("Subject", ""));
    assertThat(request.headers().all("X-b")).containsExactly("1, 2", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sips:a@b", "im:a@b", "pres:a@b", "tel:+358-555", "soap.beep://1"})
  void anyMethodAndAnySchemeIsRead(String uri) {
    String text =
        MESSAGE
            .replace("MESSAGE sip:user2@domain.com", "!x*~ " + uri)
            .replace("1 MESSAGE", "1 !x*~");
    assertThat(request(text).method()).isEqualTo("!x*~");
    assertThat(request(text).requestUri()).isEqualTo(uri);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Content-Length: 18           | Content-Length: ^-18
          Content-Length: 18           | Content-Length: 18 ^18
          Content-Length: 18           | Content-Length: ^99999999999999999999
          Content-Length: 18           | Content-Length:^
          CSeq: 1 MESSAGE              | CSeq: ^2147483648 MESSAGE
          CSeq: 1 MESSAGE              | CSeq: ^1 OPTIONS
          CSeq: 1 MESSAGE              | CSeq: 1^
          CSeq: 1 MESSAGE              | CSeq: ^-1 MESSAGE
          Max-Forwards: 70             | Max-Forwards: ^256
          Max-Forwards: 70             | Max-Forwards: ^many
          Max-Forwards: 70             | Max-Forwards: 7^,0
          Max-Forwards: 70             | ^Max Forwards: 70
          Max-Forwards: 70             | ^no header
          Max-Forwards: 70             | ^: nothing
          Max-Forwards: 70             | Via: SIP/2.0/UDP ^;branch=z9hG4bKx
          Max-Forwards: 70             | Via: ^SIPS/2.0/UDP a;branch=z9hG4bKx
          Max-Forwards: 70             | Via: SIP/^1.0/UDP a;branch=z9hG4bKx
          Max-Forwards: 70             | Via: SIP/2.0/UDP a:^70000;branch=z9hG4bKx
          Max-Forwards: 70             | Via: SIP/2.0/UDP a:^0
          Max-Forwards: 70             | Via: SIP/2.0/UDP [2001:db8::1^;branch=z9hG4bKx
          Max-Forwards: 70             | Via: SIP/2.0/UDP a;^=x
          Max-Forwards: 70             | Via: SIP/2.0/UDP a;branch=^
          To: sip:user2@domain.com     | To: ^"Mr. User <sip:user2@domain.com>
          To: sip:user2@domain.com     | To: <sip:user2@domain.com^
          To: sip:user2@domain.com     | To: "User" ^sip:user2@domain.com
          To: sip:user2@domain.com     | To: Mr^@User <sip:user2@domain.com>
          To: sip:user2@domain.com     | To: ^sip:user2@domain.com,sip:user3@x.com
          To: sip:user2@domain.com     | To: ^nobody
          To: sip:user2@domain.com     | To: <sip:a^ b@domain.com>
          To: sip:user2@domain.com     | To: <sip:user2@domain.com> ^tag=1
          Call-ID: asd88asd77a@1.2.3.4 | Call-ID: a^ b
          Max-Forwards: 70             | Via: SIP/2.0/UDP a;branch=z9hG4bKx, SIP/2.0/UDP ^;branch=z9hG4bKy
          Max-Forwards: 70             | v: SIP/2.0/UDP a ,\tSIP/2.0/UDP b, SIP/^9.0/UDP c, SIP/2.0/UDP d
          Max-Forwards: 70             | Via: SIP/2.0/UDP a, ^
          Max-Forwards: 70             | Via: SIP/2.0/UDP a;branch=z9hG4bKx;^Branch=z9hG4bKx
          To: sip:user2@domain.com     | To: <sip:user2@domain.com>;tag=1;^TAG=2
          To: sip:user2@domain.com     | To: "\u00fc\u20ac\uD83D\uDE00" ^sip:user2@domain.com
          To: sip:user2@domain.com     | To: "\u00fc" <sip:a^ b@domain.com>
          """)
  void aFaultIsPlacedAtItsOctetAndAnswered(String line, String faultWithCaret) {
    assertFaultAtCaret(with(line, faultWithCaret));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "To:\r\n <sip:a^ b@domain.com>",
        "To: \"A\r\n \t B\"\r\n\t\r\n  ^sip:a@domain.com",
        "To: \"\u00e9 \r\n \u20ac\"   ^x\r\n <sip:a@domain.com>",
        "To: <sip:user2@domain.com>\r\n ;tag=1 ;\r\n ^tag=2",
        "To: <sip:user2@domain.com>;x=1   \r\n   ^y",
        "To: ^\"A\r\n <sip:a@domain.com>"
      })
  void aFaultInAFoldedValueIsPlacedAtItsOctetToo(String faultWithCaret) {
    assertFaultAtCaret(with("To: sip:user2@domain.com", faultWithCaret));
  }

  private static void assertFaultAtCaret(String text) {
    SipInput.Malformed malformed = malformed(text.replace("^", ""));
    assertThat(malformed.cause().offset())
        .isEqualTo(Octets.utf8(text.substring(0, text.indexOf('^'))).length());
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.answerable()).isPresent();
  }

  @Test
  void octetsThatAreNotUtf8ArePlacedWhereTheyAre() {
    byte[] octets =
        Octets.utf8(with("To: sip:user2@domain.com", "To: \"\u00fc__\" <sip:a@b>")).toArray();
    int at = MESSAGE.indexOf("To: ") + 7;
    octets[at] = (byte) 0xC3;
    SipInput input = SipCodec.decodeDatagram(Octets.copyOf(octets), SipLimits.DEFAULT);
    assertThat(((SipInput.Malformed) input).cause().offset()).isEqualTo(at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: <sip:a@b.example>",
        "to: <sip:a@b.example>",
        "i: 2",
        "CSeq: 1 MESSAGE",
        "Max-Forwards: 70",
        "l: 18",
        "c: text/plain"
      })
  void aSecondHeaderWhereOneIsTheRuleIsMalformed(String second) {
    SipInput.Malformed malformed =
        malformed(with("Content-Length: 18", "Content-Length: 18\r\n" + second));
    assertThat(malformed.cause().expected()).startsWith("one ");
    assertThat(malformed.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq"})
  void withoutItsMandatoryHeadersARequestIsMalformedAndCannotBeAnswered(String name) {
    SipInput.Malformed malformed = malformed(MESSAGE.replace("\r\n" + name + ":", "\r\nX-Was:"));
    assertThat(malformed.cause().expected()).isEqualTo(name);
    assertThat(malformed.answerable()).isEmpty();
  }

  @Test
  void anAckIsNeverAnswered() { // §17.1.1.3
    String text = MESSAGE.replace("MESSAGE sip:user2@domain.com", "ACK sip:user2@domain.com");
    assertThat(malformed(text).answerable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MESSAGE sip:user2@domain.com SIP/7.0             | 505
          MESSAGE sip:user2@domain.com  SIP/2.0            | 400
          MESSAGE  sip:user2@domain.com SIP/2.0            | 400
          MESSAGE <sip:user2@domain.com> SIP/2.0           | 400
          MESSAGE sip:user2@domain.com; lr SIP/2.0         | 400
          MESSAGE sip:user2@domain.com HTTP/1.1            | 400
          MESSAGE sip:user2@domain.com                     | 400
          MESSAGE                                          | 400
          MESSAGE user2@domain.com SIP/2.0                 | 400
          MESSAGE sip: SIP/2.0                             | 400
          M(E)SSAGE sip:user2@domain.com SIP/2.0           | 400
          """)
  void aRequestWithABrokenStartLineIsStillAnswered(String line, int status) {
    SipInput.Malformed malformed = malformed(with("MESSAGE sip:user2@domain.com SIP/2.0", line));
    assertThat(malformed.status()).isEqualTo(status);
    assertThat(malformed.answerable()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0 4294967301 better not break the receiver",
        "SIP/2.0 20 OK",
        "SIP/2.0 099 Low",
        "SIP/2.0 700 High",
        "SIP/2.0 200OK",
        "SIP/3.0 200 OK",
        "SIP/2.0"
      })
  void aResponseWithABrokenStartLineIsDropped(String line) {
    assertThat(malformed(OK.replace("SIP/2.0 200 OK", line)).answerable()).isEmpty();
  }

  @Test
  void aReasonPhraseMayBeEmptyOrAnyText() {
    assertThat(response(OK.replace("200 OK", "200")).reason()).isEmpty();
    assertThat(response(OK.replace("200 OK", "200 ")).reason()).isEmpty();
    assertThat(response(OK.replace("200 OK", "200 = 2**3 * 5**2 \u043d\u043e")).reason())
        .isEqualTo("= 2**3 * 5**2 \u043d\u043e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\r\n", "\n\r"})
  void halfALineEndIsMalformed(String end) {
    assertThat(malformed(MESSAGE.replace("70\r\nFrom", "70" + end + "From")).cause().expected())
        .isEqualTo("CR and LF together");
  }

  @Test
  void headersAreStrictUtf8AndBodiesAreAnyOctets() throws MalformedException {
    byte[] octets = Octets.utf8(MESSAGE).toArray();
    octets[octets.length - 1] = (byte) 0xC3;
    SipMessage message = SipCodec.decode(Octets.copyOf(octets), SipLimits.DEFAULT);
    assertThat(message.body().at(17)).isEqualTo(0xC3);
    for (int at : List.of(10, 60, MESSAGE.indexOf("asd88"))) {
      byte[] broken = octets.clone();
      broken[at] = (byte) 0xC3;
      assertThatThrownBy(() -> SipCodec.decode(Octets.copyOf(broken), SipLimits.DEFAULT))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void everyLimitHoldsAndIsAnsweredBy513() {
    List<SipLimits> tight =
        List.of(
            new SipLimits(35, 8_192, 128, 32_768, 65_536),
            new SipLimits(2_048, 58, 128, 32_768, 65_536),
            new SipLimits(2_048, 8_192, 6, 32_768, 65_536),
            new SipLimits(2_048, 8_192, 128, HEAD_OCTETS - 1, 65_536),
            new SipLimits(2_048, 8_192, 128, 32_768, 17));
    List<SipLimits> enough =
        List.of(
            new SipLimits(36, 8_192, 128, 32_768, 65_536),
            new SipLimits(2_048, 59, 128, 32_768, 65_536),
            new SipLimits(2_048, 8_192, 7, 32_768, 65_536),
            new SipLimits(2_048, 8_192, 128, HEAD_OCTETS, 65_536),
            new SipLimits(2_048, 8_192, 128, 32_768, 18));
    List<SipInput> found = new ArrayList<>();
    for (SipLimits limits : tight) {
      found.add(SipCodec.decodeDatagram(Octets.utf8(MESSAGE), limits));
    }
    assertThat(found)
        .allSatisfy(
            input ->
                assertThat(((SipInput.Malformed) input).status()).as("%s", input).isEqualTo(513));
    for (SipLimits limits : enough) {
      assertThat(SipCodec.decodeDatagram(Octets.utf8(MESSAGE), limits))
          .isInstanceOf(SipInput.Message.class);
    }
  }
}

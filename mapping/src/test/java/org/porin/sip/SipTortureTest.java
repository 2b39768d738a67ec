package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.sip.SipExamples.malformed;
import static org.porin.sip.SipExamples.message;
import static org.porin.sip.SipExamples.request;
import static org.porin.sip.SipExamples.response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Messages of the kinds that RFC 4475 collects, in our own words. */
class SipTortureTest {
  private static final String WEIRD =
      """
      OPTIONS sip:vera@chair.example;unknown-parameter=%20x SIP/2.0\r
      TO :\r
       sip:vera@chair.example ;   tag    = 1918n\r
      from   : "W \\\\\\"  E"       <sip:wes@desk.example>\r
        ;\r
        tag = 98asjd8\r
      MaX-fOrWaRdS: 0068\r
      Call-ID: weird.0ha0isndaksdj@192.0.2.1\r
      cseq: 0009\r
        OPTIONS\r
      Via  : SIP  /   2.0\r
       /UDP\r
          192.0.2.2;branch=390skdjuw\r
      s :\r
      NewFangled:   new\r
       continued\r
      Unusual: ;;,,;;,;\r
      Content-Type: text/plain\r
      Route:\r
       <sip:services.example;lr;with=value;no-value>\r
      v:  SIP  / 2.0  / TCP     spindle.example   ;\r
        branch  =   z9hG4bK9ikj8  ,\r
       SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r
       z9hG4bK30239\r
      m:"Quoted \\"\\"" <sip:wes@desk.example> ; new =\r
            value ;\r
        second ; q = 0.33\r
      l: 4\r
      \r
      \r
       :""";

  @Test
  void blanksFoldsAndCasesOfEveryKindAreRead() throws MalformedException {
    SipRequest request = request(WEIRD);
    assertThat(request.to()).hasToString("<sip:vera@chair.example>;tag=1918n");
    assertThat(request.from().displayName()).contains("W \\\"  E");
    assertThat(request.from().tag()).contains("98asjd8");
    assertThat(request.maxForwards()).hasValue(68);
    assertThat(request.cseq()).isEqualTo(new CSeq(9, "OPTIONS"));
    assertThat(request.vias())
        .extracting(Via::toString)
        .containsExactly(
            "SIP/2.0/UDP 192.0.2.2;branch=390skdjuw",
            "SIP/2.0/TCP spindle.example;branch=z9hG4bK9ikj8",
            "SIP/2.0/UDP 192.168.255.111;branch=z9hG4bK30239");
    assertThat(request.headers().first("Subject")).contains("");
    assertThat(request.headers().first("newfangled")).contains("new continued");
    assertThat(request.headers().first("Unusual")).contains(";;,,;;,;");
    assertThat(request.headers().first("Route"))
        .contains("<sip:services.example;lr;with=value;no-value>");
    assertThat(NameAddr.parse(request.headers().first("Contact").orElseThrow()).displayName())
        .contains("Quoted \"\"");
    assertThat(request.body()).isEqualTo(Octets.utf8("\r\n :"));
  }

  @Test
  void whatWasReadOfItIsWhatIsWritten() throws MalformedException {
    SipMessage first = message(WEIRD);
    assertThat(SipCodec.decode(SipCodec.encode(first), SipLimits.DEFAULT)).isEqualTo(first);
  }

  @Test
  void everyCharThatTheGrammarAllowsIsAllowed() {
    String method = "!interesting-Method0123456789_*+`.%indeed'~";
    String uri = "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1@example.com";
    SipRequest request =
        request(
            """
            %1$s %2$s SIP/2.0\r
            Via: SIP/2.0/TCP host1.example;branch=z9hG4bK-.!%%66*_+`'~\r
            To: "BEL:\\\u0007 NUL:\\\0 DEL:\\\u007F" <%2$s>\r
            From: token1~` token2'+_ token3*%%!.- <sip:m~@example.com>;fromParam''~+*_!.-%%="\u00e9"\r
            Call-ID: intmeth.word%%ZK-!.*_+'@word`~)(><:\\/"][?}{\r
            CSeq: 139122385 %1$s\r
            extensionHeader-!.%%*+_`'~: \ufeff\u5927\u505c\u96fb\r
            Content-Length: 0\r
            \r
            """
                .formatted(method, uri));
    assertThat(request.method()).isEqualTo(method);
    assertThat(request.requestUri()).isEqualTo(uri);
    assertThat(request.to().uri()).isEqualTo(uri);
    assertThat(request.to().displayName()).contains("BEL:\uFFFD NUL:\uFFFD DEL:\uFFFD");
    assertThat(request.callId()).isEqualTo("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
    assertThat(SipResponse.to(request, 405, "Method Not Allowed", "t").headers().first("To"))
        .contains("\"BEL:\\\u0007 NUL:\\\0 DEL:\\\u007F\" <" + uri + ">;tag=t");
  }

  @Test
  void escapesInUrisStayAsTheyCame() {
    String uri = "sip:%73%69%70%3Auser%00@example.com;lr%20x";
    assertThat(request(SipExamples.MESSAGE.replace("sip:user2@domain.com", uri)).requestUri())
        .isEqualTo(uri);
  }

  @Test
  void longValuesWithinTheLimitsAreRead() {
    String longToken = "x".repeat(2_000);
    SipRequest request =
        request(
            SipExamples.MESSAGE
                .replace("49583", longToken)
                .replace("asd88asd77a", longToken)
                .replace("776sgdkse", longToken)
                .replace("Max-Forwards: 70", longToken + ": " + longToken));
    assertThat(request.from().tag()).contains(longToken);
    assertThat(request.headers().first(longToken)).contains(longToken);
  }

  @Test
  void aDatagramMayHoldASecondMessageThatIsNotRead() { // dblreq
    assertThat(request(SipExamples.MESSAGE + SipExamples.MESSAGE))
        .isEqualTo(request(SipExamples.MESSAGE));
  }

  @Test
  void bodiesThatLookLikeMessagesAreBodies() {
    String inner = SipExamples.MESSAGE;
    String outer =
        SipExamples.MESSAGE
            .replace("Content-Length: 18", "Content-Length: " + inner.length())
            .replace("Watson, come here.", inner);
    assertThat(request(outer).body()).isEqualTo(Octets.utf8(inner));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "To: \"Mr. J. User <sip:j.user@example.com>",
        "To: Watson, Thomas <sip:t.watson@example.org>",
        "To: <sip:user@example.com>;tag=\"open",
        "To: sip:user@example.com?Route=%3Csip:example.com%3E",
        "To: <sip:user @example.com>",
        "To:",
        "To: <>",
        "To: ;tag=1",
        "Via: SIP/2.0/UDP 192.0.2.1,,",
        "Via:",
        "CSeq: 36893488147419103232 MESSAGE",
        "CSeq: 8 \u00e9",
        "Max-Forwards: 300",
        "Content-Length: -999"
      })
  void whatCannotBeReadForSureIsAnsweredBy400(String line) {
    String name = line.substring(0, line.indexOf(':'));
    String text =
        SipExamples.MESSAGE.replaceFirst("\r\n" + name + ":.*\r\n", "\r\n" + line + "\r\n");
    SipInput.Malformed malformed = malformed(text);
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.answerable().isPresent()).isEqualTo(!line.equals("Via:"));
  }

  @Test
  void anAnswerToABrokenAddressRepeatsItWithoutATag() {
    SipInput.Malformed malformed =
        malformed(SipExamples.with("To: sip:user2@domain.com", "To: \"J <sip:user2@domain.com>"));
    SipResponse answer = SipResponse.to(malformed.answerable().orElseThrow(), 400, "No", "t");
    assertThat(answer.headers().first("To")).contains("\"J <sip:user2@domain.com>");
  }

  @Test
  void anUnusualReasonPhraseIsRead() {
    String phrase = "= 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e \"unbalanced";
    assertThat(response(SipExamples.OK.replace("200 OK", "200 " + phrase)).reason())
        .isEqualTo(phrase);
  }

  @Test
  void aUserMayHaveSemicolonsAndAtSignsInEscapes() throws MalformedException { // semiuri
    SipRequest request =
        request(
            SipExamples.MESSAGE.replace(
                "MESSAGE sip:user2@domain.com",
                "MESSAGE sip:user;par=u%40example.net@example.com"));
    assertThat(request.sipUri().orElseThrow().user()).contains("user;par=u@example.net");
    assertThat(request.sipUri().orElseThrow().host()).isEqualTo("example.com");
  }

  @Test
  void anyTransportMayStandInAVia() { // transports
    SipRequest request =
        request(
            SipExamples.with(
                "Max-Forwards: 70",
                """
                Via: SIP/2.0/SCTP t1.example;branch=z9hG4bKj1\r
                Via: SIP/2.0/TLS t2.example;branch=z9hG4bKj2\r
                Via: SIP/2.0/UNKNOWN t3.example;branch=z9hG4bKj3"""));
    assertThat(request.vias())
        .extracting(Via::transport)
        .containsExactly("TCP", "SCTP", "TLS", "UNKNOWN");
  }

  @Test
  void aClientBefore2002IsUnderstood() { // inv2543: no branch, no tag, no Max-Forwards
    SipRequest request =
        request(
            """
            MESSAGE sip:UserB@example.com SIP/2.0\r
            Via: SIP/2.0/UDP iftgw.example.com\r
            From: <sip:+13035551111@ift.client.example.net;user=phone>\r
            To: sip:+16505552222@ss1.example.net;user=phone\r
            Call-ID: inv2543.1717@ift.client.example.com\r
            CSeq: 56 MESSAGE\r
            \r
            """);
    assertThat(request.maxForwards()).isEmpty();
    assertThat(request.from().tag()).isEmpty();
    assertThat(request.to().uri()).isEqualTo("sip:+16505552222@ss1.example.net");
    assertThat(TransactionKey.ServerKey.of(request).branch()).contains(request.callId());
  }

  @Test
  void aBranchThatIsOnlyTheCookieNamesNoTransaction() { // badbranch
    SipRequest first = request(SipExamples.MESSAGE.replace("z9hG4bK776sgdkse", "z9hG4bK"));
    SipRequest second =
        request(
            SipExamples.MESSAGE
                .replace("z9hG4bK776sgdkse", "z9hG4bK")
                .replace("asd88asd77a", "another"));
    assertThat(TransactionKey.ServerKey.of(first))
        .isNotEqualTo(TransactionKey.ServerKey.of(second));
  }

  @Test
  void numbersOfAResponseThatAreTooLargeDoNotWrap() { // scalarlg
    assertThat(
            malformed(SipExamples.OK.replace("CSeq: 1 ", "CSeq: 9292394834772304023312 "))
                .answerable())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MESSAGE sip:user2@domain.com SIP/2.0  ", // trws
        "MESSAGE sip:user2@domain.com SIP/2.0\t",
        "MESSAGE\tsip:user2@domain.com SIP/2.0",
        "MESSAGE sip:user2@domain.com SIP/2.0.0",
        "MESSAGE sip:user2@domain.com SIP/2",
        "MESSAGE sip:user2@domain.com SIP/2.0 SIP/2.0",
        "message\u0000 sip:user2@domain.com SIP/2.0"
      })
  void aRequestLineHasThreeWordsAndSingleSpaces(String line) {
    assertThat(malformed(SipExamples.with("MESSAGE sip:user2@domain.com SIP/2.0", line)).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Via: SIP/2.0/UDP 192.0.2.15;;,;,,", // badinv01
        "To: \"Joe\" <sip:joe@example.org>;;;;",
        "To: \"Watson, Thomas\" < t.watson@example.org >", // badaspec
        "From: Bell, Alexander <sip:a.g.bell@example.com>;tag=43", // baddn
        "From: <sip:a@b>;tag=1;tag=2"
      })
  void separatorsWithNothingBetweenAreRefused(String line) {
    String name = line.substring(0, line.indexOf(':'));
    String text =
        SipExamples.MESSAGE.replaceFirst(
            "\r\n" + name + ":.*\r\n",
            java.util.regex.Matcher.quoteReplacement("\r\n" + line + "\r\n"));
    assertThat(malformed(text).status()).isEqualTo(400);
  }

  @Test
  void headersThatMeanNothingHereMayBeOfAnyForm() throws MalformedException { // baddate, regbadct
    SipRequest request =
        request(
            SipExamples.with(
                "Max-Forwards: 70",
                "Date: Fri, 01 Jan 2010 16:00:00 EST\r\nContact: sip:u@e.com?Route=%3Csip:s.com%3E\r\n"
                    + "Authorization: NoOneKnowsThisScheme opaque-data=here\r\n"
                    + "Expires: 1000000000000000000000\r\nWarning: 1812 overture \"In Progress\""));
    assertThat(request.headers().first("Authorization"))
        .contains("NoOneKnowsThisScheme opaque-data=here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // RFC 5118 §4.1, §4.5, §4.6: references in brackets, received with and without them
        "SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111",
        "SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3",
        "SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19",
        "SIP/2.0/TCP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111"
      })
  void anAddressOfVersion6StandsInAVia(String via) {
    SipRequest request =
        request(SipExamples.MESSAGE.replaceFirst("SIP/2.0/TCP user1pc[^\r]*", via));
    assertThat(request.topVia().host()).startsWith("[").endsWith("]");
    assertThat(SipResponse.to(request, 200, "OK", "t").headers().first("Via")).contains(via);
    assertThat(request.receivedFrom("2001:db8::5", 9).topVia().answerHost())
        .isEqualTo("2001:db8::5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip:2001:db8::10", "sip:a@[2001:db8::10", "sip:a@2001:db8::10]:5070"})
  void withoutItsBracketsItIsNoHost(String uri) { // RFC 5118 §4.2
    SipRequest request =
        request(SipExamples.MESSAGE.replace("sip:user2@domain.com SIP", uri + " SIP"));
    assertThat(request.sipUri()).isEmpty();
  }

  @Test
  void aPortInsideTheBracketsIsPartOfTheAddress() throws MalformedException { // RFC 5118 §4.3
    SipRequest request =
        request(
            SipExamples.MESSAGE.replace("sip:user2@domain.com SIP", "sip:[2001:db8::10:5070] SIP"));
    assertThat(request.sipUri().orElseThrow().host()).isEqualTo("[2001:db8::10:5070]");
    assertThat(request.sipUri().orElseThrow().port()).isEmpty();
  }
}

package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.passport.Tokens.MESSAGE;
import static org.porin.passport.Tokens.X5U;
import static org.porin.passport.Tokens.passport;
import static org.porin.passport.Tokens.signed;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.sip.SipCodec;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The SIP header Identity (RFC 8224 §4). */
class IdentityTest {
  private static final SignedPassport TS = signed(MESSAGE);
  private static final SignedPassport TN =
      signed(Scope.request("SUBSCRIBE", ClaimDigest.of(Octets.EMPTY)));
  private static final String INFO = ";info=<" + X5U + ">";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";info=<%s>;alg=ES256;ppt=msg",
        ";info=<%s>;ppt=msg",
        ";ppt=msg;alg=ES256;info=<%s>",
        " ; info = <%s> ; alg = ES256 ;\tppt = msg",
        ";info=<%s>;alg=\"ES256\";ppt=\"msg\"",
        ";INFO=<%s>;Alg=ES256;PPT=msg",
        ";x;info=<%s>;y=z;ppt=msg;w=\"a;ppt=div,\\\"<>\";v=[::1]",
      })
  @Requirement({"8224-4-1", "8224-4-3", "8224-4.1-2", "8224-4.1-4", "8224-9-1"})
  void parametersAreReadInAnyOrderAndSpelling(String parameters) throws MalformedException {
    Identity identity = Identity.parse(TS.token() + parameters.formatted(X5U));

    assertThat(identity.token()).isEqualTo(TS.token());
    assertThat(identity.info()).isEqualTo(X5U);
    assertThat(identity.ppt()).contains("msg");
    assertThat(identity.kind()).contains(TokenKind.MESSAGE);
    assertThat(identity.open()).isEqualTo(TS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        ";alg=ES256;ppt=msg",
        ";info",
        ";info=",
        ";info=<>",
        ";info=https://a.example/",
        ";info=\"https://a.example/\"",
        ";info=<a.example>",
        ";info=<https://a.example/",
        ";info=<https://a.example/>;",
        ";info=<https://a.example/>x",
        ";info=<https://a.example/>;ppt",
        ";info=<https://a.example/>;ppt=",
        ";info=<https://a.example/>;ppt=\"\"",
        ";info=<https://a.example/>;ppt=\"msg",
        ";info=<https://a.example/>;alg=<ES256>",
        ";info=<https://a.example/>;x=\"",
        ";info=<https://a.example/>;x=\"\\",
        ";info=<https://a.example/>;=x",
        ";info=<https://a.example/>,",
        ";info=<https://a.example/>\r\nX: y",
        ";info=<https://a.example/\u00e9>",
        ",;info=<https://a.example/>",
        "<>;info=<https://a.example/>",
      })
  @Requirement({"8224-4-1", "8224-4-3", "8224-9-1"})
  void whatIsNoIdentityIsRefused(String rest) {
    assertRefused(TS.token() + rest);
    assertRefused(rest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"info=<https://a.example/>", "alg=ES256", "ppt=msg", "PPT=div"})
  void noParameterComesTwice(String again) {
    assertRefused(TS.token() + INFO + ";alg=ES256;ppt=msg;" + again);
  }

  @Test
  @Requirement({"8224-4-2", "8224-4.1.1-1"})
  void bothAlphabetsOfBase64AreReadAndOneIsWritten() throws MalformedException {
    assertThat(Identity.parse("AZaz09-_/+=.." + INFO).token()).isEqualTo("AZaz09-_/+=..");
    assertThat(Identity.of(TS).token()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  }

  @Test
  @Requirement("8224-4.1-2")
  void theAlgorithmIsThatOfTheTokenAndEs256WithoutAWord() throws MalformedException {
    assertThat(Identity.parse(TN.token() + INFO).open()).isEqualTo(TN);
    for (String alg : List.of("none", "ES384", "es256", "RS256")) {
      Identity identity = Identity.parse(TN.token() + INFO + ";alg=" + alg);
      assertNotOpened(identity, "alg ES256");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://keys.a.example/p/2025-11.CER",
        "HTTPS://keys.a.example/p/2025-11.cer",
        "https://keys.a.example:443/p/2025-11.cer",
        "https://keys.a.example/p/%32025-11.cer",
        "https://keys.a.example/p/2025-11.cer#",
        "https://keys.b.example/p/2025-11.cer",
      })
  @Requirement("8224-4.1-3")
  void infoIsTheX5uByTheLetter(String info) throws MalformedException {
    assertNotOpened(Identity.parse(TN.token() + ";info=<" + info + ">"), "info as x5u");
  }

  @Test
  @Requirement("8224-4.1-4")
  void thePptIsThatOfTheToken() throws MalformedException {
    assertNotOpened(Identity.parse(TS.token() + INFO), "the ppt of the token");
    assertNotOpened(Identity.parse(TS.token() + INFO + ";ppt=div"), "the ppt of the token");
    assertNotOpened(Identity.parse(TS.token() + INFO + ";ppt=MSG"), "the ppt of the token");
    assertNotOpened(Identity.parse(TN.token() + INFO + ";ppt=msg"), "the ppt of the token");
  }

  @Test
  @Requirement("8224-9-1")
  void aTokenOfAnUnknownPptIsKnownWithoutLookingIntoIt() throws MalformedException {
    assertThat(Identity.parse("..AAAA" + INFO + ";ppt=rph").kind()).isEmpty();
    assertThat(Identity.parse("..AAAA" + INFO).kind()).contains(TokenKind.BASE);
  }

  @Test
  @Requirement({"8946-4.1-4", "8946-3-1"})
  void aDivTokenIsMarkedAsOne() throws MalformedException {
    SignedPassport div = signed(new Scope.Diversion(Tokens.uri("sip:nurse@a.example")));

    assertThat(Identity.of(div).toString()).endsWith(";alg=ES256;ppt=div");
    assertThat(Identity.parse(div.token() + INFO + ";ppt=\"div\"").open()).isEqualTo(div);
    assertNotOpened(Identity.parse(div.token() + INFO), "the ppt of the token");
  }

  @Test
  @Requirement({"8224-4.1.1-1", "8225-7-1", "8225-8.1-4"})
  void theCompactFormSignalsItsPptInTheHeader() throws MalformedException {
    String compact = ".." + TS.token().substring(TS.token().lastIndexOf('.') + 1);
    Identity identity = Identity.parse(compact + INFO + ";ppt=msg");

    assertThat(identity.isCompact()).isTrue();
    assertThat(identity.kind()).contains(TokenKind.MESSAGE);
    assertThat(identity.open(passport(MESSAGE))).isEqualTo(TS);
    assertNotOpened(identity, "full form");
    assertThatThrownBy(() -> identity.open(TN.passport())).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Identity.of(TS).open(passport(MESSAGE)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  @Requirement({"8224-4-5", "8224-4-4"})
  void linesCommasAndTheCompactNameAreAllTheSame() throws MalformedException {
    String one = Identity.of(TS).toString();
    String two = Identity.of(TN) + ";x=\"a,b\"";
    String request =
        """
        MESSAGE sip:romeo@c.example SIP/2.0
        Via: SIP/2.0/TCP a.example;branch=z9hG4bK1
        From: <sip:juliet@a.example>;tag=1
        To: <sip:romeo@c.example>
        Call-ID: 1
        CSeq: 1 MESSAGE
        Identity: %s,
         %s
        y: %s
        identity: %s
        n: <https://a.example/>
        Identity-Info: <https://a.example/>
        Content-Length: 0

        """
            .formatted(one, two, one, two)
            .replace("\n", "\r\n");
    SipMessage message =
        SipCodec.decode(Octets.utf8(request), new SipLimits(2_048, 8_192, 128, 65_536, 0));

    List<Identity> identities = Identity.of(message.headers());
    assertThat(identities).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(identities.get(i).open()).isEqualTo(i % 2 == 0 ? TS : TN);
    }
  }

  @Test
  @Requirement("8224-9-4")
  void aRequestMayHaveNoneOrEight() throws MalformedException {
    assertThat(Identity.of(SipHeaders.EMPTY)).isEmpty();
    assertThat(Identity.of(headers(8, Identity.of(TS).toString()))).hasSize(8);
    assertThatThrownBy(() -> Identity.of(headers(9, Identity.of(TS).toString())))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Identity.of(headers(4, "a".repeat(8_200) + INFO)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void theLengthIsBounded() {
    assertRefused("a".repeat(1 << 20) + INFO);
    assertRefused(TS.token() + INFO + ";a".repeat(16));
  }

  @Test
  void nothingButAnIdentityCanBeMade() {
    String token = TS.token();
    Optional<String> none = Optional.empty();

    assertNotMade(() -> new Identity(token + "\r\nX: y", X5U, none, none));
    assertNotMade(() -> new Identity(token + ";ppt=x", X5U, none, none));
    assertNotMade(() -> new Identity(token, X5U + ">;ppt=x", none, none));
    assertNotMade(() -> new Identity(token, X5U, Optional.of("ES256;ppt=x"), none));
    assertNotMade(() -> new Identity(token, X5U, none, Optional.of("x\r\n")));
    assertNotMade(() -> new Identity("", X5U, none, Optional.of("")));
  }

  private static void assertNotMade(ThrowingCallable maker) {
    assertThatThrownBy(maker).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws MalformedException {
    for (SignedPassport token : List.of(TS, TN)) {
      Identity identity = Identity.of(token);

      assertThat(Identity.parse(identity.toString())).isEqualTo(identity);
      assertThat(identity.isCompact()).isFalse();
    }
    assertThat(Identity.of(TN).ppt()).isEqualTo(Optional.empty());
  }

  private static SipHeaders headers(int count, String value) {
    SipHeaders headers = SipHeaders.EMPTY;
    for (int i = 0; i < count; i++) {
      headers = headers.with("Identity", value);
    }
    return headers;
  }

  private static void assertNotOpened(Identity identity, String expected) {
    assertThatThrownBy(identity::open)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(expected);
  }

  private static void assertRefused(String value) {
    assertThatThrownBy(() -> Identity.parse(value))
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.offset()).isBetween(0, value.length()));
  }
}

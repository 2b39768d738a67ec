package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever looks usual, its parser takes: so that to look can stand for to parse. */
class UsualShapeTest {
  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings()
        .withChars("SIP/2.0UDTC aZ09.:;=<>\"@?,%-_[]*\\\t\u00e9")
        .ofMaxLength(40)
        .map(tail -> tail.length() % 3 == 0 ? "SIP/2.0/TCP a" + tail : "<sip:a@b" + tail);
  }

  @Property(tries = 20_000)
  void whatLooksUsualIsTakenByItsParser(@ForAll("values") String text) {
    if (UsualShape.isVia(text)) {
      assertThatCode(() -> Via.parse(text)).doesNotThrowAnyException();
    }
    if (UsualShape.isNameAddr(text)) {
      assertThatCode(() -> NameAddr.parse(text)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0/TCP bridge.capulet.example:5060;branch=z9hG4bK776asdhds;rport",
        "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1;received=192.0.2.2;rport=5061",
        "SIP/2.0/TLS a"
      })
  void aUsualViaIsOne(String text) throws Exception {
    assertThat(UsualShape.isVia(text)).isTrue();
    assertThat(Via.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0/TCP a:0",
        "SIP/2.0/TCP a:65536",
        "SIP/2.0/TCP [::1]",
        "SIP / 2.0 / UDP a",
        "SIP/2.0/TCP a;b=",
        "SIP/2.0/TCP a;;b",
        "SIP/2.0/TCP a;branch=z9hG4bK1;Branch=z9hG4bK2",
        "SIP/2.0/TCP a ;b",
        "SIP/2.0/TCP ",
        "SIP/3.0/TCP a"
      })
  void whatTheParserMustJudgeIsNoUsualVia(String text) {
    assertThat(UsualShape.isVia(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "<sip:juliet@capulet.example>;tag=49583,true",
    "Juliet Capulet <sip:juliet@capulet.example>,true",
    "<sip:a@b>;x;y=z,true",
    "sip:a@b;tag=1,false",
    "<sip:a b@c>,false",
    "<sip:>,false",
    "<sip:a@b> ;tag=1,false",
    "<sip:a@b>x,false",
    "<sip:a@b>;tag=1;tag=2,false",
    "<sip:a@b,false"
  })
  void aUsualAddressStandsInBrackets(String text, boolean usual) {
    assertThat(UsualShape.isNameAddr(text)).isEqualTo(usual);
  }

  @ParameterizedTest
  @CsvSource({
    "1 MESSAGE,true", "999999999 MESSAGE,true", "9999999999 MESSAGE,false", "1  MESSAGE,false",
    "1 message,false", "MESSAGE,false", "1 XMESSAGE,false", "1MESSAGE,false"
  })
  void aUsualCSeqHasTheMethodOfTheRequest(String text, boolean usual) {
    assertThat(UsualShape.isCSeq(text, "MESSAGE")).isEqualTo(usual);
  }
}

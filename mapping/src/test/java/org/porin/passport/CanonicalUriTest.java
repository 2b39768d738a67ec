package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.passport.Tokens.number;
import static org.porin.passport.Tokens.uri;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.sip.NameAddr;
import org.porin.wire.MalformedException;

class CanonicalUriTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "sip:juliet@a.example, sip:juliet@a.example",
        "sip:juliet@a.example:5060, sip:juliet@a.example",
        "sip:juliet@a.example;gr=balcony, sip:juliet@a.example",
        "sip:juliet@a.example:5061;transport=tls?Subject=Hi, sip:juliet@a.example",
        "sip:juliet@a.example?Subject=Hi, sip:juliet@a.example",
        "sip:juliet:secret@a.example, sip:juliet@a.example",
        "sip:juliet:@a.example:5060, sip:juliet@a.example",
        "sip:a.example;lr, sip:a.example",
        "sip:juliet@[2001:DB8::1]:5060, sip:juliet@[2001:db8::1]",
        "sip:juliet@192.0.2.1:5060, sip:juliet@192.0.2.1",
        "im:juliet@a.example?Subject=Hi, im:juliet@a.example",
        "sip:a;b?c/d@a.example;x=y, sip:a;b?c/d@a.example",
      })
  @Requirement("8224-8.5-1")
  void whatIsNotUserAndHostIsLeftOut(String uri, String canonical) throws MalformedException {
    assertThat(CanonicalUri.parse(uri)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "SIP:Juliet@A.Example, sip:juliet@a.example",
    "SIPS:JULIET@A.EXAMPLE, sips:juliet@a.example",
    "Im:Juliet@A.Example, im:juliet@a.example",
    "PRES:Juliet@A.Example, pres:juliet@a.example",
    "sip:%4Auliet@a.example., sip:juliet@a.example",
  })
  @Requirement("8224-8.5-2")
  void schemeUserAndHostAreInLowerCase(String uri, String canonical) throws MalformedException {
    assertThat(CanonicalUri.parse(uri)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "sip:%6a%75liet@a.example, sip:juliet@a.example",
    "sip:j%2du%5f%7e%2E@a.example, sip:j-u_~.@a.example",
    "sip:a%20b@a.example, sip:a%20b@a.example",
    "sip:a%c3%a9b@a.example, sip:a%C3%A9b@a.example",
    "sip:a%2fb@a.example, sip:a%2Fb@a.example",
    "sip:a/b@a.example, sip:a/b@a.example",
    "sip:a%40b@a.example, sip:a%40b@a.example",
    "sip:a%3ab@a.example, sip:a%3Ab@a.example",
    "sip:a%2541b@a.example, sip:a%2541b@a.example",
  })
  @Requirement({"8224-8.5-3", "8224-8.5-4"})
  void onlyEscapesOfUnreservedCharactersAreUndone(String uri, String canonical)
      throws MalformedException {
    assertThat(CanonicalUri.parse(uri)).hasToString(canonical);
    assertThat(CanonicalUri.parse(uri.replace("sip:", "im:")))
        .hasToString(canonical.replace("sip:", "im:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "juliet@a.example",
        "sip:",
        "sip:@a.example",
        "sip::secret@a.example",
        "im:a.example",
        "xmpp:juliet@a.example",
        "mailto:juliet@a.example",
        "tel:+12155551212",
        "sip:juliet@a.example@c.example",
        "sip:juliet@",
        "sip:juliet@a.example:",
        "sip:juliet@a..b",
        "sip:juliet@a.example:0",
        "sip:juliet@a.example:70000",
        "sip:juliet@a.example/x",
        "sip:jul%4@a.example",
        "sip:jul%@a.example",
        "sip:jul%zz@a.example",
        "sip:jul iet@a.example",
        "sip:juliet@a.example>",
        "sip:juliet@a.example\r\nX: y",
        "sip:jul\u00efet@a.example",
        "sip:juliet@\u00e4.example",
        "sip:juliet@a_b.example",
        "sip:juliet@[2001:db8::1",
        "im:juliet@a.example:5060",
        "im:@a.example",
      })
  void whatHasNoCanonicalFormIsRefused(String uri) {
    assertThatThrownBy(() -> CanonicalUri.parse(uri))
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.offset()).isBetween(0, uri.length()));
  }

  @Test
  void theLengthIsBounded() throws MalformedException {
    String host = "@a.example";
    String most = "sip:" + "a".repeat(CanonicalUri.MAX_CHARS - 4 - host.length()) + host;

    assertThat(CanonicalUri.parse(most)).hasToString(most);
    assertThatThrownBy(() -> CanonicalUri.parse(most.replace("sip:", "sips:")))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void schemesAreNotComparedWhereTheMailboxIs() throws MalformedException {
    CanonicalUri sip = CanonicalUri.parse("sip:d'artagnan@a.example");
    CanonicalUri im = CanonicalUri.parse("im:d%27artagnan@A.example");

    assertThat(sip).isNotEqualTo(im);
    assertThat(sip.isMailboxOf(im)).isTrue();
    assertThat(im.isMailboxOf(sip)).isTrue();
    assertThat(sip.isMailboxOf(CanonicalUri.parse("im:dartagnan@a.example"))).isFalse();
    assertThat(sip.isMailboxOf(CanonicalUri.parse("im:d%27artagnan@b.example"))).isFalse();
    assertThat(
            CanonicalUri.parse("sip:a%2540@b.example")
                .isMailboxOf(CanonicalUri.parse("im:a%40@b.example")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "tel:+1-215-555-1212, 12155551212",
    "TEL:+1.215.555.1212;ext=7, 12155551212",
    "tel:+1(215)5551212, 12155551212",
    "'sip:+12155551212@a.example;user=phone', 12155551212",
    "'sips:+1-215-555-1212@a.example:5061;User=Phone', 12155551212",
    "'sip:+1-215-555-1212;ext=7@a.example;user=phone', 12155551212",
    "tel:911;phone-context=+1, 911",
    "tel:*69#;phone-context=a.example, *69#",
  })
  @Requirement({"8224-8.1-1", "8224-8.3-1", "8225-5.2.1.1-1"})
  void aMarkedNumberIsItsDigitsAndKeys(String uri, String number) throws MalformedException {
    assertThat(Identifier.of(uri)).isEqualTo(number(number));
  }

  @ParameterizedTest
  @CsvSource({
    "sip:12155551212@a.example, sip:12155551212@a.example",
    "sip:+12155551212@a.example, sip:+12155551212@a.example",
    "im:12155551212@a.example, im:12155551212@a.example",
    "'sip:12155551212@a.example;user=ip', sip:12155551212@a.example",
    "sip:user=phone@a.example, sip:user=phone@a.example",
  })
  @Requirement({"8224-8.1-1", "8224-8.1-2"})
  void digitsAloneAreNoTelephoneNumber(String uri, String canonical) throws MalformedException {
    assertThat(Identifier.of(uri)).isEqualTo(uri(canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "'sip:7042@a.example;user=phone', sip:7042@a.example",
    "'sip:juliet@a.example;user=phone', sip:juliet@a.example",
    "'sip:+0215551212@a.example;user=phone', sip:+0215551212@a.example",
    "'sip:+1234567890123456@a.example;user=phone', sip:+1234567890123456@a.example",
    "'sip:+12*5@a.example;user=phone', sip:+12*5@a.example",
    "'sip:+1juliet2@a.example;user=phone', sip:+1juliet2@a.example",
    "'sip:+1+2@a.example;user=phone', sip:+1+2@a.example",
    "'sip:a.example;user=phone', sip:a.example",
  })
  @Requirement({"8224-8.1-3", "8224-8.3-2"})
  void aUriWithoutANumberOfE164IsAUriAsAWhole(String uri, String canonical)
      throws MalformedException {
    assertThat(Identifier.of(uri)).isEqualTo(uri(canonical));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tel:", "tel:+", "tel:abc", "tel:;ext=7", "tel:+1-800-FLOWERS"})
  void aTelUriWithoutANumberIsRefused(String uri) {
    assertThatThrownBy(() -> Identifier.of(uri)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aTelUriIsBounded() {
    assertThatThrownBy(() -> Identifier.of("tel:+" + "1".repeat(100_000)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  @Requirement({"8224-4.1-5", "8224-4.1-6"})
  void fromAndToAreNamedByTheirAddressWithoutDisplayNameAndTag() throws MalformedException {
    String from = "\"sip:nurse@a.example\" <sip:Juliet@A.example;gr=x>;tag=49583";
    String phone = "<sip:+1-215-555-1212@a.example;user=phone>;tag=1";

    assertThat(Identifier.of(NameAddr.parse(from).uri())).isEqualTo(uri("sip:juliet@a.example"));
    assertThat(Identifier.of(NameAddr.parse(phone).uri())).isEqualTo(number("12155551212"));
  }

  @Test
  void whatATokenNamesIsComparedInCanonicalForm() throws MalformedException {
    Identifier written = uri("SIP:Juliet@a.example:5060");

    assertThat(written.canonical()).isEqualTo(uri("sip:juliet@a.example"));
    assertThat(written.isMailboxOf(uri("im:juliet@a.example"))).isTrue();
    assertThat(written.isMailboxOf(uri("im:romeo@a.example"))).isFalse();
    assertThat(written.isMailboxOf(number("12155551212"))).isFalse();
    assertThat(uri("tel:+1-215-555-1212").isMailboxOf(number("12155551212"))).isTrue();
    assertThat(uri("tel:+1-215-555-1212").isMailboxOf(uri("tel:+12155551212"))).isTrue();
    assertThatThrownBy(() -> uri("xmpp:juliet@a.example").canonical())
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aCanonicalUriCannotBeMadeOfParts() {
    assertThatThrownBy(() -> new CanonicalUri("sip", Optional.of("a@b"), "c.example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CanonicalUri("sip", Optional.of("a"), "c.example>\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CanonicalUri("tel", Optional.empty(), "c.example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CanonicalUri("sip", Optional.of(""), "c.example"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secureAndPlainSchemesAreTwo() throws MalformedException { // RFC 8224 §12.1
    assertThat(Identifier.of("sips:juliet@a.example"))
        .isNotEqualTo(Identifier.of("sip:juliet@a.example"));
    assertThat(CanonicalUri.parse("sips:juliet@a.example").user()).isEqualTo(Optional.of("juliet"));
  }
}

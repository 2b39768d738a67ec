package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.SipUri.Parameter;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class SipUriTest {
  @Test
  void allPartsOfAUriAreKept() throws MalformedException {
    SipUri uri =
        SipUri.parse("SIPS:J%40s0n@Atlanta.COM.:5061;transport=tcp;lr;x=%3B?Subject=a%20b&to=");
    assertThat(uri)
        .isEqualTo(
            new SipUri(
                true,
                Optional.of("J@s0n"),
                "atlanta.com",
                OptionalInt.of(5061),
                List.of(
                    new Parameter("transport", "tcp"),
                    new Parameter("lr", ""),
                    new Parameter("x", ";")),
                List.of(new Parameter("Subject", "a b"), new Parameter("to", ""))));
    assertThat(uri)
        .hasToString("sips:J%40s0n@atlanta.com:5061;transport=tcp;lr;x=%3B?Subject=a%20b&to=");
    assertThat(uri.parameter("TRANSPORT")).contains("tcp");
    assertThat(uri.parameter("lr")).contains("");
    assertThat(uri.parameter("maddr")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // RFC 3261 §19.1.3, those without a password
        "sip:alice@atlanta.com",
        "sips:alice@atlanta.com?subject=project%20x&priority=urgent",
        "sips:1212@gateway.com",
        "sip:alice@192.0.2.4",
        "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com",
        "sip:alice;day=tuesday@atlanta.com",
        "sip:+1-212-555-1212@gateway.com;user=phone",
        "sip:[2001:db8::1]:5060",
        "sip:alice@[2001:db8::c000:201];lr",
        "sip:o'malley@sip.example",
        "sip:foo@sip.example;gr=urn:uuid:f81d4fae-7dec-11d0",
        "sip:kamailio:5080"
      })
  void theUsualFormIsWrittenAsItWasRead(String text) throws MalformedException {
    assertThat(SipUri.parse(text)).hasToString(text);
  }

  @ParameterizedTest(name = "\"{0}\" at {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0",
        "im:alice@atlanta.com, 0",
        "sip:, 4",
        "sip:@atlanta.com, 4",
        "sip:alice@, 10",
        "sip:alice:secretword@atlanta.com, 9",
        "sip:al ice@atlanta.com, 6",
        "sip:al[ice@atlanta.com, 6",
        "sip:alice@atl%61nta.com, 13",
        "sip:alice@münchen.example, 11",
        "sip:alice@atlanta.com:, 22",
        "sip:alice@atlanta.com:0, 22",
        "sip:alice@atlanta.com:65536, 22",
        "sip:alice@atlanta.com:99999999999999999999, 22",
        "sip:alice@atlanta.com:5060x, 26",
        "sip:alice@atlanta.com;, 22",
        "sip:alice@atlanta.com;;lr, 22",
        "sip:alice@atlanta.com;x=, 24",
        "sip:alice@atlanta.com;lr;LR, 27",
        "sip:alice@atlanta.com;x=y=z, 25",
        "sip:alice@atlanta.com?, 22",
        "sip:alice@atlanta.com?x, 23",
        "sip:alice@atlanta.com?x=y&, 26",
        "sip:alice@atlanta.com?x=%0d%0aVia, 24",
        "sip:alice@atlanta.com;x=%00, 24",
        "sip:al%0aice@atlanta.com, 6",
        "sip:al%FFice@atlanta.com, 6",
        "sip:alice@[::1, 14",
        "sip:alice@[::1::], 10",
        "sip:alice@[1:2:3:4:5:6:7], 10",
        "sip:alice@[1:2:3:4:5:6:7:8:9], 10",
        "sip:alice@[::12345], 10",
        "sip:alice@[::ffff:1.2.3.256], 10",
        "sip:alice@[::1%25eth0], 10",
        "sip:alice@1.2.3.4.5, 10",
        "sip:alice@01.2.3.4, 10",
        "sip:alice@a_b.example, 11",
        "sip:alice@atlanta.com>, 21"
      })
  void whatTheGrammarLacksIsRefused(String text, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> SipUri.parse(text))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "[0:0:0:0:0:0:0:1], [::1]",
    "[::], [::]",
    "[2001:DB8:0:0:1:0:0:1], [2001:db8::1:0:0:1]",
    "[2001:db8:0:1:1:1:1:1], [2001:db8:0:1:1:1:1:1]",
    "[1::], [1::]",
    "[::ffff:192.0.2.1], [::ffff:c000:201]",
    "[1:2:3:4:5:6:7::], [1:2:3:4:5:6:7:0]"
  })
  void anIpv6AddressHasOneForm(String written, String canonical) throws MalformedException {
    assertThat(SipUri.parse("sip:" + written).host()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 3261 §19.1.4
    "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp",
    "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5",
    "sip:carol@chicago.com, sip:carol@chicago.com;security=on",
    "sip:carol@chicago.com;newparam=5, sip:carol@chicago.com;security=on",
    "sip:alice@atlanta.com?subject=project%20x&priority=urgent, "
        + "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
    "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com, "
        + "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"
  })
  void equivalentUrisAreTheSame(String one, String other) throws MalformedException {
    assertThat(SipUri.parse(one).sameAs(SipUri.parse(other))).isTrue();
    assertThat(SipUri.parse(other).sameAs(SipUri.parse(one))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:5060",
    "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp",
    "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting",
    "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off",
    "sip:carol@chicago.com, sips:carol@chicago.com",
    "sip:carol@chicago.com, sip:chicago.com",
    "sip:carol@chicago.com, sip:carol@chicago.com;maddr=192.0.2.1",
    "sip:carol@chicago.com, sip:carol@chicago.com;user=ip",
    "sip:a@b.c?x=1&x=2, sip:a@b.c?x=1&x=1"
  })
  void otherUrisAreNotTheSame(String one, String other) throws MalformedException {
    assertThat(SipUri.parse(one).sameAs(SipUri.parse(other))).isFalse();
    assertThat(SipUri.parse(other).sameAs(SipUri.parse(one))).isFalse();
  }

  @Test
  @Requirement("7247-6.4-1")
  void theInstantInboxHasTheUserAndTheDomainOnly() throws MalformedException {
    ImUri uri = SipUri.parse("sip:f%C3%BC@sip.example:5070;gr=bar?x=y").toIm();
    assertThat(uri).isEqualTo(new ImUri("fü", "sip.example"));
    assertThat(SipUri.of(uri)).hasToString("sip:f%C3%BC@sip.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip:sip.example", "sip:a@192.0.2.1", "sip:a@[::1]", "sip:a@kamailio"})
  void aUriWithoutUserOrDomainNamesNoInstantInbox(String text) throws MalformedException {
    SipUri uri = SipUri.parse(text);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(uri::toIm);
  }

  @Test
  void theConstructorRefusesWhatCouldBreakALine() {
    for (SipUriArguments bad :
        List.of(
            new SipUriArguments("a\r\n", "b.c", 1, "x"),
            new SipUriArguments("", "b.c", 1, "x"),
            new SipUriArguments("a", "b.c\r\n", 1, "x"),
            new SipUriArguments("a", "b.c", 0, "x"),
            new SipUriArguments("a", "b.c", 65_536, "x"),
            new SipUriArguments("a", "b.c", 1, "x\n"),
            new SipUriArguments("a", "b.c", 1, ""))) {
      assertThatIllegalArgumentException().isThrownBy(bad::toUri);
    }
  }

  private record SipUriArguments(String user, String host, int port, String parameter) {
    SipUri toUri() {
      return new SipUri(
          false,
          Optional.of(user),
          host,
          OptionalInt.of(port),
          List.of(new Parameter(parameter, "")),
          List.of());
    }
  }

  @Property(tries = 5_000)
  void whatWasReadIsWrittenAndReadAsTheSame(@ForAll("uris") String text) throws MalformedException {
    SipUri uri;
    try {
      uri = SipUri.parse(text);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
      return;
    }
    assertThat(uri.toString()).matches("[!-~&&[^<>\"\\\\]]+");
    assertThat(SipUri.parse(uri.toString())).isEqualTo(uri);
    assertThat(uri.sameAs(uri)).isTrue();
  }

  @Provide
  Arbitrary<String> uris() {
    Arbitrary<String> odd =
        Arbitraries.strings().withChars("aB1.-%402f;=?&:@[]/ \r\n<>\u00fc").ofMaxLength(16);
    return Arbitraries.oneOf(
        odd.map(text -> "sip:" + text),
        odd.map(text -> "sip:a@b.c;" + text),
        odd.map(text -> "sips:a@b.c?" + text),
        odd.map(text -> "sip:[" + text + "]"),
        Arbitraries.strings());
  }
}

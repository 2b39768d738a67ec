package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.sip.SipExamples.request;
import static org.porin.sip.SipExamples.with;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class HeaderValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          sip:a@b.example;tag=1                 | -            | sip:a@b.example        | 1
          <sip:a@b.example;transport=tcp>;tag=1 | -            | sip:a@b.example;transport=tcp | 1
          "A. G. Bell" <sip:a@b.example> ;tag=1 | A. G. Bell   | sip:a@b.example        | 1
          Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8 | Anonymous | sip:c8oqz84zk7z@privacy.org | hyh8
          The Operator<sip:op@b.example>        | The Operator | sip:op@b.example       | -
          "a \\"b\\" \\\\ <c>;d" <im:a@b>       | a "b" \\ <c>;d | im:a@b               | -
          "" <sip:a@b>                          | -            | sip:a@b                | -
          sip:a@b;tag=x=/y                      | -            | sip:a@b                | x=/y
          <tel:+1-201-555-0123>;TAG=Q           | -            | tel:+1-201-555-0123    | Q
          <sip:a@b?Subject=x,y>                 | -            | sip:a@b?Subject=x,y    | -
          """)
  void anAddressIsReadInAllItsForms(String text, String displayName, String uri, String tag)
      throws MalformedException {
    NameAddr address = NameAddr.parse(text);
    assertThat(address.displayName()).isEqualTo(Optional.ofNullable(displayName));
    assertThat(address.uri()).isEqualTo(uri);
    assertThat(address.tag()).isEqualTo(Optional.ofNullable(tag));
    assertThat(NameAddr.parse(address.toString())).isEqualTo(address);
  }

  @Test
  void anAddressThatWeWriteIsAlwaysInBrackets() { // §20.10
    NameAddr address = new NameAddr(Optional.of("a \"b\" \\"), "sip:a@b;x?y", List.of());
    assertThat(address.withTag("1").withTag("2"))
        .hasToString("\"a \\\"b\\\" \\\\\" <sip:a@b;x?y>;tag=2");
    assertThatIllegalArgumentException().isThrownBy(() -> NameAddr.of("sip:a>b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NameAddr(Optional.of("a\r\nb"), "sip:a", List.of()));
  }

  @Test
  void theUriOfAnAddressIsReadByItsScheme() throws MalformedException {
    assertThat(NameAddr.of("im:romeo@montague.example").imUri())
        .contains(ImUri.parse("im:romeo@montague.example"));
    assertThat(NameAddr.of("im:romeo@montague.example").sipUri()).isEmpty();
    assertThat(NameAddr.of("sips:romeo@montague.example").sipUri().orElseThrow().secure()).isTrue();
    assertThat(NameAddr.of("tel:+1").sipUri()).isEmpty();
    assertThat(request(SipExamples.MESSAGE).sipUri().orElseThrow().user()).contains("user2");
    assertThat(request(SipExamples.MESSAGE).imUri()).isEmpty();
  }

  @Test
  void aSequenceNumberIsLessThan2To31() throws MalformedException { // §8.1.1.5
    assertThat(CSeq.parse("2147483647 \t MESSAGE"))
        .isEqualTo(new CSeq(2_147_483_647L, "MESSAGE"))
        .hasToString("2147483647 MESSAGE");
    assertThat(CSeq.parse("0000000000000000000000000009 A").number()).isEqualTo(9);
    assertThatThrownBy(() -> CSeq.parse("18446744073709551617 A"))
        .isInstanceOf(MalformedException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> new CSeq(1L << 31, "A"));
  }

  @Test
  void aMediaTypeComparesWithoutCase() throws MalformedException {
    MediaType type = MediaType.parse("Message/CPIM ; Charset = \"UTF-8\";x=y");
    assertThat(type.essence()).isEqualTo("message/cpim");
    assertThat(type.parameter("charset")).contains("UTF-8");
    assertThat(type).hasToString("message/cpim;charset=UTF-8;x=y");
    assertThat(MediaType.parse("*/*").essence()).isEqualTo("*/*");
    for (String wrong : List.of("", "text", "text/", "/plain", "text/plain;", "a/b/c")) {
      assertThatThrownBy(() -> MediaType.parse(wrong)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void aDateIsInGmtToTheSecond() throws MalformedException { // §20.17
    Instant instant = Instant.parse("2010-11-13T23:29:00Z");
    assertThat(SipDate.parse("Sat, 13 Nov 2010 23:29:00 GMT")).isEqualTo(instant);
    assertThat(SipDate.format(instant.plusMillis(999))).isEqualTo("Sat, 13 Nov 2010 23:29:00 GMT");
    assertThat(request(with("Max-Forwards: 70", "date: Sat, 13 Nov 2010 23:29:00 GMT")).date())
        .contains(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fri, 01 Jan 2010 16:00:00 EST",
        "Sun, 13 Nov 2010 23:29:00 GMT",
        "Sat, 13 Nov 2010 25:29:00 GMT",
        "Sat, 31 Feb 2010 23:29:00 GMT",
        "Sat, 13 Nov 10 23:29:00 GMT",
        "Sat, 13 Nov 2010 23:29:00 +0000",
        ""
      })
  void whatIsNoSuchDateIsMalformed(String text) {
    assertThatThrownBy(() -> SipDate.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aTimeOfUseIsInSecondsBelow2To32() throws MalformedException { // §20.19
    assertThat(request(with("Max-Forwards: 70", "Expires: 4294967295")).expires())
        .hasValue(4_294_967_295L);
    assertThat(request(SipExamples.MESSAGE).expires()).isEmpty();
    for (String wrong : List.of("4294967296", "-1", "1.5", "soon", "")) {
      SipRequest request = request(with("Max-Forwards: 70", "Expires: " + wrong));
      assertThatThrownBy(request::expires).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  @Requirement("3261-20.22-1")
  void hopsAre0To255() {
    assertThat(request(with("Max-Forwards: 70", "Max-Forwards: 0")).maxForwards()).hasValue(0);
    assertThat(request(with("Max-Forwards: 70", "Max-Forwards: 255")).maxForwards()).hasValue(255);
    assertThat(request(with("Max-Forwards: 70", "Subject: x")).maxForwards()).isEmpty();
    assertThat(SipExamples.malformed(with("Max-Forwards: 70", "Max-Forwards: 256")).status())
        .isEqualTo(400);
  }
}

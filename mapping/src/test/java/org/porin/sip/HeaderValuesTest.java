package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.sip.SipExamples.request;
import static org.porin.sip.SipExamples.with;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
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

  @Property
  void aDateIsReadAsItWasWritten(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long seconds)
      throws MalformedException { // from year 1 to 9999
    String text = SipDate.format(Instant.ofEpochSecond(seconds));
    assertThat(text).hasSize(29);
    assertThat(SipDate.parse(text)).isEqualTo(Instant.ofEpochSecond(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fri, 01 Jan 2010 16:00:00 EST",
        "Sun, 13 Nov 2010 23:29:00 GMT",
        "Sat, 13 Nov 2010 25:29:00 GMT",
        "Sat, 31 Feb 2010 23:29:00 GMT",
        "Sun, 31 Feb 2010 23:29:00 GMT",
        "Sat, 13 Nov 2010 24:00:00 GMT",
        "Wed, 13 Nov -2010 23:29:00 GMT",
        "Sat, 13 Nov +12010 23:29:00 GMT",
        "Sat, 13 Nov \u0662\u0660\u0661\u0660 23:29:00 GMT",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # RFC 3261 §20.33
          18000;duration=3600                   | 18000      | 3600
          120 (I'm in a meeting)                | 120        | -
          5 ( a (b \\) ) c) ; x=y;Duration = 7 | 5          | 7
          0                                     | 0          | -
          949302838503028349304023988           | 2147483647 | -
          1;duration=18446744073709551616       | 1          | 2147483647
          """,
      nullValues = "-")
  void whenToComeAgainIsReadHoweverLargeItIs(String text, long after, Long duration)
      throws MalformedException {
    RetryAfter read = RetryAfter.parse(text);
    assertThat(read.after()).isEqualTo(Duration.ofSeconds(after));
    assertThat(read.duration()).isEqualTo(Optional.ofNullable(duration).map(Duration::ofSeconds));
    assertThat(RetryAfter.parse(read.toString())).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "soon",
        "1.5",
        "1 2",
        "1 (a",
        "1 (a\\",
        "1;duration=x",
        "1;duration=1 2"
      })
  void whatIsNoTimeToComeAgainIsMalformed(String text) {
    assertThatThrownBy(() -> RetryAfter.parse(text)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> RetryAfter.parse("1 " + "(".repeat(2_000) + ")".repeat(2_000)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void partsOfASecondAreWaitedForWhole() {
    assertThat(RetryAfter.of(Duration.ofMillis(4_001))).hasToString("5");
    assertThat(RetryAfter.of(Duration.ofSeconds(5))).hasToString("5");
    assertThat(RetryAfter.of(Duration.ofDays(36_500))).hasToString("2147483647");
    assertThatIllegalArgumentException().isThrownBy(() -> RetryAfter.of(Duration.ofSeconds(-1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          307 isi.edu "Session parameter 'foo' not understood" | 307 | isi.edu | Session parameter 'foo' not understood
          399 [2001:db8::1]:5060 "a \\"b\\" \\\\, c"           | 399 | [2001:db8::1]:5060 | a "b" \\, c
          399 porin \t ""                                      | 399 | porin   | ``
          """)
  void aWarningIsReadAndWritten(String text, int code, String agent, String words)
      throws MalformedException { // §20.43
    Warning warning = Warning.parse(text);
    assertThat(warning).isEqualTo(new Warning(code, agent, words));
    assertThat(Warning.parse(warning.toString())).isEqualTo(warning);
    assertThat(SipHeader.of("Warning", warning.toString()).value()).isEqualTo(warning.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "399",
        "39 a \"b\"",
        "0399 a \"b\"",
        "1812 overture \"In Progress\"", // as RFC 4475 has it
        "099 a \"b\"",
        "399a \"b\"",
        "399 a b",
        "399 a \"b",
        "399 a,b \"c\"",
        "399 a \"b\" c"
      })
  void whatIsNoWarningIsMalformed(String text) {
    assertThatThrownBy(() -> Warning.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aWarningBreaksNoLine() {
    for (String bad : List.of("a\r\nVia: b", "a\0", "\uD83D")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Warning(399, "porin", bad));
    }
    for (String bad : List.of("", "a b", "a\r\n", "a\"")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Warning(399, bad, "text"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/plain                                  | text/plain   | true
          text/plain                                  | message/cpim | false
          text/*                                      | text/plain   | true
          */*                                         | message/cpim | true
          */*, text/plain;q=0                         | text/plain   | false
          text/plain;q=0.001, */*;q=0                 | Text/Plain   | true
          text/*;q=0.0, text/plain;q=1.000            | text/plain   | true
          application/sdp;level=1, text/html          | text/plain   | false
          """)
  void theNarrowestRangeSaysWhetherATypeIsTaken(String accept, String type, boolean taken)
      throws MalformedException { // §20.1, RFC 2616 §14.1
    SipRequest request = request(with("Max-Forwards: 70", "accept: " + accept));
    assertThat(
            MediaRange.takes(
                MediaRange.accepted(request.headers()).orElseThrow(), MediaType.parse(type)))
        .isEqualTo(taken);
  }

  @Test
  void anEmptyAcceptIsForNothingAndNoneSaysNothing() throws MalformedException { // §20.1
    assertThat(MediaRange.accepted(request(with("Max-Forwards: 70", "Accept:")).headers()))
        .contains(List.of());
    assertThat(MediaRange.accepted(request(SipExamples.MESSAGE).headers())).isEmpty();
    for (String wrong : List.of("text/plain;q=2", "text/plain;q=1.1", "a/b;q=0.0001", "a/b;q=x")) {
      assertThatThrownBy(() -> MediaRange.parse(wrong)).isInstanceOf(MalformedException.class);
    }
    assertThat(MediaRange.parse("a/b;q=0.05").quality()).isEqualTo(50);
  }

  @Test
  void aTagOrBranchThatComesTwiceIsMalformed() { // §7.3.1
    for (String wrong : List.of("<sip:a@b>;tag=1;tag=1", "sip:a@b;TAG=1;x;tag=2")) {
      assertThatThrownBy(() -> NameAddr.parse(wrong)).isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> Via.parse("SIP/2.0/UDP a;branch=z9hG4bK1;rport;Branch=z9hG4bK2"))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aValueHasAtMost64Parameters() {
    StringBuilder many = new StringBuilder("<sip:a@b>");
    for (int i = 0; i < SipCursor.MAX_PARAMETERS; i++) {
      many.append(";p").append(i);
    }
    assertThatCode(() -> NameAddr.parse(many.toString())).doesNotThrowAnyException();
    assertThatThrownBy(() -> NameAddr.parse(many + ";q")).isInstanceOf(MalformedException.class);
  }

  @Test
  void aTabInADisplayNameIsNoControl() throws MalformedException { // qdtext has LWS
    assertThat(NameAddr.parse("\"a\tb\\\u0007\" <sip:a@b>").displayName()).contains("a\tb\uFFFD");
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

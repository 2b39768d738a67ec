package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

class SipHeadersTest {
  private static final SipHeaders HEADERS =
      SipHeaders.of("v", "a", "x-own", "1", "TO", "b", "VIA", "c", "X-Own", "2");

  @Test
  void namesCompareWithoutCaseAndCompactFormsAreTheSameName() { // §7.3.1, §7.3.3
    assertThat(HEADERS.all("Via")).containsExactly("a", "c");
    assertThat(HEADERS.all("V")).containsExactly("a", "c");
    assertThat(HEADERS.first("to")).contains("b");
    assertThat(HEADERS.all("X-OWN")).containsExactly("1", "2");
    assertThat(HEADERS.first("From")).isEmpty();
    assertThat(HEADERS.has("t")).isTrue();
  }

  @Test
  void knownNamesAreSpelledAsInTheStandardAndOthersStay() {
    assertThat(HEADERS.list())
        .extracting(SipHeader::name)
        .containsExactly("Via", "x-own", "To", "Via", "X-Own");
    assertThat(SipHeaders.of("cseq", "1 A", "call-id", "x", "www-authenticate", "y").list())
        .extracting(SipHeader::name)
        .containsExactly("CSeq", "Call-ID", "WWW-Authenticate");
  }

  @Test
  @Requirement("8224-4-5")
  void theCompactFormOfIdentityIsYAndNIsNone() {
    assertThat(SipHeaders.of("y", "a;info=<b>", "n", "c").list())
        .extracting(SipHeader::name)
        .containsExactly("Identity", "n");
  }

  @Test
  void changesGiveACopy() {
    assertThat(HEADERS.with("s", "d").list()).last().isEqualTo(SipHeader.of("Subject", "d"));
    assertThat(HEADERS.withOnTop("Via", "d").all("v")).containsExactly("d", "a", "c");
    assertThat(HEADERS.withFirst("Via", "d").all("v")).containsExactly("d", "c");
    assertThat(HEADERS.withFirst("From", "d").list()).last().isEqualTo(SipHeader.of("f", "d"));
    assertThat(HEADERS.without("x-OWN").list()).hasSize(3);
    assertThat(HEADERS.list()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nVia: b",
        "a\nb",
        "a\rb",
        "a\0b",
        "a\u0007b",
        "a\u007Fb",
        "\"a\r\nb\"",
        "\"a\\\r\nb\"",
        "\"a\\\nb\"",
        "\\\0",
        "half a pair \uD83D",
        "\uDE00 half a pair"
      })
  void nothingIsWrittenThatCouldBeginALine(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> SipHeaders.of("Subject", value));
    assertThatIllegalArgumentException().isThrownBy(() -> HEADERS.with("Subject", value));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SipResponse(200, value, SipHeaders.EMPTY, Octets.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "a\r\n", "\u00e9", "a\0"})
  void aHeaderNameIsAToken(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> SipHeaders.of(name, "value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "MESSAGE\r\n", "M/2"})
  void aMethodIsAToken(String method) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SipRequest(method, "sip:a", SipHeaders.EMPTY, Octets.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sip:", ":a", "1a:b", "sip:a b", "sip:a\r\n", "<sip:a>", "sip:\u00e9"})
  void aRequestUriHasASchemeAndNoBlanks(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SipRequest("MESSAGE", uri, SipHeaders.EMPTY, Octets.EMPTY));
  }

  @Test
  void contentLengthIsNoHeaderOfAMessageMadeHere() {
    SipHeaders headers = SipHeaders.of("l", "99", "Subject", "a");
    SipRequest request = new SipRequest("MESSAGE", "sip:a", headers, Octets.utf8("abc"));
    assertThat(request.headers()).isEqualTo(SipHeaders.of("Subject", "a"));
    assertThat(
            new String(SipCodec.encode(request).toArray(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("MESSAGE sip:a SIP/2.0\r\nSubject: a\r\nContent-Length: 3\r\n\r\nabc");
  }
}

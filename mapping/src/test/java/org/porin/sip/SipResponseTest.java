package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.porin.sip.SipExamples.request;
import static org.porin.sip.SipExamples.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.Octets;

class SipResponseTest {
  private static final SipRequest REQUEST =
      request(
          with(
              "Max-Forwards: 70",
              "Via: SIP/2.0/UDP second;branch=z9hG4bK2\r\nContact: <sip:c@c>\r\nSubject: x"));

  @Test
  void anAnswerRepeatsWhatNamesItsRequestAndNothingElse() { // §8.2.6.2
    SipResponse response = SipResponse.to(REQUEST, 200, "OK", "t1");
    assertThat(response.headers())
        .isEqualTo(
            SipHeaders.of(
                "Via", "SIP/2.0/TCP user1pc.domain.com;branch=z9hG4bK776sgdkse",
                "Via", "SIP/2.0/UDP second;branch=z9hG4bK2",
                "From", "sip:user1@domain.com;tag=49583",
                "To", "sip:user2@domain.com;tag=t1",
                "Call-ID", "asd88asd77a@1.2.3.4",
                "CSeq", "1 MESSAGE"));
    assertThat(response.body()).isEqualTo(Octets.EMPTY);
  }

  @Test
  void aTagThatIsThereStays() {
    SipRequest inDialog =
        REQUEST.withHeaders(REQUEST.headers().withFirst("To", "<sip:user2@domain.com>;tag=old"));
    assertThat(SipResponse.to(inDialog, 200, "OK", "new").to().tag()).contains("old");
  }

  @Test
  void tryingNeedsNoTag() {
    assertThat(SipResponse.to(REQUEST, 100, "Trying", "t1").to().tag()).isEmpty();
    assertThat(SipResponse.to(REQUEST, 180, "Ringing", "t1").to().tag()).contains("t1");
  }

  @Test
  void tryingAloneRepeatsTheTimestamp() { // §8.2.6.1
    SipRequest stamped = REQUEST.withHeaders(REQUEST.headers().with("Timestamp", "54.5"));
    assertThat(SipResponse.to(stamped, 100, "Trying", "t1").headers().all("Timestamp"))
        .containsExactly("54.5");
    assertThat(SipResponse.to(stamped, 200, "OK", "t1").headers().has("Timestamp")).isFalse();
  }

  @Test
  void theAnswerGoesToWhereTheRequestCameFrom() { // RFC 3261 §18.2.1, RFC 3581 §4
    SipRequest asking =
        REQUEST.withHeaders(
            REQUEST.headers().withFirst("Via", "SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z9hG4bKk"));
    SipResponse response = SipResponse.to(asking.receivedFrom("192.0.2.1", 9988), 200, "OK", "t1");
    assertThat(response.headers().all("Via"))
        .containsExactly(
            "SIP/2.0/UDP 10.1.1.1:4540;rport=9988;branch=z9hG4bKk;received=192.0.2.1",
            "SIP/2.0/UDP second;branch=z9hG4bK2");
  }

  @Test
  void kindsOfStatus() {
    assertThat(SipResponse.to(REQUEST, 199, "", "t").isFinal()).isFalse();
    assertThat(SipResponse.to(REQUEST, 200, "", "t").isFinal()).isTrue();
    assertThat(SipResponse.to(REQUEST, 299, "", "t").isSuccess()).isTrue();
    assertThat(SipResponse.to(REQUEST, 300, "", "t").isSuccess()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {99, 700, -1})
  void aStatusIs100To699(int status) {
    assertThatIllegalArgumentException().isThrownBy(() -> SipResponse.to(REQUEST, status, "", "t"));
  }
}

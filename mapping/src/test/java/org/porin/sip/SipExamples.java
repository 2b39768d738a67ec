package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.porin.wire.Octets;

/** Messages that several tests read. */
final class SipExamples {
  /** The request F1 of RFC 3428 §10, with CRLF. */
  static final String MESSAGE =
      """
      MESSAGE sip:user2@domain.com SIP/2.0
      Via: SIP/2.0/TCP user1pc.domain.com;branch=z9hG4bK776sgdkse
      Max-Forwards: 70
      From: sip:user1@domain.com;tag=49583
      To: sip:user2@domain.com
      Call-ID: asd88asd77a@1.2.3.4
      CSeq: 1 MESSAGE
      Content-Type: text/plain
      Content-Length: 18

      Watson, come here.\
      """
          .replace("\n", "\r\n");

  /** The response F4 of RFC 3428 §10, with CRLF. */
  static final String OK =
      """
      SIP/2.0 200 OK
      Via: SIP/2.0/TCP user1pc.domain.com;branch=z9hG4bK776sgdkse;received=1.2.3.4
      From: sip:user1@domain.com;tag=49583
      To: sip:user2@domain.com;tag=ab8asdasd9
      Call-ID: asd88asd77a@1.2.3.4
      CSeq: 1 MESSAGE
      Content-Length: 0

      """
          .replace("\n", "\r\n");

  private SipExamples() {}

  static SipInput datagram(String text) {
    return SipCodec.decodeDatagram(Octets.utf8(text), SipLimits.DEFAULT);
  }

  static SipMessage message(String text) {
    SipInput input = datagram(text);
    assertThat(input).isInstanceOf(SipInput.Message.class);
    return ((SipInput.Message) input).message();
  }

  static SipRequest request(String text) {
    return (SipRequest) message(text);
  }

  static SipResponse response(String text) {
    return (SipResponse) message(text);
  }

  static SipInput.Malformed malformed(String text) {
    SipInput input = datagram(text);
    assertThat(input).isInstanceOf(SipInput.Malformed.class);
    return (SipInput.Malformed) input;
  }

  /** The request with one line in place of another. */
  static String with(String line, String replacement) {
    assertThat(MESSAGE).contains(line + "\r\n");
    return MESSAGE.replace(line + "\r\n", replacement + "\r\n");
  }
}

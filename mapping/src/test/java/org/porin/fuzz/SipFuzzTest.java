package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.sip.SipCodec;
import org.porin.sip.SipInput;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.sip.SipStreamDecoder;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class SipFuzzTest {
  static Stream<byte[]> seeds() {
    return Seeds.texts(
        "MESSAGE sip:romeo@example.net SIP/2.0\r\nVia: SIP/2.0/TCP a.example:5060;branch=z9hG4bK1;"
            + "rport\r\nMax-Forwards: 70\r\nFrom: \"J\" <sip:juliet@example.com>;tag=1\r\n"
            + "To: <sip:romeo@example.net>\r\nCall-ID: 1@a\r\nCSeq: 1 MESSAGE\r\n"
            + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nHi",
        "SIP/2.0 202 Accepted\r\nv: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK2,\r\n"
            + " SIP/2.0/UDP b\r\nf: sip:a@b;tag=2\r\nt: sip:c@d;tag=3\r\ni: x\r\n"
            + "CSeq: 9 MESSAGE\r\nl: 0\r\n\r\n",
        "NOTIFY sip:a@b SIP/2.0\r\nVia: SIP/2.0/TLS c;branch=z9hG4bK3\r\nFrom: <sip:a@b>;tag=4\r\n"
            + "To: <sip:c@d>;tag=5\r\nCall-ID: y\r\nCSeq: 2 NOTIFY\r\nEvent: presence\r\n"
            + "Subscription-State: active;expires=60\r\nContent-Length: 0\r\n\r\n");
  }

  @MethodSource("seeds")
  @FuzzTest
  void aDatagramIsMalformedOrIsReadAgainAsItWasWritten(byte[] input) throws MalformedException {
    Octets octets = Octets.copyOf(input);
    SipInput read = SipCodec.decodeDatagram(octets, SipLimits.DEFAULT);
    if (read instanceof SipInput.Malformed malformed) {
      assertThat(malformed.cause().offset()).isBetween(0, octets.length());
    } else if (read instanceof SipInput.Message message) {
      look(message.message());
      assertThat(SipCodec.decode(SipCodec.encode(message.message()), SipLimits.DEFAULT))
          .isEqualTo(message.message());
    }
    SipStreamDecoder whole = new SipStreamDecoder(SipLimits.DEFAULT);
    long found = messages(whole.feed(octets));
    SipStreamDecoder pieces = new SipStreamDecoder(SipLimits.DEFAULT);
    long foundInPieces = 0;
    for (int i = 0; i < input.length; i++) {
      foundInPieces += messages(pieces.feed(octets.slice(i, i + 1)));
    }
    assertThat(foundInPieces).isEqualTo(found);
  }

  /** Several pings that come at once count as one. */
  private static long messages(List<SipInput> found) {
    return found.stream().filter(input -> !(input instanceof SipInput.KeepAlive)).count();
  }

  /** None of these may fail on a message that was let in. */
  private static void look(SipMessage message) {
    message.topVia();
    message.from();
    message.to();
    message.callId();
    message.cseq();
  }
}

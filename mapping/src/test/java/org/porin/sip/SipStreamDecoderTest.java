package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.sip.SipExamples.MESSAGE;
import static org.porin.sip.SipExamples.OK;
import static org.porin.sip.SipExamples.message;
import static org.porin.sip.SipExamples.with;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.Octets;

class SipStreamDecoderTest {
  private static final SipInput PING = new SipInput.KeepAlive();
  private static final SipInput FIRST = new SipInput.Message(message(MESSAGE));
  private static final SipInput SECOND = new SipInput.Message(message(OK));

  private final SipStreamDecoder decoder = new SipStreamDecoder(SipLimits.DEFAULT);

  @Test
  void messagesComeOutAsTheyAreComplete() {
    assertThat(feed(MESSAGE + OK + MESSAGE)).containsExactly(FIRST, SECOND, FIRST);
    assertThat(decoder.isMidMessage()).isFalse();
  }

  @Test
  void theStreamMayBeCutAnywhere() {
    String stream = "\r\n\r\n" + MESSAGE + "\r\n" + OK + "\r\n\r\n" + MESSAGE;
    for (int cut = 0; cut <= stream.length(); cut++) {
      SipStreamDecoder fresh = new SipStreamDecoder(SipLimits.DEFAULT);
      List<SipInput> found = new ArrayList<>(fresh.feed(Octets.utf8(stream.substring(0, cut))));
      found.addAll(fresh.feed(Octets.utf8(stream.substring(cut))));
      assertThat(found).as("cut at %d", cut).containsExactly(PING, FIRST, SECOND, PING, FIRST);
    }
  }

  @Test
  void theStreamMayComeOctetByOctet() {
    List<SipInput> found = new ArrayList<>();
    for (char octet : ("\r\n\r\n" + MESSAGE + "\r\n" + OK + MESSAGE).toCharArray()) {
      found.addAll(feed(String.valueOf(octet)));
    }
    assertThat(found).containsExactly(PING, FIRST, SECOND, FIRST);
  }

  @Test
  void aBegunMessageIsKnown() {
    assertThat(decoder.isMidMessage()).isFalse();
    feed(MESSAGE.substring(0, 9));
    assertThat(decoder.isMidMessage()).isTrue();
    assertThat(feed(MESSAGE.substring(9))).containsExactly(FIRST);
    assertThat(decoder.isMidMessage()).isFalse();
  }

  @Test
  void twoLineEndsAreAPing() { // RFC 5626 §4.4.1
    assertThat(feed("\r\n")).isEmpty();
    assertThat(feed("\r\n")).containsExactly(PING);
    assertThat(feed("\r\n" + MESSAGE + "\r\n")).containsExactly(FIRST);
  }

  @Test
  void aFloodOfPingsIsAnsweredOnceARun() {
    assertThat(feed("\r\n".repeat(30_000))).containsExactly(PING);
  }

  @Test
  void aHeaderFaultSkipsThatMessageOnly() {
    List<SipInput> found = feed(with("CSeq: 1 MESSAGE", "CSeq: x MESSAGE") + OK);
    assertThat(found).hasSize(2).last().isEqualTo(SECOND);
    assertThat(found.get(0))
        .isInstanceOfSatisfying(
            SipInput.Malformed.class,
            malformed -> {
              assertThat(malformed.fatal()).isFalse();
              assertThat(malformed.answerable()).isPresent();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-None: 18",
        "Content-Length: -1",
        "Content-Length: 18\r\nl: 18",
        "l: 0\r\nContent-Length: 18",
        "Content-Length: 18, 18",
        "Content-Length: 0x12",
        "Content-Length: 70000",
        "Content-Length: 4294967314",
        "Content-Length: 18\nX: y",
        "Content-Length: 18\r\r\nX: y",
        "Content-Length:\r\n 1\r\n 8"
      })
  void whereTheNextMessageBeginsUnknownTheStreamEnds(String line) {
    List<SipInput> found = feed(with("Content-Length: 18", line) + OK);
    assertThat(found)
        .singleElement()
        .isInstanceOfSatisfying(
            SipInput.Malformed.class,
            malformed -> {
              assertThat(malformed.fatal()).isTrue();
              assertThat(malformed.answerable()).isPresent();
            });
    assertThat(feed(OK)).isEmpty();
    assertThat(decoder.isMidMessage()).isFalse();
  }

  @Test
  void anEndlessHeadIsCutOffAtItsLimit() {
    List<SipInput> found = new ArrayList<>(feed(MESSAGE.substring(0, MESSAGE.indexOf("Max-"))));
    int fed = 0;
    while (found.isEmpty()) {
      found.addAll(feed("X: y\r\n"));
      fed += 6;
    }
    assertThat(fed).isLessThanOrEqualTo(SipLimits.DEFAULT.headOctets());
    assertThat(found)
        .singleElement()
        .isInstanceOfSatisfying(
            SipInput.Malformed.class,
            malformed -> {
              assertThat(malformed.status()).isEqualTo(513);
              assertThat(malformed.fatal()).isTrue();
            });
  }

  private List<SipInput> feed(String text) {
    return decoder.feed(Octets.utf8(text));
  }
}

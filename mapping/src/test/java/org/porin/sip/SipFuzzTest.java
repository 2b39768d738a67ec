package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Whatever octets come: a message, a malformed one, or nothing, and never an exception. */
class SipFuzzTest {
  private static final SipLimits TIGHT = new SipLimits(60, 120, 12, 400, 100);

  private static final String PIECES =
      "\r\n|\r|\n| |\t|:|;|,|<|>|\"|\\|=|/|SIP/2.0|MESSAGE|ACK|z9hG4bK|l: 5\r\n|Via: |v: SIP/2.0/UDP "
          + "|From: |To: |t: |CSeq: |Call-ID: |Content-Length: |Max-Forwards: |4294967296|-1|[::1]"
          + "|\r\n\r\n|sip:a@b|tag|\u00e9|\0|%00";

  /** A message with some octets changed, taken out, or pieces of the grammar put in. */
  @Provide
  Arbitrary<byte[]> spoilt() {
    return Combinators.combine(
            Arbitraries.of(SipExamples.MESSAGE, SipExamples.OK),
            Arbitraries.longs(),
            Arbitraries.integers().between(0, 6))
        .as(SipFuzzTest::spoil);
  }

  @Property(tries = 3_000)
  void aDatagramIsReadOrRefusedAndWhatIsReadIsWrittenBack(@ForAll("spoilt") byte[] octets) {
    assertReadOrRefused(octets);
  }

  @Property(tries = 1_000)
  void anyOctetsAreReadOrRefused(@ForAll byte[] octets) {
    assertReadOrRefused(octets);
  }

  @Property(tries = 1_000)
  void aStreamGivesTheSameHoweverItIsCut(
      @ForAll("spoilt") byte[] first, @ForAll("spoilt") byte[] second, @ForAll long seed) {
    byte[] stream = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, stream, first.length, second.length);
    for (SipLimits limits : List.of(SipLimits.DEFAULT, TIGHT)) {
      assertThat(kinds(cut(stream, new Random(seed), limits)))
          .isEqualTo(kinds(new SipStreamDecoder(limits).feed(Octets.copyOf(stream))));
    }
  }

  private static void assertReadOrRefused(byte[] octets) {
    Octets datagram = Octets.copyOf(octets);
    SipCodec.decodeDatagram(datagram, TIGHT);
    SipInput input = SipCodec.decodeDatagram(datagram, SipLimits.DEFAULT);
    if (input instanceof SipInput.Message message) {
      SipMessage read = message.message();
      viewAll(read);
      assertThat(SipCodec.decodeDatagram(SipCodec.encode(read), SipLimits.DEFAULT))
          .isEqualTo(input);
    } else if (input instanceof SipInput.Malformed malformed) {
      assertThat(malformed.cause().offset()).isBetween(0, octets.length);
      malformed
          .answerable()
          .map(headers -> SipResponse.to(headers, 400, malformed.reason(), "t"))
          .ifPresent(SipCodec::encode);
    }
  }

  /** Views that cannot fail must not, and the others only in their one way. */
  private static void viewAll(SipMessage message) {
    assertThat(message.vias()).isNotEmpty().first().isEqualTo(message.topVia());
    message.from().tag();
    message.to().imUri();
    message.cseq();
    message.callId();
    try {
      message.contentType();
      message.expires();
      message.date();
    } catch (MalformedException e) {
      assertThat(e.offset()).isNotNegative();
    }
    if (message instanceof SipRequest request) {
      request.maxForwards();
      request.sipUri();
      assertThat(request.receivedFrom("192.0.2.9", 9).topVia().answerHost()).isEqualTo("192.0.2.9");
      TransactionKey.ServerKey.of(request);
      SipCodec.encode(SipResponse.to(request, 200, "OK", "t"));
    }
  }

  private static List<SipInput> cut(byte[] stream, Random random, SipLimits limits) {
    SipStreamDecoder decoder = new SipStreamDecoder(limits);
    List<SipInput> found = new ArrayList<>();
    int from = 0;
    while (from < stream.length) {
      int to = Math.min(stream.length, from + 1 + random.nextInt(40));
      found.addAll(decoder.feed(Octets.copyOf(stream, from, to)));
      from = to;
    }
    return found;
  }

  /** Messages in full; of what is malformed whether it is fatal; pings count by the run. */
  private static List<Object> kinds(List<SipInput> inputs) {
    List<Object> kinds = new ArrayList<>();
    for (SipInput input : inputs) {
      if (input instanceof SipInput.Malformed malformed) {
        kinds.add(malformed.fatal() ? "fatal" : "malformed");
      } else if (input instanceof SipInput.Message) {
        kinds.add(input);
      }
    }
    return kinds;
  }

  private static byte[] spoil(String text, long seed, int changes) {
    Random random = new Random(seed);
    String[] pieces = PIECES.split("\\|", -1);
    StringBuilder spoilt = new StringBuilder(text);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(spoilt.length());
      switch (random.nextInt(4)) {
        case 0 -> spoilt.setCharAt(at, (char) random.nextInt(256));
        case 1 -> spoilt.delete(at, Math.min(spoilt.length() - 1, at + random.nextInt(9)));
        case 2 -> spoilt.insert(at, pieces[random.nextInt(pieces.length)]);
        default -> spoilt.insert(at, spoilt.substring(at, Math.min(spoilt.length(), at + 30)));
      }
    }
    return spoilt.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}

package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class HttpAnswerTest {
  private static final int MAX_OCTETS = 1_000;

  private static Optional<Octets> whole(String text) throws MalformedException {
    HttpAnswer answer = new HttpAnswer(MAX_OCTETS);
    answer.take(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    return answer.body();
  }

  /** As one piece, and octet by octet. */
  private static void reads(String text, String body) throws MalformedException {
    assertThat(whole(text)).contains(Octets.utf8(body));
    HttpAnswer answer = new HttpAnswer(MAX_OCTETS);
    for (int i = 0; i < text.length(); i++) {
      answer.take(Unpooled.copiedBuffer(text.substring(i, i + 1), StandardCharsets.ISO_8859_1));
    }
    assertThat(answer.body()).contains(Octets.utf8(body));
  }

  @Test
  void aBodyEndsAsItsLengthSays() throws Exception {
    reads("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nRomeo", "Romeo");
    reads("HTTP/1.0 200\nContent-Length:5\nContent-length: 5\n\nRomeo", "Romeo");
    reads("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nRomeoJuliet", "Romeo");
    reads("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "");
  }

  @Test
  void aBodyComesInChunks() throws Exception {
    reads(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
            + "3;name=x\r\nRom\r\n002\r\neo\r\n0\r\nTrailer: x\r\n\r\n",
        "Romeo");
  }

  @Test
  void aBodyEndsWithTheConnection() throws Exception {
    HttpAnswer answer = new HttpAnswer(MAX_OCTETS);
    answer.take(Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\n\r\nRom", StandardCharsets.US_ASCII));
    answer.take(Unpooled.copiedBuffer("eo", StandardCharsets.US_ASCII));
    assertThat(answer.body()).isEmpty();
    answer.end();
    assertThat(answer.body()).contains(Octets.utf8("Romeo"));
  }

  @Test
  void anInterimAnswerIsPassedOver() throws Exception {
    reads(
        "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0 200 OK\r\n",
        "HTTP/2 200\r\n",
        "HTTP/1.1 301 Moved\r\n",
        "HTTP/1.1 204 None\r\n",
        "HTTP/1.1 404 None\r\n",
        "HTTP/1.1 200 OK\r\nno field\r\n",
        "HTTP/1.1 200 OK\r\n: x\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n80000000\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n"
      })
  void whatIsNoAnswerOfUseIsRefusedAtOnce(String text) {
    assertThatThrownBy(() -> whole(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void whateverIsEndlessEnds() {
    for (String endless :
        new String[] {
          "HTTP/1.1 200 " + "x".repeat(10_000),
          "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101),
          "HTTP/1.1 103 Early\r\n\r\n".repeat(101),
          "HTTP/1.1 200 OK\r\nA: " + "x".repeat(10_000),
          "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1_001),
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(1_001),
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(101)
        }) {
      assertThatThrownBy(() -> whole(endless)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nRome",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nRomeo\r\n"
      })
  void anAnswerThatIsCutOffIsNone(String text) throws Exception {
    HttpAnswer answer = new HttpAnswer(MAX_OCTETS);
    answer.take(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    assertThat(answer.body()).isEmpty();
    assertThatThrownBy(answer::end).isInstanceOf(MalformedException.class);
  }
}

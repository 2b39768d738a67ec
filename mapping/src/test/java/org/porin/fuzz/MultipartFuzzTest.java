package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Multipart;
import org.porin.msgfmt.MultipartLimits;
import org.porin.msgfmt.TransferEncoding;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class MultipartFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
            "--b\r\n\r\nx\r\n--b--",
            "x\r\n--b \nContent-Type: text/plain;\r\n charset=utf-8\n\nx\n--b\r\n--b--\r\ny",
            "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n--b\r\n\r\nQUE=")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aBodyIsMalformedOrHasPartsThatAreInIt(byte[] input) throws MalformedException {
    Octets octets = Octets.copyOf(input);
    MediaType type = MediaType.parse("multipart/mixed; boundary=b");
    int length = 0;
    try {
      for (MimeEntity part : Multipart.parts(type, octets, MultipartLimits.DEFAULT)) {
        length += part.octets().length();
        look(part);
      }
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, octets.length());
    }
    assertThat(length).isLessThanOrEqualTo(octets.length());
  }

  private static void look(MimeEntity part) {
    assertThat(part.contentType()).isNotNull();
    try {
      TransferEncoding.undo(part);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, part.body().length());
    }
  }
}

package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LineOctetsTest {
  @Test
  void theFirstOctetThatIsNotPlainIsFoundWhereverItStands() {
    for (int octet = 0; octet < 256; octet++) {
      boolean plain = octet >= ' ' && octet < 0x7F && octet != ',';
      for (int place = 0; place < 40; place++) {
        byte[] in = new byte[40];
        Arrays.fill(in, (byte) (place % 2 == 0 ? 'z' : '-')); // a neighbour of the comma
        in[place] = (byte) octet;
        for (int from = 0; from < 9; from++) {
          int expected = plain || place < from ? 40 : place;
          assertThat(LineOctets.skipPlain(in, from, 40))
              .as("%d at %d", octet, place)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void ofSeveralTheFirstIsFoundAndNothingBehindTheEnd() {
    byte[] in = "abc\r\n,d\u007F\u0080efgh,".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(LineOctets.skipPlain(in, 0, in.length)).isEqualTo(3);
    assertThat(LineOctets.skipPlain(in, 4, in.length)).isEqualTo(4);
    assertThat(LineOctets.skipPlain(in, 6, in.length)).isEqualTo(7);
    assertThat(LineOctets.skipPlain(in, 9, 13)).isEqualTo(13);
    assertThat(LineOctets.skipPlain(in, 0, 3)).isEqualTo(3);
  }
}

package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class CpimFuzzTest {
  static Stream<byte[]> seeds() {
    return Seeds.vectors("cpim", ".cpim");
  }

  @MethodSource("seeds")
  @FuzzTest
  void anObjectIsMalformedOrIsWrittenAsItCame(byte[] input) {
    Octets octets = Octets.copyOf(input);
    try {
      CpimMessage message = CpimCodec.decode(octets, CpimLimits.DEFAULT);
      assertThat(CpimCodec.encode(message)).isEqualTo(octets);
      look(message);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, octets.length());
    }
    try {
      look(CpimCodec.decodeLenient(octets, CpimLimits.DEFAULT));
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, octets.length());
    }
  }

  private static void look(CpimMessage message) {
    message.required();
    message.subjects();
    message.dateTime();
    message.entity().contentType();
    if (CpimApplication.check(message).isEmpty()) {
      assertThat(message.from()).isNotNull();
      assertThat(message.to()).isNotEmpty();
    }
  }
}

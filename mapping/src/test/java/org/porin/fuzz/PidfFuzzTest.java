package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.pidf.PidfCodec;
import org.porin.pidf.PidfLimits;
import org.porin.pidf.Presence;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class PidfFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.concat(Seeds.vectors("pidf", ".pidf.xml"), Seeds.vectors("pidf", ".pidf.bad"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aDocumentIsMalformedOrSaysTheSameWhenItIsWrittenAgain(byte[] input)
      throws MalformedException {
    Octets octets = Octets.copyOf(input);
    Presence presence;
    try {
      presence = PidfCodec.decodeLenient(octets, Optional.empty(), PidfLimits.DEFAULT).presence();
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, octets.length());
      return;
    }
    if (presence.tuples().stream().noneMatch(tuple -> tuple.status().isEmpty())) {
      Presence again =
          PidfCodec.decode(PidfCodec.encode(presence), Optional.empty(), PidfLimits.DEFAULT)
              .presence();
      assertThat(again.tuples()).hasSameSizeAs(presence.tuples());
      assertThat(again.notes()).isEqualTo(presence.notes());
    }
  }
}

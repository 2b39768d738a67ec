package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.address.SipUri;
import org.porin.address.UnmappableAddressException;
import org.porin.wire.MalformedException;

class AddressFuzzTest {
  private static final AddressMapping MAPPING =
      new AddressMapping(
          Set.of("example.com"), Set.of("example.net"), Optional.of("cpim.example.com"));

  static Stream<byte[]> seeds() {
    return Seeds.texts(
        "juliet@example.com/balcony",
        "romeo\\40montague.example@cpim.example.com",
        "im:nurse%27s%40home@xn--bcher-kva.example?subject=x",
        "pres:juliet@example.com",
        "sip:a%3Bb:@[2001:db8::1]:5061;transport=tls;gr=x?h=1",
        "sips:1234@192.0.2.1;user=phone",
        "\u00fcml\u00e4ut@b\u00fccher.example/\u0440");
  }

  @MethodSource("seeds")
  @FuzzTest
  void anAddressIsMalformedOrIsReadAgainAsItWasWritten(byte[] input) throws MalformedException {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Jid jid = Jid.parse(text);
      assertThat(Jid.parse(jid.toString())).isEqualTo(jid);
      mapped(jid);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
    }
    same(text, ImUri::parse);
    same(text, PresUri::parse);
    same(text, SipUri::parse);
  }

  private static void mapped(Jid jid) {
    try {
      ImUri uri = MAPPING.toIm(jid);
      assertThat(MAPPING.toIm(MAPPING.toJid(uri))).isEqualTo(uri);
    } catch (UnmappableAddressException e) {
      assertThat(e.text()).isNotBlank();
    }
  }

  private interface Reading<T> {
    T read(String text) throws MalformedException;
  }

  private static <T> void same(String text, Reading<T> reading) throws MalformedException {
    T value;
    try {
      value = reading.read(text);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
      return;
    }
    assertThat(reading.read(value.toString())).isEqualTo(value);
  }
}

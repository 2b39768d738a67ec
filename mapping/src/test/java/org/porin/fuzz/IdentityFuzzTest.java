package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.msgfmt.Vectors;
import org.porin.passport.Identity;
import org.porin.passport.SignedPassport;
import org.porin.sip.SipHeader;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class IdentityFuzzTest {
  static Stream<byte[]> seeds() {
    Octets vectors = Vectors.octets("trust/vectors.txt");
    Stream<byte[]> tokens =
        vectors
            .toText(0, vectors.length())
            .lines()
            .filter(line -> line.contains(" token("))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .map(token -> token + ";info=<https://keys.a.example/p/2025-11.cer>;alg=ES256;ppt=msg")
            .map(value -> Octets.utf8(value).toArray());
    return Stream.concat(
        tokens,
        Seeds.texts(
            "..AAAA ; ppt = \"div\" ; info = <https://a.example/> ; x=\"\\\"\" ; y",
            "a.b.c;INFO=<cid:a@b>;alg=none"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anIdentityIsMalformedOrIsReadAgainAsItWasWritten(byte[] input) throws MalformedException {
    String text = new String(input, StandardCharsets.UTF_8);
    Identity identity;
    try {
      identity = Identity.parse(text);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
      return;
    }
    assertThat(Identity.parse(identity.toString())).isEqualTo(identity);
    assertThat(SipHeader.of(Identity.NAME, identity.toString()).value())
        .isEqualTo(identity.toString());
    try {
      SignedPassport token = identity.open();
      assertThat(token.token()).isEqualTo(identity.token());
      assertThat(Identity.of(token).open()).isEqualTo(token);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, identity.token().length());
    }
  }
}

package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.msgfmt.Vectors;
import org.porin.passport.CanonicalJson;
import org.porin.passport.Identifier;
import org.porin.passport.Passport;
import org.porin.passport.SignedPassport;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Header and claims of a token as text, a line feed between: so the fuzzer can write both. */
class PassportFuzzTest {
  private static final String SOME_SIGNATURE = "A".repeat(86);

  static Stream<byte[]> seeds() {
    Octets vectors = Vectors.octets("trust/vectors.txt");
    List<String> json =
        vectors
            .toText(0, vectors.length())
            .lines()
            .filter(line -> line.contains("{"))
            .map(line -> line.substring(line.indexOf('{')))
            .toList();
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i + 1 < json.size(); i += 2) {
      seeds.add(Octets.utf8(json.get(i) + "\n" + json.get(i + 1)).toArray());
    }
    return Stream.concat(
        seeds.stream(),
        Seeds.texts(
            "{\"alg\":\"ES256\",\"ppt\":\"div\",\"typ\":\"passport\",\"x5u\":\"https://a.example/\"}\n"
                + "{\"dest\":{\"tn\":[\"112\"],\"uri\":[\"SIP:%4a@A.example:5060;user=phone\"]},"
                + "\"div\":{\"hi\":\"1\",\"tn\":\"*69#\"},\"iat\":0,\"orig\":{\"uri\":\"tel:+1-2\"}}",
            "{\"a\":[true,false,null,-1,\"\\\"\\\\\\b\\u001f\u00e9\"]}\n{}"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aTokenIsMalformedOrIsWrittenAsItCame(byte[] input) throws MalformedException {
    int end = indexOf(input, '\n');
    byte[] header = Arrays.copyOf(input, end);
    byte[] claims = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    json(header);
    json(claims);
    String token = base64Url(header) + "." + base64Url(claims) + "." + SOME_SIGNATURE;
    SignedPassport read;
    try {
      read = SignedPassport.parse(token);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, token.length());
      return;
    }
    assertThat(read.token()).isEqualTo(token);
    Passport passport = read.passport();
    SignedPassport written = SignedPassport.sign(passport, signed -> read.signature());
    SignedPassport again = SignedPassport.parse(written.token());
    assertThat(again.passport().dest()).containsExactlyInAnyOrderElementsOf(passport.dest());
    assertThat(SignedPassport.sign(again.passport(), signed -> read.signature()))
        .isEqualTo(written);
    canonical(passport.orig());
    for (Identifier dest : passport.dest()) {
      canonical(dest);
    }
  }

  private static void json(byte[] text) {
    Octets octets = Octets.copyOf(text);
    try {
      assertThat(Octets.utf8(CanonicalJson.encode(CanonicalJson.decode(octets)))).isEqualTo(octets);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length);
    }
  }

  private static void canonical(Identifier identifier) throws MalformedException {
    Identifier canonical;
    try {
      canonical = identifier.canonical();
    } catch (MalformedException e) {
      return;
    }
    assertThat(canonical.canonical()).isEqualTo(canonical);
  }

  private static int indexOf(byte[] input, char c) {
    for (int i = 0; i < input.length; i++) {
      if (input[i] == c) {
        return i;
      }
    }
    return input.length;
  }

  private static String base64Url(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}

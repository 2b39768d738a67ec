package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.passport.ClaimDigest.Algorithm;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class ClaimDigestTest {
  private static final Octets BODY = Octets.utf8("Art thou not Romeo, and a Montague?");

  @ParameterizedTest
  @CsvSource({"sha256, SHA-256, SHA256", "sha384, SHA-384, SHA384", "sha512, SHA-512, SHA512"})
  @Requirement({"9475-3.2-5", "9475-3.2-7"})
  void eachAlgorithmOfTheRfcIsReadAndChecked(String name, String javaName, Algorithm algorithm)
      throws MalformedException, NoSuchAlgorithmException {
    String claim = name + "-" + base64(javaName, BODY);

    ClaimDigest digest = ClaimDigest.parse(claim);

    assertThat(digest.algorithm()).isEqualTo(algorithm);
    assertThat(digest.matches(BODY)).isTrue();
    assertThat(digest.matches(Octets.utf8("art thou not Romeo, and a Montague?"))).isFalse();
    assertThat(digest).hasToString(claim);
  }

  @Test
  @Requirement({"9475-3.2-5", "9475-3.2-6", "9475-3.2-7"})
  void aDigestIsWrittenInTheStandardAlphabetWithPadding() {
    assertThat(ClaimDigest.of(Octets.EMPTY))
        .hasToString("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  }

  @Test
  @Requirement("9475-3.2-8")
  void theDigestIsOfEveryOctetOfABodyOfManyParts() throws Exception {
    Octets parts =
        Octets.utf8("--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n--b\r\n\r\n\r\n--b--\r\n");
    ClaimDigest digest = ClaimDigest.of(parts);

    assertThat(digest).hasToString("sha256-" + base64("SHA-256", parts));
    for (int i = 0; i < parts.length(); i++) {
      byte[] changed = parts.toArray();
      changed[i] ^= 1;
      assertThat(digest.matches(Octets.copyOf(changed))).isFalse();
    }
    assertThat(digest.matches(parts.slice(0, parts.length() - 2))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256-",
        "sha-256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "SHA256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        "md5-1B2M2Y8AsgTpgAmY7PhCfg==",
        "sha384-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
      })
  @Requirement({"9475-3.2-5", "9475-3.2-6"})
  void anyOtherAlgorithmIsRefused(String claim) {
    assertThatThrownBy(() -> ClaimDigest.parse(claim)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= ",
        " 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSu*U=",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      })
  @Requirement("9475-3.2-7")
  void anyOtherSpellingIsRefused(String base64) {
    assertThatThrownBy(() -> ClaimDigest.parse("sha256-" + base64))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aDigestHasTheLengthOfItsAlgorithm() {
    assertThatThrownBy(() -> new ClaimDigest(Algorithm.SHA512, ClaimDigest.of(BODY).value()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String base64(String javaName, Octets body) throws NoSuchAlgorithmException {
    return Base64.getEncoder()
        .encodeToString(MessageDigest.getInstance(javaName).digest(body.toArray()));
  }
}

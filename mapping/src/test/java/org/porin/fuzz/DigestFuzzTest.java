package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.sip.DigestChallenge;
import org.porin.sip.DigestCredentials;
import org.porin.sip.SipHeader;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class DigestFuzzTest {
  static Stream<byte[]> seeds() {
    return Seeds.texts(
        "Digest realm=\"atlanta.com\", domain=\"sip:ss1.carrier.com\", qop=\"auth,auth-int\","
            + " nonce=\"f84f1cec41e6cbe5aea9c8e88d359\", opaque=\"\", stale=FALSE, algorithm=MD5",
        "Digest realm=\"a\\\"b\\\\\", nonce=\"c\", algorithm=SHA-256-sess, qop=\"auth-int\", stale=true",
        "digest  nonce = c== , realm=\"\u00fc\",userhash=true,charset=UTF-8,opaque=x",
        "Basic realm=\"a\"");
  }

  @MethodSource("seeds")
  @FuzzTest
  void aChallengeIsMalformedOrIsAnsweredInOneLine(byte[] input) throws MalformedException {
    String text = new String(input, StandardCharsets.UTF_8);
    Optional<DigestChallenge> read;
    try {
      read = DigestChallenge.parse(text);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
      return;
    }
    if (read.isEmpty()) {
      return;
    }
    DigestChallenge challenge = read.get();
    assertThat(DigestChallenge.parse(challenge.toString())).contains(challenge);
    String answer =
        new DigestCredentials("romeo", "secret")
            .answer(challenge, "MESSAGE", "sip:a@b", Octets.copyOf(input), "c", 1);
    assertThat(SipHeader.of("Authorization", answer).value()).isEqualTo(answer);
  }
}

package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.passport.SignedPassport;
import org.porin.requirement.Requirement;
import org.porin.sip.SipRequest;
import org.porin.wire.Octets;

/** A signer may have its token end before it would be too old (RFC 7519 §4.1.4). */
class TokenExpiryTest {
  private static final Instant EXPIRY = TrustScene.NOW.plusSeconds(30);

  private TrustScene scene;

  @BeforeEach
  void open() throws Exception {
    scene = new TrustScene();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @Requirement("7519-4.1.4-1")
  void aTokenIsWorthNothingFromItsExpiryOn() throws Exception {
    SipRequest request = TrustScene.with(TrustScene.message(), ending(TrustScene.message()));

    scene.at(EXPIRY.minusSeconds(1));
    assertThat(scene.verify(request).assertion()).isPresent();
    scene.at(EXPIRY);
    assertThat(scene.verify(request).refusal().orElseThrow().text()).contains("exp");
    assertThat(scene.count(AssertionFault.STALE)).isEqualTo(1);
  }

  /** What a token says of a request, with the claim that ours never have. */
  private SignedPassport ending(SipRequest request) throws Exception {
    SigningKey key = scene.key("capulet.example");
    String[] parts = scene.token(TrustScene.passport(request, key), key).token().split("[.]");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String ending = claims.replace("\"iat\"", "\"exp\":" + EXPIRY.getEpochSecond() + ",\"iat\"");
    String input = parts[0] + "." + base64Url(ending.getBytes(StandardCharsets.UTF_8));
    Octets signature = scene.es256.sign(key.key(), Octets.utf8(input));
    return SignedPassport.parse(input + "." + base64Url(signature.toArray()));
  }

  private static String base64Url(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}

package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

class Es256Test {
  private static final Octets SIGNED = Octets.utf8("Art thou not Romeo, and a Montague?");
  private static final List<Es256> LIBRARIES = List.of(Es256.open(), Es256.byJdk());

  private static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @Test
  @Requirement("8224-4.1-12")
  void whatOneLibrarySignsTheOtherVerifies() throws Exception {
    KeyPair keys = pair("secp256r1");
    for (Es256 signer : LIBRARIES) {
      Octets signature = signer.sign(signer.prepared(keys.getPrivate()), SIGNED);
      assertThat(signature.length()).isEqualTo(64);
      for (Es256 verifier : LIBRARIES) {
        PublicKey key = verifier.prepared(keys.getPublic());
        assertThat(verifier.verify(key, SIGNED, signature)).isTrue();
        assertThat(verifier.verify(key, Octets.utf8("Art thou not Paris?"), signature)).isFalse();
      }
    }
  }

  @Test
  void whatOursSignsNimbusVerifiesAndTheOtherWayRound() throws Exception {
    KeyPair keys = pair("secp256r1");
    JWSHeader header = new JWSHeader(JWSAlgorithm.ES256);
    for (Es256 ours : LIBRARIES) {
      Octets signature = ours.sign(keys.getPrivate(), SIGNED);
      assertThat(
              new ECDSAVerifier((ECPublicKey) keys.getPublic())
                  .verify(header, SIGNED.toArray(), Base64URL.encode(signature.toArray())))
          .isTrue();
      Base64URL theirs =
          new ECDSASigner((ECPrivateKey) keys.getPrivate()).sign(header, SIGNED.toArray());
      assertThat(ours.verify(keys.getPublic(), SIGNED, Octets.copyOf(theirs.decode()))).isTrue();
    }
  }

  /** RFC 7515 appendix A.3: an example of others. */
  @Test
  void theExampleOfRfc7515Verifies() throws Exception {
    String input =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
            + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    String signature =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    String key = // of x and y there, as SubjectPublicKeyInfo
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"
            + Base64.getEncoder()
                .encodeToString(
                    point(
                        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                        "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"));
    PublicKey believed =
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key)));
    for (Es256 each : LIBRARIES) {
      assertThat(
              each.verify(
                  each.prepared(believed),
                  Octets.copyOf(input.getBytes(StandardCharsets.US_ASCII)),
                  Octets.copyOf(Base64.getUrlDecoder().decode(signature))))
          .isTrue();
    }
  }

  private static byte[] point(String x, String y) {
    byte[] both = new byte[64];
    System.arraycopy(Base64.getUrlDecoder().decode(x), 0, both, 0, 32);
    System.arraycopy(Base64.getUrlDecoder().decode(y), 0, both, 32, 32);
    return both;
  }

  @Test
  void aSignatureOfAnotherFormIsNone() throws Exception {
    KeyPair keys = pair("secp256r1");
    for (Es256 each : LIBRARIES) {
      byte[] good = each.sign(keys.getPrivate(), SIGNED).toArray();
      for (byte[] wrong :
          List.of(
              new byte[0],
              new byte[64], // r and s are 0: the attack on Java 15 to 18 (CVE-2022-21449)
              Arrays.copyOf(good, 63),
              Arrays.copyOf(good, 65),
              Base64.getDecoder().decode("MAYCAQECAQE="), // DER
              flipped(good, 0),
              flipped(good, 63),
              filled())) {
        assertThat(each.verify(keys.getPublic(), SIGNED, Octets.copyOf(wrong)))
            .as("%s by %s", Arrays.toString(wrong), each.library())
            .isFalse();
      }
    }
  }

  private static byte[] flipped(byte[] signature, int at) {
    byte[] flipped = signature.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  private static byte[] filled() {
    byte[] filled = new byte[64];
    Arrays.fill(filled, (byte) 0xFF);
    return filled;
  }

  @Test
  void noOtherKindOfKeyIsTaken() throws Exception {
    KeyPair other = pair("secp384r1");
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    for (Es256 each : LIBRARIES) {
      for (KeyPair wrong : List.of(other, rsa)) {
        assertThatThrownBy(() -> each.prepared(wrong.getPublic()))
            .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> each.prepared(wrong.getPrivate()))
            .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> each.sign(wrong.getPrivate(), SIGNED))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(each.verify(wrong.getPublic(), SIGNED, Octets.copyOf(new byte[64]))).isFalse();
      }
    }
  }

  @Test
  void itSaysWhichLibraryItUses() {
    assertThat(Es256.byJdk().library()).isEqualTo("the JDK");
    assertThat(Es256.open().library()).matches("the JDK|AmazonCorrettoCryptoProvider .*");
  }
}

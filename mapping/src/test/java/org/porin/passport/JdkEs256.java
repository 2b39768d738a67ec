package org.porin.passport;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.porin.passport.SignedPassport.Signer;
import org.porin.wire.Octets;

/** ES256 as the JDK has it, for tests. */
final class JdkEs256 {
  private static final String SCHEME = "SHA256withECDSAinP1363Format";

  private JdkEs256() {}

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A SubjectPublicKeyInfo in base64. */
  static PublicKey publicKey(String base64) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
  }

  static Signer<GeneralSecurityException> signer(PrivateKey key) {
    return input -> {
      Signature signature = Signature.getInstance(SCHEME);
      signature.initSign(key);
      signature.update(input.toArray());
      return Octets.copyOf(signature.sign());
    };
  }

  static boolean verifies(SignedPassport token, PublicKey key) throws GeneralSecurityException {
    return verifies(token.signingInput(), token.signature(), key);
  }

  static boolean verifies(Octets input, Octets signed, PublicKey key)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(SCHEME);
    signature.initVerify(key);
    signature.update(input.toArray());
    return signature.verify(signed.toArray());
  }

  /** The same for a token that need not be one of ours. */
  static boolean verifies(String token, PublicKey key) throws GeneralSecurityException {
    int dot = token.lastIndexOf('.');
    return verifies(
        Octets.utf8(token.substring(0, dot)),
        Octets.copyOf(Base64.getUrlDecoder().decode(token.substring(dot + 1))),
        key);
  }
}

package org.porin.trust;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.porin.passport.SignedPassport;

/** The vectors of TRUST: tokens, and the public keys that they verify with. */
final class TrustVectorFiles {
  static final String DIRECTORY = "../mapping/src/test/resources/vectors/trust";

  private TrustVectorFiles() {}

  static SignedPassport token(String kind) throws Exception {
    return SignedPassport.parse(lastWord(kind + " token("));
  }

  /** A certificate for the key of that name. */
  static X509Certificate certificate(TrustScene scene, String domain, String key) throws Exception {
    return TrustScene.builder()
        .subject("CN=" + domain)
        .addSanUriName(URI.create("sip:" + domain))
        .publicKey(publicKey(key))
        .buildIssuedBy(scene.authority)
        .getCertificate();
  }

  private static PublicKey publicKey(String key) throws Exception {
    byte[] der = Base64.getDecoder().decode(lastWord("key " + key + " pub "));
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
  }

  private static String lastWord(String start) throws IOException {
    String line =
        Files.readAllLines(Path.of(DIRECTORY, "vectors.txt")).stream()
            .filter(each -> each.startsWith(start))
            .findFirst()
            .orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }
}

package org.porin.membrane;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.porin.wire.Octets;

/**
 * SHA-256 digests as texts of 32 chars, one an octet: what tables keep in place of a peer's words.
 */
final class Digests {
  private Digests() {}

  static String of(String text) {
    return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String of(Octets octets) {
    return of(octets.toBuffer());
  }

  private static String of(ByteBuffer octets) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(octets);
      return new String(sha256.digest(), StandardCharsets.ISO_8859_1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

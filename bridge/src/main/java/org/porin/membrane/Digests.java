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
  /** Never updated: a copy of it spares the search for a provider at every message. */
  private static final MessageDigest SHA_256 = sha256();

  private Digests() {}

  static String of(String text) {
    return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String of(Octets octets) {
    return of(octets.toBuffer());
  }

  private static String of(ByteBuffer octets) {
    MessageDigest digest = copy();
    digest.update(octets);
    return new String(digest.digest(), StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest copy() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      return sha256();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

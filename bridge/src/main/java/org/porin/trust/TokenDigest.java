package org.porin.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.porin.trust.TokenMemory.Outcome;

/**
 * 128 bits for a token. They come of the name of its signing input and not of its signature, of
 * which anybody can make a second one that holds as well (TRUST 9).
 */
record TokenDigest(long high, long low) {
  /** That of a token by its name (see {@code Assertion.token}). */
  static TokenDigest of(String name) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(name));
    return new TokenDigest(digest.getLong(), digest.getLong());
  }

  Outcome putInto(TokenMemory memory, String signer, long now) {
    return memory.put(high, low, signer, now);
  }

  void removeFrom(TokenMemory memory) {
    memory.remove(high, low);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package org.porin.membrane;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.porin.wire.Octets;

/**
 * 128 bits of SHA-256: what tables keep in place of a peer's words. Short enough to keep a million,
 * and long enough that nobody finds two words with the same.
 */
record Digest(long high, long low) {
  /** One a thread: a new one for each message would cost a search for it. */
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::sha256);

  static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static Digest of(Octets octets) {
    return of(octets.toArray());
  }

  private static Digest of(byte[] octets) {
    MessageDigest sha256 = SHA_256.get();
    sha256.reset(); // of what an error may have left in it
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest(octets));
    return new Digest(digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Any of its bits are as good as all of them. */
  @Override
  public int hashCode() {
    return (int) low;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest that && high == that.high && low == that.low;
  }

  /** In letters and digits, as part of a longer identity. */
  @Override
  public String toString() {
    return Long.toHexString(high) + "." + Long.toHexString(low);
  }
}

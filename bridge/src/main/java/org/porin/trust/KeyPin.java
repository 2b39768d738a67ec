package org.porin.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.porin.wire.MalformedException;

/**
 * A public key, by the SHA-256 of its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7, as RFC 7469 §2.4
 * pins it): it stays the same when the certificate around it is renewed.
 *
 * @param base64 of the 32 octets
 */
public record KeyPin(String base64) {
  private static final String PREFIX = "sha256/";
  private static final int OCTETS = 32;
  private static final int HEX_CHARS = 2 * OCTETS;

  /** The pin of a key. */
  public static KeyPin of(PublicKey key) {
    try {
      return of(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static KeyPin of(byte[] digest) {
    return new KeyPin(Base64.getEncoder().encodeToString(digest));
  }

  /**
   * Reads a pin: 32 octets in base64, or in hexadecimal with or without colons; {@code sha256/} may
   * stand before it.
   *
   * @throws MalformedException when it is anything else
   */
  public static KeyPin parse(String given) throws MalformedException {
    String text = given.startsWith(PREFIX) ? given.substring(PREFIX.length()) : given;
    String hex = text.replace(":", "");
    try {
      byte[] digest =
          hex.length() == HEX_CHARS
              ? HexFormat.of().parseHex(hex)
              : Base64.getDecoder().decode(text);
      if (digest.length == OCTETS) {
        return of(Arrays.copyOf(digest, OCTETS));
      }
    } catch (IllegalArgumentException e) {
      // told below, with what was expected
    }
    throw new MalformedException("a SHA-256 in base64 or hexadecimal", 0);
  }

  @Override
  public String toString() {
    return base64;
  }
}

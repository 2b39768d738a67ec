package org.porin.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.porin.wire.Octets;

/**
 * How a digest is computed (RFC 7616 §3.3; for SIP, RFC 3261 §22.4 and RFC 8760 §2.1). Basic is not
 * among them, and never will be (RFC 3261 §22).
 */
public enum DigestAlgorithm {
  MD5("MD5", "MD5", false),
  MD5_SESS("MD5-sess", "MD5", true),
  SHA_256("SHA-256", "SHA-256", false),
  SHA_256_SESS("SHA-256-sess", "SHA-256", true),
  SHA_512_256("SHA-512-256", "SHA-512/256", false),
  SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true);

  private final String wire;
  private final String hash;
  private final boolean session;

  DigestAlgorithm(String wire, String hash, boolean session) {
    this.wire = wire;
    this.hash = hash;
    this.session = session;
  }

  /** The algorithm of this name, which compares without case; empty for one that is not here. */
  static Optional<DigestAlgorithm> of(String wire) {
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.wire.equalsIgnoreCase(wire)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** Whether nonce and cnonce go into the key (RFC 7616 §3.4.2), so that there must be a cnonce. */
  boolean isSession() {
    return session;
  }

  /** H(data) in lower-case hexadecimal digits, of the UTF-8 of a text. */
  String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  /** H(data) in lower-case hexadecimal digits. */
  String hash(Octets octets) {
    return hash(octets.toArray());
  }

  private String hash(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java 17 has " + hash, e);
    }
  }

  /** The name on the wire. */
  @Override
  public String toString() {
    return wire;
  }
}

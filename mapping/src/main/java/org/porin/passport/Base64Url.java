package org.porin.passport;

import java.util.Base64;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * base64url without padding (RFC 7515 §2), in the one spelling that octets have: with other bits
 * behind the last octet two texts would be one token.
 */
final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  static String encode(byte[] octets) {
    return ENCODER.encodeToString(octets);
  }

  static Octets decode(String text) throws MalformedException {
    byte[] octets;
    try {
      octets = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("base64url", 0);
    }
    if (!encode(octets).equals(text)) {
      throw new MalformedException("base64url without padding and needless bits", 0);
    }
    return Octets.copyOf(octets);
  }
}

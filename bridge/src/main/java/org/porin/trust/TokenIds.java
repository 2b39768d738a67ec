package org.porin.trust;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes {@code jti}: 128 bits that nobody guesses (TRUST 1). Safe for many threads. */
final class TokenIds {
  private static final int OCTETS = 16;

  private final RandomGenerator random = new SecureRandom();

  String next() {
    byte[] id = new byte[OCTETS];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}

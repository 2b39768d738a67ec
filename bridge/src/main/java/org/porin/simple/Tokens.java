package org.porin.simple;

import java.security.SecureRandom;

/**
 * Random tokens for tags, branches and Call-IDs: 130 bits in base32, more than the 32 that RFC 3261
 * §19.3 wants of a tag and beyond guessing. Draws from the system in large pieces, since one at a
 * time costs more than a message; used by one thread.
 */
final class Tokens {
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final int TOKEN_CHARS = 26;

  /** As long as every token. */
  static final String SAMPLE = "a".repeat(TOKEN_CHARS);

  private final SecureRandom random = new SecureRandom();
  private final byte[] octets = new byte[TOKEN_CHARS * 256];
  private int at = octets.length;

  /** A token that nobody has seen. */
  String next() {
    if (at == octets.length) {
      random.nextBytes(octets);
      at = 0;
    }
    char[] token = new char[TOKEN_CHARS];
    for (int i = 0; i < TOKEN_CHARS; i++) {
      token[i] = ALPHABET[octets[at++] & 31];
    }
    return new String(token);
  }
}

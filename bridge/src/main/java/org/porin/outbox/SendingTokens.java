package org.porin.outbox;

import java.util.random.RandomGenerator;
import org.porin.profile.Sending;

/** Tokens of {@link Sending}; draws in large pieces, since one at a time costs. Thread-safe. */
final class SendingTokens {
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

  private final RandomGenerator random;
  private final byte[] octets = new byte[Sending.TOKEN_CHARS * 256];
  private int at = octets.length;

  /**
   * @param random nobody can guess
   */
  SendingTokens(RandomGenerator random) {
    this.random = random;
  }

  synchronized String next() {
    if (at == octets.length) {
      random.nextBytes(octets);
      at = 0;
    }
    char[] token = new char[Sending.TOKEN_CHARS];
    for (int i = 0; i < token.length; i++) {
      token[i] = ALPHABET[octets[at++] & 31];
    }
    return new String(token);
  }
}

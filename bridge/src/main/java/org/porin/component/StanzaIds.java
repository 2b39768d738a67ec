package org.porin.component;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.porin.profile.MessageOperation;
import org.porin.profile.Sending;

/** Makes the ids of stanzas that this bridge sends. Safe for many threads. */
final class StanzaIds {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final char OPERATION = '.';
  private static final int CHARS_OF_64_BITS = 13;
  private static final int CHARS_OF_128_BITS = 26;

  private final RandomGenerator random;
  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param random must not be predictable, so that nobody can answer in another's name; safe for
   *     many threads
   */
  StanzaIds(RandomGenerator random) {
    this.random = random;
    this.prefix = base32(CHARS_OF_64_BITS);
  }

  /** An id that no other stanza of this bridge has, also not after a restart (RFC 6120 §8.1.3). */
  String next() {
    return prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
  }

  /** One for the stanza of an operation, which ends in what names that in the log. */
  String next(MessageOperation operation) {
    return next() + OPERATION + operation.correlationId();
  }

  /** One that is the same for each try of a message (OPEN b), and ends in the same way. */
  static String of(MessageOperation operation, Sending sending) {
    return sending.token() + OPERATION + operation.correlationId();
  }

  /** What names the operation of such an id in the log; empty where it is not one. */
  static String operationOf(String id) {
    int at = id.lastIndexOf(OPERATION);
    return at < 0 ? "" : id.substring(at + 1);
  }

  /** Whether {@link #next} made this id, or {@link #of}, here or in a process before. */
  boolean isOurs(String id) {
    return id.startsWith(prefix)
        || (id.length() > Sending.TOKEN_CHARS
            && id.charAt(Sending.TOKEN_CHARS) == OPERATION
            && Sending.isToken(id.substring(0, Sending.TOKEN_CHARS)));
  }

  /** An id that cannot be guessed from those before. */
  String nextUnguessable() {
    return base32(CHARS_OF_128_BITS);
  }

  private String base32(int chars) {
    StringBuilder text = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) {
      text.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return text.toString();
  }
}

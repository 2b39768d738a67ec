package org.porin.membrane;

import java.time.Duration;

/**
 * Who has written to whom lately. A pair is known from its first message on, in whichever direction
 * that went: an answer is no first contact. Bounded in number; what was forgotten is a first
 * contact again. Safe for many threads.
 */
final class FirstContacts {
  /** For how long a pair is known at least, while there is room. */
  static final Duration KNOWN = Duration.ofDays(7);

  private static final long MET = 1;

  private final RecentDigests pairs;

  /**
   * @param limit the most pairs that are remembered, each for about 100 octets at the most
   * @param now of a monotonic clock, in nanoseconds
   */
  FirstContacts(int limit, long now) {
    pairs = new RecentDigests(limit, KNOWN, now);
  }

  /** Whether the two do not know each other. */
  boolean isFirst(String source, String destination, long now) {
    synchronized (pairs) {
      return pairs.get(pair(source, destination), now) == DigestTable.ABSENT;
    }
  }

  /** From now on they do. */
  void met(String source, String destination, long now) {
    synchronized (pairs) {
      pairs.put(pair(source, destination), MET, now);
    }
  }

  private static Digest pair(String one, String other) {
    return Digest.of(one.compareTo(other) < 0 ? one + "\n" + other : other + "\n" + one);
  }
}

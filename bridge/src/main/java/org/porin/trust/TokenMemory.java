package org.porin.trust;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by a digest, each for the same time from when it was put. They stand in a ring in the
 * order in which they came, with a hash index over it: about 40 octets for each, where a map of
 * objects takes four times as much. Bounded; a full one takes nothing and drops nothing. One signer
 * has at most {@value #SHARE} times as much as is free: alone four fifths of all, and whatever some
 * of them take, others find room. Used under the lock of its owner.
 */
final class TokenMemory {
  /** What one signer may have, for each that is free. */
  static final int SHARE = 4;

  private static final int LEAST = 64; // a power of two

  /** What became of a put. */
  enum Outcome {
    TAKEN,
    KNOWN,
    FULL,
    SIGNER_FULL
  }

  private final int most;
  private final long lifeNanos;
  private final Map<String, Signer> signers = new HashMap<>();

  private long[] highs = new long[LEAST];
  private long[] lows = new long[LEAST];
  private long[] times = new long[LEAST];
  private @Nullable Signer[] owners = new @Nullable Signer[LEAST]; // null: forgotten
  private int first; // the oldest
  private int length; // of the ring, forgotten ones too
  private int[] index = emptyIndex(2 * LEAST); // of places in the ring, or -1
  private int size;

  /**
   * @param most that are kept at a time
   * @param life how long each is kept
   */
  TokenMemory(int most, Duration life) {
    this.most = most;
    this.lifeNanos = life.toNanos();
  }

  private static final class Signer {
    final String domain;
    int tokens;

    Signer(String domain) {
      this.domain = domain;
    }
  }

  /**
   * Remembers a token.
   *
   * @param now of a monotonic clock, in nanoseconds
   */
  Outcome put(long high, long low, String domain, long now) {
    expire(now);
    if (index[slot(high, low)] >= 0) {
      return Outcome.KNOWN;
    }
    if (size >= most) {
      return Outcome.FULL;
    }
    Signer signer = signers.computeIfAbsent(domain, Signer::new);
    if (signer.tokens >= SHARE * (most - size)) {
      return Outcome.SIGNER_FULL;
    }
    signer.tokens++;
    append(high, low, signer, now);
    return Outcome.TAKEN;
  }

  /** Whether it is there. */
  boolean has(long high, long low, long now) {
    expire(now);
    return index[slot(high, low)] >= 0;
  }

  /** Forgets a token; one that is not there is no matter. */
  void remove(long high, long low) {
    int slot = slot(high, low);
    if (index[slot] >= 0) {
      leave(index[slot]);
      unlink(slot);
    }
  }

  /** How long until the oldest is forgotten by its age; zero when nothing is there. */
  Duration untilRoom(long now) {
    expire(now);
    return length == 0 ? Duration.ZERO : Duration.ofNanos(times[first] + lifeNanos - now);
  }

  int size(long now) {
    expire(now);
    return size;
  }

  private void expire(long now) {
    while (length > 0 && (owners[first] == null || now - times[first] >= lifeNanos)) {
      if (owners[first] != null) {
        unlink(slot(highs[first], lows[first]));
        leave(first);
      }
      first = place(1);
      length--;
    }
  }

  private void append(long high, long low, Signer signer, long now) {
    if (length == highs.length) {
      rebuild(size >= length / 2 ? length * 2 : length); // else half of it was forgotten
    }
    int place = place(length++);
    fill(place, high, low, signer, now);
    index[slot(high, low)] = place;
    size++;
  }

  private void fill(int place, long high, long low, Signer signer, long time) {
    highs[place] = high;
    lows[place] = low;
    times[place] = time;
    owners[place] = signer;
  }

  /** The ring anew, in its order and without those that were forgotten. */
  private void rebuild(int capacity) {
    TokenMemory wider = new TokenMemory(most, Duration.ofNanos(lifeNanos));
    wider.highs = new long[capacity];
    wider.lows = new long[capacity];
    wider.times = new long[capacity];
    wider.owners = new @Nullable Signer[capacity];
    wider.index = emptyIndex(2 * capacity);
    for (int i = 0; i < length; i++) {
      int place = place(i);
      Signer owner = owners[place];
      if (owner != null) {
        wider.append(highs[place], lows[place], owner, times[place]);
      }
    }
    highs = wider.highs;
    lows = wider.lows;
    times = wider.times;
    owners = wider.owners;
    index = wider.index;
    first = 0;
    length = wider.length;
  }

  private void leave(int place) {
    Signer signer = owners[place];
    if (signer != null && --signer.tokens == 0) {
      signers.remove(signer.domain);
    }
    owners[place] = null;
    size--;
  }

  /** Empties a slot, and moves up what was put behind it for want of a better one. */
  private void unlink(int slot) {
    int mask = index.length - 1;
    int hole = slot;
    for (int at = (hole + 1) & mask; index[at] >= 0; at = (at + 1) & mask) {
      int home = (int) highs[index[at]] & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        index[hole] = index[at];
        hole = at;
      }
    }
    index[hole] = -1;
  }

  /** Where it is in the index, or the free slot where it would be; digests are evenly spread. */
  private int slot(long high, long low) {
    int mask = index.length - 1;
    int at = (int) high & mask;
    while (index[at] >= 0 && (highs[index[at]] != high || lows[index[at]] != low)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int place(int offset) {
    return (first + offset) & (highs.length - 1);
  }

  private static int[] emptyIndex(int slots) {
    int[] index = new int[slots];
    Arrays.fill(index, -1);
    return index;
  }
}

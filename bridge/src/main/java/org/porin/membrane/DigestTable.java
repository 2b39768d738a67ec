package org.porin.membrane;

/**
 * Numbers by {@link Digest}, in one array: 24 octets for each and little more, where a map of
 * objects takes ten times as much. It doubles as it fills, and nothing is taken out singly. Used
 * under the lock of its owner.
 */
final class DigestTable {
  /** What is answered for a digest that is not there; never a value. */
  static final long ABSENT = 0;

  private static final int LEAST_SLOTS = 64;
  private static final int LONGS = 3; // of a slot: high, low, value

  private long[] slots;
  private int size;

  /**
   * @param expected how many it will probably hold, so that it need not grow
   */
  DigestTable(int expected) {
    long wanted = Math.max(LEAST_SLOTS, expected * 4L / 3 + 1);
    slots = new long[Math.toIntExact(Long.highestOneBit(wanted * 2 - 1) * LONGS)];
  }

  int size() {
    return size;
  }

  /** The number of a digest, or {@link #ABSENT}. */
  long get(Digest digest) {
    return slots[slot(slots, digest.high(), digest.low()) + 2];
  }

  /**
   * Sets the number of a digest.
   *
   * @param value not {@link #ABSENT}
   */
  void put(Digest digest, long value) {
    if (value == ABSENT) {
      throw new IllegalArgumentException("a value that means something");
    }
    int slot = slot(slots, digest.high(), digest.low());
    if (slots[slot + 2] == ABSENT) {
      size++;
    }
    fill(slots, slot, digest.high(), digest.low(), value);
    if (size * 4L > slots.length / LONGS * 3L) {
      grow();
    }
  }

  private void grow() {
    long[] wider = new long[slots.length * 2];
    for (int i = 0; i < slots.length; i += LONGS) {
      if (slots[i + 2] != ABSENT) {
        fill(wider, slot(wider, slots[i], slots[i + 1]), slots[i], slots[i + 1], slots[i + 2]);
      }
    }
    slots = wider;
  }

  /** Where it is, or the free place where it would be; digests are evenly spread as they are. */
  private static int slot(long[] slots, long high, long low) {
    int mask = slots.length / LONGS - 1;
    int at = (int) high & mask;
    while (slots[at * LONGS + 2] != ABSENT
        && (slots[at * LONGS] != high || slots[at * LONGS + 1] != low)) {
      at = (at + 1) & mask;
    }
    return at * LONGS;
  }

  private static void fill(long[] slots, int slot, long high, long low, long value) {
    slots[slot] = high;
    slots[slot + 1] = low;
    slots[slot + 2] = value;
  }
}

package org.porin.membrane;

/**
 * Numbers by {@link Digest}, in two arrays: 25 octets for each and little more, where a map of
 * objects takes ten times as much. It doubles as it fills, and nothing is taken out singly. Used
 * under the lock of its owner.
 *
 * <p>A table of a million is larger than any cache of a processor, and most of what is looked up is
 * in none. So each slot has a mark of one octet in an array of their own, which mostly answers that
 * alone.
 */
final class DigestTable {
  /** What is answered for a digest that is not there; never a value. */
  static final long ABSENT = 0;

  private static final int LEAST_SLOTS = 64;
  private static final int LONGS = 3; // of a slot: high, low, value
  private static final byte FREE = 0;

  private byte[] marks;
  private long[] slots;
  private int size;

  /**
   * @param expected how many it will probably hold, so that it need not grow
   */
  DigestTable(int expected) {
    long wanted = Math.max(LEAST_SLOTS, expected * 4L / 3 + 1);
    marks = new byte[Math.toIntExact(Long.highestOneBit(wanted * 2 - 1))];
    slots = new long[Math.multiplyExact(marks.length, LONGS)];
  }

  int size() {
    return size;
  }

  /** The number of a digest, or {@link #ABSENT}. */
  long get(Digest digest) {
    int slot = slot(digest.high(), digest.low());
    return marks[slot] == FREE ? ABSENT : slots[slot * LONGS + 2];
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
    if (fill(digest.high(), digest.low(), value)) {
      size++;
      if (size * 4L > marks.length * 3L) {
        grow();
      }
    }
  }

  private void grow() {
    byte[] before = marks;
    long[] filled = slots;
    byte[] moreMarks = new byte[Math.multiplyExact(before.length, 2)];
    slots = new long[Math.multiplyExact(filled.length, 2)]; // both or none, where memory is short
    marks = moreMarks;
    for (int slot = 0; slot < before.length; slot++) {
      if (before[slot] != FREE) {
        int at = slot * LONGS;
        fill(filled[at], filled[at + 1], filled[at + 2]);
      }
    }
  }

  /** Where it is, or the free place where it would be; digests are evenly spread as they are. */
  private int slot(long high, long low) {
    int mask = marks.length - 1;
    byte mark = mark(low);
    int slot = (int) high & mask;
    while (marks[slot] != FREE
        && (marks[slot] != mark || slots[slot * LONGS] != high || slots[slot * LONGS + 1] != low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Of other bits than those that choose the slot. */
  private static byte mark(long low) {
    byte mark = (byte) low;
    return mark == FREE ? 1 : mark;
  }

  /** Gives whether it was not there before. */
  private boolean fill(long high, long low, long value) {
    int slot = slot(high, low);
    boolean isNew = marks[slot] == FREE;
    int at = slot * LONGS;
    marks[slot] = mark(low);
    slots[at] = high;
    slots[at + 1] = low;
    slots[at + 2] = value;
    return isNew;
  }
}

package org.porin.membrane;

import java.time.Duration;

/**
 * Numbers by {@link Digest}, each kept at least for a while after it was put, and not much longer
 * than twice that: in two tables, of which the older is dropped as a whole when the younger is old.
 * Bounded in number; when it is full the older half goes early. Used under the lock of its owner.
 */
final class RecentDigests {
  private final int most;
  private final long ageNanos;
  private DigestTable young = new DigestTable(0);
  private DigestTable old = new DigestTable(0);
  private long youngSince;

  /**
   * @param limit the most that are kept, at least 2
   * @param age how long each is kept at least, as long as there is room
   * @param now of a monotonic clock, in nanoseconds
   */
  RecentDigests(int limit, Duration age, long now) {
    this.most = Math.max(1, limit / 2);
    this.ageNanos = age.toNanos();
    this.youngSince = now;
  }

  /** The number of a digest, or {@link DigestTable#ABSENT}. */
  long get(Digest digest, long now) {
    turn(now);
    long value = young.get(digest);
    return value == DigestTable.ABSENT ? old.get(digest) : value;
  }

  /** Sets the number of a digest, which is young from then on. */
  void put(Digest digest, long value, long now) {
    turn(now);
    young.put(digest, value);
    if (young.size() >= most) {
      age(now);
    }
  }

  int size() {
    return young.size() + old.size();
  }

  private void turn(long now) {
    if (now - youngSince >= 2 * ageNanos) { // nothing was asked for so long: both are old
      age(now);
      age(now);
    } else if (now - youngSince >= ageNanos) {
      age(now);
    }
  }

  private void age(long now) {
    old = young;
    young = new DigestTable(old.size());
    youngSince = now;
  }
}

package org.porin.conformance.load;

import java.util.Arrays;
import java.util.BitSet;

/** What the two sides of a presence load have seen. Safe for many threads. */
final class PresenceBook {
  private final int pairs;
  private final BitSet users = new BitSet();
  private final BitSet contacts = new BitSet();
  private final BitSet refreshed = new BitSet();
  private final long[] changedAt;
  private final long[] latencies;
  private int latencyCount;
  private int notifications;
  private long windowBegun = System.nanoTime();
  private int inWindow;
  private int mostInWindow;

  PresenceBook(int pairs, int changes) {
    this.pairs = pairs;
    changedAt = new long[pairs];
    latencies = new long[changes];
  }

  /** All that is seen is to be seen again. */
  synchronized void begin() {
    users.clear();
    contacts.clear();
    refreshed.clear();
    notifications = 0;
    mostInWindow = 0;
  }

  /** The user of a pair was told of the contact. */
  synchronized void told(int pair) {
    users.set(pair);
  }

  /** The bridge asked for a subscription to the contact of a pair, or for longer. */
  synchronized void asked(int pair) {
    refreshed.set(pair);
  }

  /** The contact of a pair was told of the user. */
  synchronized void notified(int pair) {
    contacts.set(pair);
    notifications++;
    if (changedAt[pair] != 0 && latencyCount < latencies.length) {
      latencies[latencyCount++] = System.nanoTime() - changedAt[pair];
      changedAt[pair] = 0;
    }
  }

  /** The user of a pair changes now. */
  synchronized void changed(int pair) {
    changedAt[pair] = System.nanoTime();
  }

  /** The bridge probed somebody: so it resynchronises one subscription. */
  synchronized void probed() {
    long now = System.nanoTime();
    if (now - windowBegun > 1_000_000_000L) {
      windowBegun = now;
      inWindow = 0;
    }
    inWindow++;
    mostInWindow = Math.max(mostInWindow, inWindow);
  }

  /** Subscriptions, both ways, that have been seen since the begin. */
  synchronized int seen() {
    return users.cardinality() + contacts.cardinality();
  }

  /** The same after a restart: asked anew by SIP, and told. */
  synchronized int resynchronised() {
    return refreshed.cardinality() + contacts.cardinality();
  }

  int all() {
    return 2 * pairs;
  }

  synchronized int notifications() {
    return notifications;
  }

  /** The most probes in one second. */
  synchronized int mostProbes() {
    return mostInWindow;
  }

  /** Changes that have arrived. */
  synchronized int arrived() {
    return latencyCount;
  }

  /** So many of a thousand changes arrived in this time or less, in milliseconds. */
  synchronized long latencyMillis(int permille) {
    long[] sorted = Arrays.copyOf(latencies, latencyCount);
    Arrays.sort(sorted);
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * permille / 1_000)]
            / 1_000_000;
  }
}

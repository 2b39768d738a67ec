package org.porin.trust;

import java.util.HashMap;
import java.util.Map;

/** How many fetches are under way, to whom. Safe for many threads. */
final class FetchTurns {
  private final int most;
  private final int mostForEach;
  private final Map<Object, Integer> underWay = new HashMap<>(); // guarded by this
  private int all; // guarded by this

  /**
   * @param most all together
   * @param mostForEach to one peer
   */
  FetchTurns(int most, int mostForEach) {
    this.most = most;
    this.mostForEach = mostForEach;
  }

  /** Takes a turn, if there is one, until {@link #leave}. */
  synchronized boolean enter(Object peer) {
    int already = underWay.getOrDefault(peer, 0);
    if (all == most || already == mostForEach) {
      return false;
    }
    all++;
    underWay.put(peer, already + 1);
    return true;
  }

  synchronized void leave(Object peer) {
    all--;
    underWay.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
  }
}

package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What was learnt about far ends from what they answered. Used by one thread.
 *
 * @param dialects what each instant inbox takes
 * @param targets which next hops are to be left alone
 * @param book what happened, for the operator
 */
record PeerMemory(DialectMemory dialects, TargetMemory targets, PeerBook book) {
  private static final int MOST_TARGETS = 10_000;

  /** So many that all of them fit into one reply to the operator. */
  private static final int MOST_PLACES = 1_000;

  /**
   * An empty memory.
   *
   * @param inboxes whose dialects are remembered
   * @param lifetime how long a dialect is believed
   */
  static PeerMemory of(int inboxes, Duration lifetime) {
    return new PeerMemory(
        new DialectMemory(inboxes, lifetime),
        new TargetMemory(MOST_TARGETS),
        new PeerBook(MOST_PLACES));
  }

  /** Everything, by domain and address. */
  List<PeerStatus> statuses(Peers peers, Windows windows, Instant now) {
    var accepted = dialects.accepted(now);
    return book.entries().stream()
        .map(
            entry -> {
              InetSocketAddress address = entry.place().address();
              return new PeerStatus(
                  entry.place().domain(),
                  address,
                  entry.since(),
                  accepted.getOrDefault(entry.place(), Map.of()),
                  entry.lastTaken(),
                  entry.lastTrouble(),
                  targets.waitsUntil(address, now),
                  windows.inFlight(address),
                  windows.waiting(address),
                  peers.of(entry.place().domain()).window());
            })
        .sorted(Comparator.comparing(PeerStatus::domain))
        .toList();
  }
}

package org.porin.outbox;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.porin.profile.OutcomeSink.Told;

/** What became of what an outbox held. Not safe for several threads. */
final class OutboxCounts {
  private final Set<String> named;
  private final Map<String, PeerCounts> peers = new TreeMap<>();
  private final Map<RetryRule, Long> retried = new EnumMap<>(RetryRule.class);
  private final Map<Told, Long> told = new EnumMap<>(Told.class);
  private long unreadable;

  /**
   * @param named peers that are counted apart
   */
  OutboxCounts(Set<String> named) {
    this.named = named;
    peers.put(OutboxReport.OTHER, new PeerCounts());
  }

  /** Where messages are counted that depend on a peer; nobody outside makes a new one. */
  PeerCounts of(String peer) {
    String name = named.contains(peer) ? peer : OutboxReport.OTHER;
    return peers.computeIfAbsent(name, unused -> new PeerCounts());
  }

  void retried(RetryRule rule) {
    retried.merge(rule, 1L, Long::sum);
  }

  void told(Told how) {
    told.merge(how, 1L, Long::sum);
  }

  void unreadable() {
    unreadable++;
  }

  Map<String, PeerCounts> peers() {
    return Collections.unmodifiableMap(peers);
  }

  Map<RetryRule, Long> retried() {
    return Map.copyOf(retried);
  }

  Map<Told, Long> told() {
    return Map.copyOf(told);
  }

  long unreadableRows() {
    return unreadable;
  }
}

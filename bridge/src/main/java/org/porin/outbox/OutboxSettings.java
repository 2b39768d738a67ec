package org.porin.outbox;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * What one direction of an outbox has to know.
 *
 * @param perDestination the most messages that wait for one destination
 * @param memoryOctets the most memory for messages that are not parked
 * @param rowOctets the most octets of rows, each with its own overhead
 * @param expiry of messages to, or from, a foreign domain
 * @param longestExpiry of these
 * @param longestPause of a circuit
 * @param named foreign domains that are counted each apart; all others are counted together
 */
public record OutboxSettings(
    int perDestination,
    long memoryOctets,
    long rowOctets,
    Function<String, Duration> expiry,
    Duration longestExpiry,
    Duration longestPause,
    Set<String> named) {
  /** A foreign peer that is away is asked once a minute. */
  public static final Duration PEER_PAUSE = Duration.ofMinutes(1);

  /** The own server that is away is asked as often as its link is tried. */
  public static final Duration LINK_PAUSE = Duration.ofSeconds(2);

  public OutboxSettings {
    named = Set.copyOf(named);
  }

  /** With no domain that is counted apart. */
  public OutboxSettings(
      int perDestination,
      long memoryOctets,
      long rowOctets,
      Function<String, Duration> expiry,
      Duration longestExpiry,
      Duration longestPause) {
    this(perDestination, memoryOctets, rowOctets, expiry, longestExpiry, longestPause, Set.of());
  }
}

package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.porin.mapping.Dialect;

/**
 * What is known of a foreign domain at one of its addresses (DESIGN 3.14).
 *
 * @param domain in lower case and A-labels
 * @param address of the next hop
 * @param since when the first message was sent there, as far as is remembered
 * @param dialects for how many of its instant inboxes each dialect is known to be accepted
 * @param lastTaken when it last answered 2xx
 * @param lastTrouble what last went wrong with it
 * @param waitsUntil until when nothing is sent there, since it said so with Retry-After
 * @param inFlight requests that wait for its answer
 * @param waiting messages that wait for room in its window
 * @param window the most requests that may wait for its answer at a time
 */
public record PeerStatus(
    String domain,
    InetSocketAddress address,
    Instant since,
    Map<Dialect, Integer> dialects,
    Optional<Instant> lastTaken,
    Optional<Trouble> lastTrouble,
    Optional<Instant> waitsUntil,
    int inFlight,
    int waiting,
    int window) {
  public PeerStatus {
    dialects = Map.copyOf(dialects);
  }

  /**
   * Something that went wrong.
   *
   * @param cause in words
   */
  public record Trouble(Instant at, String cause) {}
}

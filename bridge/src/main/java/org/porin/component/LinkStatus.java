package org.porin.component;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How one link is, for an operator.
 *
 * @param domain of the component
 * @param since when it came into this state
 * @param lastEnd why the last connection ended, or the last try failed; stays when the link is back
 * @param counts since the start
 */
public record LinkStatus(
    String domain,
    State state,
    Instant since,
    Optional<LinkEnd> lastEnd,
    Map<LinkCount, Long> counts) {
  /** Where a link is in its life. */
  public enum State {
    /** Not started. */
    NEW,
    /** Connecting, or in the handshake. */
    CONNECTING,
    /** Stanzas flow. */
    OPEN,
    /** Waiting before the next try. */
    WAITING,
    /** Closed by this side for good. */
    CLOSED
  }

  public LinkStatus {
    counts = Map.copyOf(counts);
  }
}

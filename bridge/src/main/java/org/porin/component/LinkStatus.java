package org.porin.component;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How one link is, for an operator. A plain value: health pages and metrics are made of it.
 *
 * @param domain of the component
 * @param since when it came into this state
 * @param lastEnd why the last connection ended, or the last try failed; stays when the link is back
 * @param traffic since the start
 * @param ends how often a connection, or a try to make one, ended for each cause, since the start
 * @param counts since the start
 */
public record LinkStatus(
    String domain,
    State state,
    Instant since,
    Optional<LinkEnd> lastEnd,
    LinkTraffic traffic,
    Map<LinkEnd.Cause, Long> ends,
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
    /** Another bridge has the link, or may have it. */
    STANDBY,
    /** Closed by this side for good. */
    CLOSED
  }

  public LinkStatus {
    ends = Map.copyOf(ends);
    counts = Map.copyOf(counts);
  }

  /** Whether stanzas flow. */
  public boolean isOpen() {
    return state == State.OPEN;
  }
}

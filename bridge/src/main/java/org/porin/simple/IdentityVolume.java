package org.porin.simple;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What became of signatures on their way out: plain numbers since the start. How many there were,
 * and what came in, whoever signs and verifies knows.
 *
 * @param unsigned requests that were sent without one though this bridge signs
 * @param disbelieved signed requests that peers refused for what was said of their source, by
 *     status: 428, 436, 437, 438, and 403 for a stale Date or a replay
 */
public record IdentityVolume(Map<Unsigned, Long> unsigned, Map<Integer, Long> disbelieved) {
  public IdentityVolume {
    unsigned = Map.copyOf(unsigned);
    disbelieved = Map.copyOf(disbelieved);
  }

  /** How many were sent without, for a cause. */
  public long unsigned(Unsigned cause) {
    return requireNonNull(unsigned.get(cause));
  }

  /** Why there was no signature. */
  public enum Unsigned {
    /** There is no key for the domain of the source. */
    NO_KEY,
    /** It would be too large with one, or no connection carries it. */
    NO_ROOM
  }
}

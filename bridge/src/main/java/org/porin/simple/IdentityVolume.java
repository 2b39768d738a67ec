package org.porin.simple;

import java.util.Map;
import org.porin.profile.Failure.Reason;

/**
 * Who spoke, as far as it was said and verified: plain numbers since the start.
 *
 * @param ends requests that went out or came in, by what was said of their source
 * @param refused requests of peers that were refused for what was said, or not said, of their
 *     source, by cause
 * @param answered signed requests that peers refused for it, by status: 428, 436, 437, 438, and 403
 *     for a Date that is stale to them
 */
public record IdentityVolume(
    Map<End, Long> ends, Map<Reason, Long> refused, Map<Integer, Long> answered) {
  public IdentityVolume {
    ends = Map.copyOf(ends);
    refused = Map.copyOf(refused);
    answered = Map.copyOf(answered);
  }

  /** What was said of a source. */
  public enum End {
    /** Sent with a signature. */
    SIGNED,
    /** Sent without, for want of a key for the domain. */
    NO_KEY,
    /** Sent without, since there was no room for it, or no connection to carry it. */
    NO_ROOM,
    /** Not sent, since it could not be signed. */
    NOT_SIGNED,
    /** Came in, and it is verified who speaks. */
    VERIFIED,
    /** Came in and was taken, and nobody vouches for who speaks. */
    UNVERIFIED
  }
}

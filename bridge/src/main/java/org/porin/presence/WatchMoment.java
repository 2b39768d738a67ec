package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a {@link Watch} knows and does not keep over a restart.
 *
 * @param asked the Ask whose outcome is outstanding
 * @param waits what is waited for until the time that is due
 * @param fresh whether no document has come on the leg yet
 * @param doubt whether the watcher may not know what it was last told
 * @param wish for how long to ask
 * @param stanzaId of the request of the user that is to be answered if it fails
 * @param sign when the watcher last showed itself
 */
record WatchMoment(
    Asked asked,
    Waits waits,
    boolean fresh,
    boolean doubt,
    Duration wish,
    Optional<String> stanzaId,
    Instant sign) {
  /** What was asked, of which there is one at a time. */
  enum Asked {
    NOTHING,
    /** A subscription on a new leg. */
    FIRST,
    /** The same for longer. */
    REFRESH,
    /** Its end. */
    CANCEL,
    /** The presence, once. */
    FETCH
  }

  /** What may come before the time that is due. */
  enum Waits {
    NOTHING,
    /** The NOTIFY that belongs to a SUBSCRIBE. */
    NOTICE,
    /** The time to try a refresh again. */
    RETRY,
    /** A sign of the watcher who was probed. */
    ANSWER,
    /** The end of a subscription that is not refreshed, or a sign of the watcher before it. */
    END
  }
}

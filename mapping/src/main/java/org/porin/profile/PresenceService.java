package org.porin.profile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.porin.profile.PresenceOperation.Subscribe;

/**
 * Who keeps subscriptions (RFC 3859 §3): edges hand it the presence operations that come from
 * foreign domains. Called on an event loop, which it must not block; what it returns completes
 * once, on any thread, and never exceptionally.
 */
public interface PresenceService {
  /**
   * A subscribe operation: the first of a leg, or one on a leg that there should be.
   *
   * @param operation of a request on a known leg, its addresses are only what the request claims
   */
  CompletionStage<Answer> subscribe(Subscribe operation, Arrival arrival);

  /** A notify operation, which can only be on a leg that there should be (OPEN a 4). */
  CompletionStage<Answer> notify(Notification notification, Arrival arrival);

  /**
   * What is said back to who asked.
   *
   * @param leg the leg as it is after this; empty where there is none
   * @param duration of a successful subscribe, for how long; of one that asked for too short a
   *     time, the shortest that would do; empty in all other cases
   */
  record Answer(Response response, Optional<Leg> leg, Optional<Duration> duration) {}

  /** How an operation came in. */
  interface Arrival {
    /** The edge, and the peer. */
    Origin origin();

    /** How far it has come. */
    Hops hops();

    /** Content types that a watcher takes in notifications; empty where it says nothing. */
    List<String> accept();

    /**
     * The leg that a first operation opens.
     *
     * @return empty when the operation is on a leg that there should be
     */
    Optional<Leg> opened();

    /** The name of the leg that it is on. */
    String legName();

    /**
     * The leg after this operation.
     *
     * @return empty when it cannot be on that leg, or is older than what came on it before; the
     *     answer is then {@link Failure.Reason#NO_SUBSCRIPTION}, and nothing changes
     */
    Optional<Leg> on(Leg before);
  }
}

package org.porin.presence;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.PresenceCarrier.Outcome;

/** What follows from a NOTIFY that failed (RFC 6665 §4.2.2). */
final class NotifyFailure {
  /** So many in a row are too many. */
  static final int MOST_ATTEMPTS = 5;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** RFC 6665 §4.2.2, and 408 as timer F (RFC 3261 §12.2.1.2). */
  private static final Set<Integer> ENDING =
      Set.of(404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

  private NotifyFailure() {}

  /**
   * How long to wait with the next try.
   *
   * @param before tries that had failed before this one
   * @return empty when the subscription is over
   */
  static Optional<Duration> again(Outcome outcome, int before) {
    if (outcome.legLost() || before + 1 >= MOST_ATTEMPTS || isEnd(outcome.response().failure())) {
      return Optional.empty();
    }
    Duration wait = outcome.retryAfter().orElse(FIRST_WAIT.multipliedBy(1L << before));
    Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    return Optional.of(bounded.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : bounded);
  }

  private static boolean isEnd(Optional<Failure> failure) {
    if (failure.isPresent() && failure.get() instanceof SipAnswer answer) {
      return ENDING.contains(answer.status());
    }
    return failure.isPresent()
        && failure.get() instanceof Refused refused
        && refused.reason() == Reason.PEER_TIMEOUT; // timer F: the watcher is not there
  }
}

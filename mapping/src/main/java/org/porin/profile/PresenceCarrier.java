package org.porin.profile;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.porin.address.PresUri;
import org.porin.profile.PresenceOperation.Subscribe;

/**
 * An edge that carries the presence operations of RFC 3859 to foreign domains. It keeps nothing of
 * a subscription: what it needs is in the {@link Leg}. May be called on any thread, and never
 * blocks; what it returns completes once, on any thread, and never exceptionally.
 *
 * <p>On one leg one operation is under way at a time; the caller sees to it.
 */
public interface PresenceCarrier {
  /** A new leg for a subscription of {@code watcher}, on which nothing was sent yet. */
  Leg leg(PresUri watcher, PresUri target);

  /** Asks for a subscription, for longer, or for its end: the duration says which. */
  CompletionStage<Outcome> subscribe(Subscribe operation, Leg leg, Hops hops);

  /** Tells a watcher. */
  CompletionStage<Outcome> notify(Notification notification, Leg leg, Hops hops);

  /**
   * What became of an operation on a leg.
   *
   * @param response SUCCESS, or the failure that ended it
   * @param leg as it is now, after a failure too: to be used from then on
   * @param duration of a success, for how long the subscription was granted; of a failure, the
   *     shortest that would have been (RFC 6665 §4.2.1.1, 423); empty where nothing is said
   * @param retryAfter when another try is worth it; empty where nothing is said
   * @param legLost whether the other side knows nothing of this leg any more (481 and what RFC 5057
   *     §5.1 counts with it)
   */
  record Outcome(
      Response response,
      Leg leg,
      Optional<Duration> duration,
      Optional<Duration> retryAfter,
      boolean legLost) {}
}

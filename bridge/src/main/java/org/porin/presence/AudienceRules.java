package org.porin.presence;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.porin.address.PresUri;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.profile.Hops;
import org.porin.profile.TransId;

/**
 * What all audiences have in common.
 *
 * @param trail how operations are marked that go on from here
 * @param watched whether a user (first) watches somebody (second) too, so that another subscription
 *     tells them whether that contact is there
 * @param transIds new ones
 * @param shortest the shortest duration that is granted
 * @param longest what a longer one is cut to
 * @param mostLegs subscriptions of one watcher to one user at a time (OPEN k)
 */
record AudienceRules(
    PresenceMapping presence,
    SubscriptionMapping subscriptions,
    Trail trail,
    BiPredicate<PresUri, PresUri> watched,
    Supplier<TransId> transIds,
    Duration shortest,
    Duration longest,
    int mostLegs) {
  /** The default of {@code shortest}. */
  static final Duration SHORTEST = Duration.ofSeconds(60);

  /** The default of {@code longest}, that of the event package (RFC 3856 §6.4). */
  static final Duration LONGEST = Duration.ofHours(1);

  /** The default of {@code mostLegs}. */
  static final int MOST_LEGS = 8;

  private static final Duration NEVER_TOO_SHORT = Duration.ofHours(1); // RFC 6665 §4.2.1.1

  AudienceRules {
    boolean positive = shortest.toSeconds() > 0 && mostLegs > 0;
    if (!positive || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException("durations of at least a second, the longest last");
    }
  }

  /** How far an operation comes (OPEN a 1, 2). */
  interface Trail {
    /** The hops of one that came and goes on. */
    Hops relayed(PresUri source, PresUri destination, Hops hops);

    /** The hops of one that begins here. */
    Hops born(PresUri source, PresUri destination);
  }

  /** What is granted of a duration that is not zero; empty when it is too short. */
  Optional<Duration> granted(Duration asked) {
    if (asked.compareTo(shortest) < 0 && asked.compareTo(NEVER_TOO_SHORT) < 0) {
      return Optional.empty();
    }
    return Optional.of(asked.compareTo(longest) > 0 ? longest : asked);
  }
}

package org.porin.presence;

import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.porin.address.PresUri;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.mapping.TransactionIds;
import org.porin.profile.Leg;
import org.porin.profile.SubscriptId;
import org.porin.profile.TransId;

/**
 * What all watches share.
 *
 * @param legs gives a new leg for a watcher and a target ({@code PresenceCarrier.leg})
 * @param marks gives what this bridge leaves in the trace of a subscribe of a watcher to a target
 *     (OPEN a 2)
 * @param reaches whether stanzas of this target can be sent ({@code PresenceStream.isOpen})
 * @param random gives 16 octets that nobody can guess
 * @param jitter gives numbers from 0 up to, but not, 1
 */
record WatchRules(
    PresenceMapping presence,
    SubscriptionMapping subscriptions,
    WatchTimes times,
    BiFunction<PresUri, PresUri, Leg> legs,
    BiFunction<PresUri, PresUri, String> marks,
    Predicate<PresUri> reaches,
    Supplier<byte[]> random,
    DoubleSupplier jitter) {
  /** Far away and still a time that every store can hold: nothing is due. */
  static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  /** 128 random bits in base32 (RFC 3859 §3.4, OPEN b). */
  SubscriptId subscriptId() {
    return new SubscriptId(TransactionIds.random(random.get()).value());
  }

  TransId transId() {
    return TransactionIds.random(random.get());
  }
}

package org.porin.profile;

import java.time.Duration;
import org.porin.address.PresUri;

/**
 * The operations by which presence is asked for and granted (RFC 3859 §3). CPP has words for the
 * first alone; the others are what its services do to one another (OPEN s, t).
 */
public sealed interface PresenceOperation {
  /** The longest duration (RFC 3859 §3.1): seconds that 31 bits hold. */
  Duration MAX_DURATION = Duration.ofSeconds(Integer.MAX_VALUE);

  /** Who wants to know, or knows. */
  PresUri watcher();

  /** Whose presence it is. */
  PresUri target();

  /** Repeated in the response. */
  TransId transId();

  /**
   * The subscribe operation (RFC 3859 §3.1).
   *
   * @param duration whole seconds; zero asks once under a new SubscriptID, and cancels under a
   *     known one (§3.4.3)
   */
  record Subscribe(
      PresUri watcher, PresUri target, Duration duration, SubscriptId subscriptId, TransId transId)
      implements PresenceOperation {
    public Subscribe {
      if (duration.isNegative()
          || duration.getNano() != 0
          || duration.compareTo(MAX_DURATION) > 0) {
        throw new IllegalArgumentException("a duration is whole seconds, not negative");
      }
    }
  }

  /** The target lets the watcher know from now on (RFC 3922 §6.2). */
  record Approve(PresUri watcher, PresUri target, TransId transId) implements PresenceOperation {}

  /** The target does not, or no longer (RFC 3922 §6.5, read as OPEN s says). */
  record End(PresUri watcher, PresUri target, TransId transId) implements PresenceOperation {}
}

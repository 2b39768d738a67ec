package org.porin.presence;

import org.porin.profile.Failure;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.PresenceCarrier.Outcome;

/** What the failure of a subscribe operation means for who asked. */
enum WatchRefusal {
  /** The presentity does not want it (RFC 8048 §5.2.2: 403, 489 and 603). */
  FOR_GOOD,
  /** Asked for too short a time, and the shortest is said (RFC 6665 §4.2.1.1, 423). */
  TOO_BRIEF,
  /**
   * The other side does not believe who asks, which says nothing of what the presentity wants: to
   * be tried again, in its own time (TRUST 7).
   */
  UNBELIEVED,
  /** It may be otherwise another time. */
  PASSING,
  /** It would be so again: who asks for the first time is told. */
  STANDING;

  /** Of a failed outcome. */
  static WatchRefusal of(Outcome outcome) {
    Failure failure = outcome.response().failure().orElseThrow();
    boolean brief = failure instanceof SipAnswer answer && answer.status() == 423;
    if (brief) {
      boolean heeded =
          outcome.duration().filter(min -> min.compareTo(WatchTimes.LONGEST) <= 0).isPresent();
      return heeded ? TOO_BRIEF : PASSING;
    }
    if (failure instanceof SipAnswer answer) {
      return answer.isAboutIdentity() ? UNBELIEVED : of(answer.status());
    }
    return failure instanceof Refused refused ? of(refused.reason()) : PASSING;
  }

  private static WatchRefusal of(int status) {
    return switch (status) {
      case 403, 489, 603 -> FOR_GOOD;
      case 408, 430, 480, 481, 486, 487, 491, 500, 502, 503, 504, 600 -> PASSING;
      default -> STANDING;
    };
  }

  private static WatchRefusal of(Failure.Reason reason) {
    return switch (reason) {
      case DOMAIN_IN_DOUBT,
          PEER_UNREACHABLE,
          PEER_TIMEOUT,
          CONGESTED,
          OVERLOADED,
          LINK_DOWN,
          STOPPING,
          RATE_OF_SENDER,
          RATE_OF_PEER,
          RATE_OF_DESTINATION,
          FIRST_CONTACTS,
          NO_SUBSCRIPTION,
          DURATION_TOO_SHORT,
          INTERNAL ->
          PASSING;
      default -> STANDING;
    };
  }

  /**
   * Whether a refresh that fails so leaves no subscription (RFC 6665 §4.1.2.2), apart from what the
   * carrier has found.
   */
  static boolean endsSubscription(Failure failure) {
    int status = failure instanceof SipAnswer answer ? answer.status() : 0;
    return switch (status) {
      case 404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604 -> true;
      default -> false;
    };
  }
}

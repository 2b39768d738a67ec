package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.porin.presence.WatchMoment.Asked;
import org.porin.presence.WatchMoment.Waits;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.Response;
import org.porin.profile.SubscriptionState;

/** What a watch makes of a NOTIFY on its leg (RFC 6665 §4.1.3, RFC 8048 §5.2.1). */
final class WatchNotices {
  private static final int SEVERAL = 4; // tries: to begin with a minute, not with seconds

  private WatchNotices() {}

  static void take(WatchTurn turn, Notification notification, Leg after) {
    if (turn.leg.filter(leg -> leg.name().equals(after.name())).isEmpty()) {
      Failure failure =
          new Refused(Reason.NO_SUBSCRIPTION, "the notification is of no subscription");
      turn.answer(Response.failure(notification.transId(), failure), after);
      return;
    }
    turn.leg = Optional.of(after);
    Optional<Failure> fault =
        switch (notification.state().state()) {
          case ACTIVE, PENDING -> goesOn(turn, notification);
          case TERMINATED -> ended(turn, notification);
        };
    turn.answer(
        fault
            .map(failure -> Response.failure(notification.transId(), failure))
            .orElseGet(() -> Response.success(notification.transId())),
        after);
  }

  /** Gives what is wrong with the document. */
  private static Optional<Failure> goesOn(WatchTurn turn, Notification notification) {
    boolean active = notification.state().state() == SubscriptionState.State.ACTIVE;
    if (turn.phase == WatchPhase.ENDING) {
      return Optional.empty(); // RFC 3922 §6.4: nothing more is told
    }
    if (turn.phase.isFetch()) {
      return fetched(turn, notification, active);
    }
    last(turn, notification.state());
    if (!active) {
      turn.telling.gone(); // what a former subscription told does not count any more
      return Optional.empty();
    }
    turn.telling.approved();
    return document(turn, notification);
  }

  /** The duration is what the NOTIFY says, and never longer than what was asked for. */
  private static void last(WatchTurn turn, SubscriptionState state) {
    boolean first = !turn.phase.isLive();
    if (first || state.expires().isPresent()) {
      Duration said = state.expires().orElse(turn.wish);
      turn.expires = turn.now.plus(said.compareTo(turn.wish) < 0 ? said : turn.wish);
    }
    turn.phase =
        state.state() == SubscriptionState.State.ACTIVE ? WatchPhase.ACTIVE : WatchPhase.PENDING;
    if (turn.waits == Waits.END) {
      turn.due = turn.expires;
    } else if (turn.isAsking()) {
      turn.waits = Waits.NOTHING;
    } else {
      Instant before = turn.waits == Waits.NOTICE ? WatchRules.NEVER : turn.due;
      Waits waits = turn.waits == Waits.NOTICE ? Waits.NOTHING : turn.waits;
      turn.settle();
      turn.waits = waits;
      turn.due = before.isBefore(turn.due) ? before : turn.due; // never put off
    }
  }

  /** RFC 6665 §4.1.3, reason by reason. */
  private static Optional<Failure> ended(WatchTurn turn, Notification notification) {
    if (turn.phase == WatchPhase.ENDING) {
      cancelled(turn);
      return Optional.empty();
    }
    SubscriptionState state = notification.state();
    Duration retryAfter = state.retryAfter().orElse(Duration.ZERO);
    if (state.reason().filter(SubscriptionState.Reason::isFinal).isPresent()) {
      turn.refuse();
      return Optional.empty();
    }
    if (turn.phase.isFetch()) {
      return fetched(turn, notification, true); // RFC 6665 §4.4.3
    }
    if (turn.waits == Waits.END && !isInvariant(state)) {
      turn.lapse(); // as it was to be
      return Optional.empty();
    }
    if (state.reason().isEmpty()) {
      lost(turn, retryAfter);
      return Optional.empty();
    }
    switch (state.reason().get()) {
      case INVARIANT -> {
        return settled(turn, notification);
      }
      case PROBATION, GIVEUP -> {
        turn.attempts = Math.max(turn.attempts, SEVERAL);
        turn.later(retryAfter);
      }
      default -> turn.again(); // retry-after has no meaning there
    }
    return Optional.empty();
  }

  private static boolean isInvariant(SubscriptionState state) {
    return state.reason().filter(SubscriptionState.Reason.INVARIANT::equals).isPresent();
  }

  /** Without a reason that is known: any time, but for what the other side asks. */
  private static void lost(WatchTurn turn, Duration retryAfter) {
    if (retryAfter.isZero()) {
      turn.again();
    } else {
      turn.later(retryAfter);
    }
  }

  /** The last state stays: it will not change. */
  private static Optional<Failure> settled(WatchTurn turn, Notification notification) {
    Optional<Failure> fault = Optional.empty();
    if (notification.document().isPresent()) {
      turn.telling.approved();
      fault = document(turn, notification);
    }
    turn.rest(turn.approved ? WatchPhase.SETTLED : WatchPhase.LAPSED);
    return fault;
  }

  private static void cancelled(WatchTurn turn) {
    if (!turn.isAsking()) {
      turn.end();
    } else if (turn.asked == Asked.CANCEL) {
      turn.waits = Waits.NOTHING; // it has overtaken the answer, with which all is over
    } else {
      turn.telling.gone(); // which was owed when the link was down
      turn.telling.type("unsubscribed");
      turn.leg = Optional.empty();
    }
  }

  /** The answer to a single question (RFC 8048 §7.1): what it says counts for a while. */
  private static Optional<Failure> fetched(
      WatchTurn turn, Notification notification, boolean granted) {
    if (turn.phase == WatchPhase.FETCHED) {
      return Optional.empty();
    }
    Optional<Failure> fault = granted ? document(turn, notification) : Optional.empty();
    if (turn.told.text().isEmpty()) {
      turn.telling.known(); // RFC 6121 §4.3.2 rule 3
    }
    turn.rest(WatchPhase.FETCHED);
    if (turn.told.isAvailable()) {
      turn.due = turn.now.plus(turn.rules.times().fetchHolds());
    } else if (!turn.isAsking()) {
      turn.end();
    }
    return fault;
  }

  private static Optional<Failure> document(WatchTurn turn, Notification notification) {
    if (notification.document().isEmpty()) {
      if (turn.fresh) {
        turn.telling.gone(); // RFC 8048 §5.2.1: nothing is known of it on this leg
      }
      return Optional.empty(); // RFC 3856 §6.8: what was said before stays
    }
    return WatchDocuments.take(turn, notification.document().get());
  }
}

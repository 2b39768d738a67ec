package org.porin.presence;

import java.time.Duration;
import java.util.Optional;
import org.porin.presence.WatchMoment.Asked;
import org.porin.presence.WatchMoment.Waits;
import org.porin.profile.Failure;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.Response.Status;

/** What a watch makes of the outcome of what it asked (RFC 6665 §4.1.2). */
final class WatchOutcomes {
  private WatchOutcomes() {}

  static void take(WatchTurn turn, Outcome outcome) {
    if (!turn.isAsking()) {
      return;
    }
    Asked asked = turn.asked;
    turn.asked = Asked.NOTHING;
    boolean current = turn.leg.filter(leg -> leg.name().equals(outcome.leg().name())).isPresent();
    if (current) {
      turn.leg = Optional.of(outcome.leg());
    }
    boolean success = outcome.response().status() != Status.FAILURE;
    if (turn.phase == WatchPhase.ENDING) {
      ending(turn, asked, current, outcome, success);
    } else if (!current) {
      goOn(turn);
    } else if (asked == Asked.FETCH) {
      fetched(turn, outcome, success);
    } else if (success) {
      granted(turn, asked, outcome);
    } else {
      failed(turn, asked, outcome);
    }
  }

  /** The leg of it was given up meanwhile. */
  private static void goOn(WatchTurn turn) {
    boolean over = turn.phase == WatchPhase.FETCHED && !turn.told.isAvailable();
    if (over) {
      turn.end();
    } else if (turn.phase == WatchPhase.SEEKING && !turn.due.isAfter(turn.now)) {
      turn.subscribe();
    }
  }

  /** RFC 8048 §5.2.3; the final NOTIFY is waited for, as long as Timer N takes. */
  private static void ending(
      WatchTurn turn, Asked asked, boolean current, Outcome outcome, boolean success) {
    if (!current) {
      turn.end(); // of which the watcher knows
      return;
    }
    boolean alive = asked == Asked.REFRESH && !outcome.legLost();
    if (asked != Asked.CANCEL && (success || alive)) {
      turn.cancel();
      return;
    }
    turn.telling.gone(); // which was owed when the link was down
    turn.telling.type("unsubscribed");
    if (success && turn.waits == Waits.NOTICE) {
      turn.due = turn.now.plus(WatchTimes.TIMER_N);
    } else {
      turn.end();
    }
  }

  private static void granted(WatchTurn turn, Asked asked, Outcome outcome) {
    Duration granted =
        outcome.duration().filter(it -> it.compareTo(turn.wish) < 0).orElse(turn.wish);
    boolean heard = turn.waits == Waits.NOTHING; // RFC 6665 §4.1.2.4: the NOTIFY may be the first
    if (!heard || turn.expires.isAfter(turn.now.plus(granted))) {
      turn.expires = turn.now.plus(granted);
    }
    if (asked == Asked.REFRESH) {
      turn.attempts = 0;
    }
    if (heard) {
      turn.settle();
    } else {
      turn.due = turn.now.plus(WatchTimes.TIMER_N);
    }
  }

  private static void failed(WatchTurn turn, Asked asked, Outcome outcome) {
    Failure failure = outcome.response().failure().orElseThrow();
    WatchRefusal refusal = WatchRefusal.of(outcome);
    Duration retryAfter = retryAfter(turn, refusal, outcome);
    switch (refusal) {
      case FOR_GOOD -> turn.refuse();
      case TOO_BRIEF -> longer(turn, asked, outcome);
      default -> {
        boolean standing = refusal == WatchRefusal.STANDING;
        if (asked == Asked.REFRESH) {
          notRefreshed(turn, failure, outcome, retryAfter);
        } else if (standing && !turn.approved) {
          nothing(turn, failure, outcome);
        } else {
          turn.later(retryAfter); // what was granted does not expire (RFC 8048 §5.1)
        }
      }
    }
  }

  /** The request came to nothing (RFC 3922 §6.1); while the link is down that is owed. */
  private static void nothing(WatchTurn turn, Failure failure, Outcome outcome) {
    if (!turn.telling.reaches()) {
      turn.refuse(); // the row has no room for the reason
      return;
    }
    WatchStanzas.refused(turn, failure, outcome.response().transId());
    turn.close();
  }

  private static Duration retryAfter(WatchTurn turn, WatchRefusal refusal, Outcome outcome) {
    Duration asked = outcome.retryAfter().orElse(Duration.ZERO);
    Duration least =
        refusal == WatchRefusal.UNBELIEVED
            ? WatchTimes.untilBelieved(turn.attempts + 1)
            : Duration.ZERO;
    return asked.compareTo(least) < 0 ? least : asked;
  }

  /** With the minimum, at once; who names a longer one each time has to wait. */
  private static void longer(WatchTurn turn, Asked asked, Outcome outcome) {
    Duration minimum = outcome.duration().orElseThrow();
    if (minimum.compareTo(turn.wish) <= 0 || turn.attempts > 3) {
      turn.later(outcome.retryAfter().orElse(Duration.ZERO));
      return;
    }
    turn.wish = minimum;
    turn.attempts++;
    turn.ask(asked, turn.wish, turn.rules.transId(), turn.bornHere());
  }

  /**
   * RFC 6665 §4.1.2.2: some answers end the subscription, after others it goes on to its end. After
   * a restart the leg may be older than what the other side knows of it, and is given up.
   */
  private static void notRefreshed(
      WatchTurn turn, Failure failure, Outcome outcome, Duration retryAfter) {
    if (outcome.legLost() || WatchRefusal.endsSubscription(failure) || turn.doubt) {
      turn.again();
      return;
    }
    turn.attempts++;
    double jitter = turn.rules.jitter().getAsDouble();
    Duration wait = WatchTimes.untilRetry(turn.attempts, retryAfter, jitter);
    boolean late = turn.now.plus(wait).isAfter(turn.expires);
    turn.await(Waits.RETRY, late ? turn.expires : turn.now.plus(wait));
  }

  private static void fetched(WatchTurn turn, Outcome outcome, boolean success) {
    if (success) {
      boolean heard = turn.waits != Waits.NOTICE;
      turn.due = heard ? turn.due : turn.now.plus(WatchTimes.TIMER_N);
    } else if (WatchRefusal.of(outcome) == WatchRefusal.FOR_GOOD) {
      turn.refuse(); // RFC 6121 §4.3.2 rule 1
    } else {
      turn.telling.known();
      turn.end();
    }
  }
}

package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.porin.presence.WatchMoment.Waits;

/** What a watch does when it is time, and when what was lost meanwhile is to be made good. */
final class WatchTimers {
  private WatchTimers() {}

  static void time(WatchTurn turn) {
    if (turn.isAsking() || turn.now.isBefore(turn.due)) {
      return;
    }
    switch (turn.phase) {
      case SEEKING -> seeking(turn);
      case PENDING, ACTIVE -> live(turn);
      case ENDING -> ending(turn);
      case FETCHING -> {
        turn.telling.known(); // no NOTIFY came
        turn.end();
      }
      case FETCHED -> turn.end(); // nobody would tell that it changed
      case REFUSED -> turn.refuse();
      case NONE, LAPSED, SETTLED -> {
        forget(turn);
        turn.due = WatchRules.NEVER;
      }
    }
  }

  private static void seeking(WatchTurn turn) {
    if (turn.leg.isPresent()) {
      turn.later(Duration.ZERO); // Timer N (RFC 6665 §4.1.2.4)
    } else if (turn.approved && !isPatient(turn)) {
      turn.lapse();
    } else {
      turn.subscribe();
    }
  }

  private static void live(WatchTurn turn) {
    if (turn.waits == Waits.NOTICE) {
      turn.again(); // Timer N (RFC 6665 §4.1.2.2)
    } else if (!turn.now.isBefore(turn.expires)) {
      expired(turn);
    } else if (turn.waits == Waits.ANSWER) {
      unanswered(turn);
    } else if (turn.waits == Waits.RETRY) {
      turn.refresh();
    } else {
      probe(turn);
    }
  }

  /** One that ends before it is looked after is one that was made so short, or slept through. */
  private static void expired(WatchTurn turn) {
    switch (turn.waits) {
      case END -> turn.lapse();
      case NOTHING -> turn.again();
      default -> turn.anew();
    }
  }

  /** RFC 8048 §8.1: before a refresh the XMPP side has to bear as much as the other. */
  private static void probe(WatchTurn turn) {
    turn.attempts = turn.doubt ? turn.attempts : 0; // it has lived as long as it should
    turn.tell(turn.telling.of("probe").withId(Watch.PROBE_ID));
    Duration left = Duration.between(turn.now, turn.expires);
    turn.await(Waits.ANSWER, turn.now.plus(WatchTimes.silence(left, turn.doubt)));
  }

  /**
   * Servers may keep silent of who is not there, and some do of who does not let the presentity in.
   * A request that nobody has decided goes on; what is granted does while the watcher has been seen
   * not too long ago.
   */
  private static void unanswered(WatchTurn turn) {
    if (turn.phase == WatchPhase.PENDING || isPatient(turn)) {
      turn.refresh();
    } else {
      turn.await(Waits.END, turn.expires);
    }
  }

  private static boolean isPatient(WatchTurn turn) {
    return turn.now.isBefore(turn.sign.plus(turn.rules.times().patience()));
  }

  private static void ending(WatchTurn turn) {
    turn.telling.gone(); // which a killed process may have owed
    if (turn.leg.isPresent() && turn.waits != Waits.NOTICE) {
      turn.cancel(); // after a restart
    } else {
      turn.end();
    }
  }

  /** The link is open: what could not be told is told now (no ghosts), the rest once more. */
  static void opened(WatchTurn turn) {
    switch (turn.phase) {
      case REFUSED -> turn.refuse();
      case PENDING, ACTIVE -> {
        if (!turn.doubt) {
          turn.telling.everything();
        } else if (turn.waits == Waits.NOTHING && !turn.isAsking()) {
          turn.due = earlier(turn.due, turn.now.plus(WatchTimes.TIMER_N));
        }
      }
      case SETTLED -> turn.telling.everything();
      case SEEKING, LAPSED -> forget(turn);
      case FETCHED -> {
        boolean over = turn.told.isAvailable() && !turn.due.isBefore(WatchRules.NEVER);
        if (over) {
          turn.end();
        }
      }
      default -> {}
    }
  }

  /** What a dead subscription told does not stay. */
  static void forget(WatchTurn turn) {
    boolean dead = turn.phase == WatchPhase.SEEKING || turn.phase == WatchPhase.LAPSED;
    if (dead && !turn.isAsking()) {
      turn.telling.gone();
    }
  }

  static void resync(WatchTurn turn) {
    turn.sign = turn.now;
    turn.doubt = true;
    boolean idle = !turn.isAsking();
    switch (turn.phase) {
      case REFUSED -> turn.refuse();
      case LAPSED, SETTLED -> {
        if (idle) {
          turn.subscribe();
        }
      }
      case SEEKING -> turn.due = idle && turn.leg.isEmpty() ? turn.now : turn.due;
      case PENDING, ACTIVE -> {
        if (idle) {
          turn.refresh();
        }
      }
      default -> {}
    }
  }

  /** A leg that was never answered is of unknown fate; all others are looked after soon. */
  static Watch restarted(WatchTurn turn, Duration spread) {
    long millis = (long) (spread.toMillis() * turn.rules.jitter().getAsDouble());
    Instant soon = turn.now.plusMillis(millis);
    switch (turn.phase) {
      case SEEKING -> {
        turn.leg = Optional.empty();
        boolean later = turn.due.isAfter(soon) && turn.due.isBefore(WatchRules.NEVER);
        turn.due = later ? turn.due : soon;
      }
      case PENDING, ACTIVE -> turn.due = soon;
      case ENDING, REFUSED -> turn.due = soon;
      case FETCHED -> turn.due = earlier(turn.due, soon);
      case LAPSED -> turn.due = turn.told.isAvailable() ? soon : WatchRules.NEVER;
      default -> turn.due = WatchRules.NEVER;
    }
    return turn.after();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}

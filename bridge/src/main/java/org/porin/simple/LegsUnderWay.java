package org.porin.simple;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.porin.profile.Leg;

/**
 * The legs on which an operation is under way. What is heard on one meanwhile, such as the NOTIFY
 * that is faster than the answer to its SUBSCRIBE (RFC 6665 §4.1.2.4), is in the leg that the
 * operation gives back, so that whoever keeps legs may take whichever comes last. Safe for many
 * threads.
 */
final class LegsUnderWay {
  private final Map<String, UnderWay> legs = new ConcurrentHashMap<>();

  /** One of them. */
  static final class UnderWay {
    private final String name;
    private LegState state;

    private UnderWay(String name, LegState state) {
      this.name = name;
      this.state = state;
    }

    synchronized LegState state() {
      return state;
    }

    /** A request with this number goes out. */
    synchronized void sent(long number, long run) {
      state = state.sent(number, run);
    }

    private synchronized void heard(PresenceArrival arrival) {
      state = arrival.after(state).orElse(state);
    }
  }

  /** An operation begins on a leg. */
  UnderWay begin(Leg leg, LegState state) {
    UnderWay underWay = new UnderWay(leg.name(), state);
    legs.put(leg.name(), underWay);
    return underWay;
  }

  /** It is over; what is heard from now on comes behind it. */
  LegState end(UnderWay underWay) {
    legs.remove(underWay.name, underWay);
    return underWay.state();
  }

  /** A request came that says it is on a leg; without effect for one that is not its next. */
  void heard(String name, PresenceArrival arrival) {
    UnderWay underWay = legs.get(name);
    if (underWay != null) {
      underWay.heard(arrival);
    }
  }

  /** How many there are. */
  int size() {
    return legs.size();
  }
}

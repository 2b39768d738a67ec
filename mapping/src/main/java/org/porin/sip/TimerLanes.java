package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Timers in one queue for each duration. SIP has only a few durations (T1 doubling up to T2, T4,
 * 64*T1), and within one of them timers fall due in the order in which they were set: so setting,
 * cancelling and finding the next all take constant time, and nothing of a cancelled timer stays.
 *
 * @param <T> whom a timer belongs to
 */
final class TimerLanes<T> {
  /** One timer; set at most once at a time. */
  static final class Timer<T> {
    private final T owner;
    private long dueNanos;
    private @Nullable Lane<T> lane;
    private @Nullable Timer<T> before;
    private @Nullable Timer<T> after;

    Timer(T owner) {
      this.owner = owner;
    }

    T owner() {
      return owner;
    }
  }

  private static final class Lane<T> {
    final long durationNanos;
    @Nullable Timer<T> first;
    @Nullable Timer<T> last;

    Lane(long durationNanos) {
      this.durationNanos = durationNanos;
    }
  }

  private final List<Lane<T>> lanes = new ArrayList<>();

  void set(Timer<T> timer, long durationNanos, long nowNanos) {
    cancel(timer);
    Lane<T> lane = lane(durationNanos);
    timer.dueNanos = nowNanos + durationNanos;
    timer.lane = lane;
    timer.before = lane.last;
    if (lane.last == null) {
      lane.first = timer;
    } else {
      lane.last.after = timer;
    }
    lane.last = timer;
  }

  /** Of a timer that is not set: no effect. */
  void cancel(Timer<T> timer) {
    Lane<T> lane = timer.lane;
    if (lane == null) {
      return;
    }
    if (timer.before == null) {
      lane.first = timer.after;
    } else {
      timer.before.after = timer.after;
    }
    if (timer.after == null) {
      lane.last = timer.before;
    } else {
      timer.after.before = timer.before;
    }
    timer.lane = null;
    timer.before = null;
    timer.after = null;
  }

  /** Takes off the timer that is due for the longest time, or null if none is due. */
  @Nullable Timer<T> pollDue(long nowNanos) {
    Timer<T> next = next();
    if (next == null || next.dueNanos - nowNanos > 0) {
      return null;
    }
    cancel(next);
    return next;
  }

  /** How long until one is due, not negative; empty if none is set. */
  OptionalLong nanosUntilNext(long nowNanos) {
    Timer<T> next = next();
    return next == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, next.dueNanos - nowNanos));
  }

  private @Nullable Timer<T> next() {
    Timer<T> next = null;
    for (Lane<T> lane : lanes) {
      Timer<T> first = lane.first;
      // by difference, since a nanosecond clock may wrap around
      if (first != null && (next == null || first.dueNanos - next.dueNanos < 0)) {
        next = first;
      }
    }
    return next;
  }

  private Lane<T> lane(long durationNanos) {
    for (Lane<T> lane : lanes) {
      if (lane.durationNanos == durationNanos) {
        return lane;
      }
    }
    Lane<T> lane = new Lane<>(durationNanos);
    lanes.add(lane);
    return lane;
  }
}

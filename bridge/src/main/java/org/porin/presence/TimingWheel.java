package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times of very many, each of which has one at most: a hashed wheel, in which setting, changing and
 * taking back cost the same whatever their number. Nothing comes before its time, and all within
 * one tick of it. One thread.
 */
final class TimingWheel {
  private static final int SLOTS = 4_096;

  private final Timer[] slots = new Timer[SLOTS];
  private final long tickMillis;
  private long nextTick;
  private int size;

  /** Who has a time; in one slot's list while it has. */
  abstract static class Timer {
    private @Nullable Timer before;
    private @Nullable Timer after;
    private long tick = -1;

    /** Its time has come. */
    abstract void due();
  }

  /** Where the ring of a slot begins and ends. */
  private static final class Head extends Timer {
    @Override
    void due() {}
  }

  TimingWheel(Duration tick, Instant now) {
    tickMillis = tick.toMillis();
    nextTick = tickOf(now);
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new Head(); // an empty list is a ring of its head alone
      slots[i].before = slots[i];
      slots[i].after = slots[i];
    }
  }

  /** Sets the time, in the place of another. */
  void set(Timer timer, Instant due) {
    long tick = Math.max(nextTick, tickOf(due) + 1); // the end of the tick, never before the time
    if (timer.tick == tick) {
      return;
    }
    clear(timer);
    Timer head = slots[slotOf(tick)];
    timer.tick = tick;
    timer.before = head;
    timer.after = head.after;
    link(head).before = timer;
    head.after = timer;
    size++;
  }

  /** Takes the time back, if there is one. */
  void clear(Timer timer) {
    if (timer.tick < 0) {
      return;
    }
    Timer before = timer.before;
    Timer after = timer.after;
    if (before != null && after != null) {
      before.after = after;
      after.before = before;
    }
    timer.before = null;
    timer.after = null;
    timer.tick = -1;
    size--;
  }

  /**
   * Tells those whose time has come; they have none from then on.
   *
   * @param most that are told; others wait for the next call
   * @return how many were told
   */
  int expire(Instant now, int most) {
    long last = tickOf(now);
    if (last - nextTick >= SLOTS) { // a clock that jumped: each slot once is all of them
      nextTick = last - SLOTS + 1;
    }
    int told = 0;
    List<Timer> batch = new ArrayList<>();
    while (nextTick <= last && told < most) {
      if (take(last, most - told, batch)) {
        nextTick++; // before they are told: what sets a time then finds a later slot
      }
      told += batch.size();
      batch.forEach(Timer::due);
      batch.clear();
    }
    return told;
  }

  /** Takes those of one slot whose time has come; whether all of them. */
  private boolean take(long last, int most, List<Timer> batch) {
    Timer head = slots[slotOf(nextTick)];
    Timer each = link(head);
    while (each != head) {
      Timer next = link(each);
      if (each.tick <= last) {
        if (batch.size() == most) {
          return false;
        }
        clear(each);
        batch.add(each);
      }
      each = next;
    }
    return true;
  }

  /** How many have a time. */
  int size() {
    return size;
  }

  private static Timer link(Timer timer) {
    Timer after = timer.after;
    if (after == null) {
      throw new IllegalStateException("not in a list");
    }
    return after;
  }

  private long tickOf(Instant time) {
    return Math.max(0, Math.floorDiv(time.toEpochMilli(), tickMillis));
  }

  private static int slotOf(long tick) {
    return (int) (tick & (SLOTS - 1));
  }
}

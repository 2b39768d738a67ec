package org.porin.simple;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done after a time unless it is called off, which nearly all of it is. What is due within
 * the same {@link #STEP} shares one task of the loop: a task for each would be put into its queue
 * and searched for with every request. Never early, late by a step at the most, and within a step
 * in the order in which they were set. Used on the event loop only.
 */
final class Alarms {
  static final Duration STEP = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  private final EventExecutor loop;
  private final Map<Long, Alarm> steps = new HashMap<>(); // the end of each one's ring

  /**
   * @param loop does what is due
   */
  Alarms(EventExecutor loop) {
    this.loop = loop;
  }

  /** Has it done after a time, unless that is called off. */
  Alarm set(Duration time, Runnable work) {
    long now = System.nanoTime();
    long step = Math.floorDiv(now + time.toNanos(), STEP.toNanos()) + 1;
    Alarm alarm = new Alarm(work);
    alarm.joinBefore(steps.computeIfAbsent(step, number -> begin(number, now)));
    return alarm;
  }

  private Alarm begin(long step, long now) {
    long wait = step * STEP.toNanos() - now;
    var unused = loop.schedule(() -> due(step), wait, TimeUnit.NANOSECONDS);
    return new Alarm(() -> {});
  }

  private void due(long step) {
    Alarm end = steps.remove(step);
    while (end != null && end.after != end) {
      Alarm first = end.after;
      first.callOff();
      try {
        first.work.run();
      } catch (RuntimeException e) { // ours; the others are still to be done
        LOG.error("fault when a time was over", e);
      }
    }
  }

  /** One in the ring of its step; alone in its own when it is called off, or done. */
  static final class Alarm {
    private final Runnable work;
    private Alarm before = this;
    private Alarm after = this;

    private Alarm(Runnable work) {
      this.work = work;
    }

    private void joinBefore(Alarm end) {
      before = end.before;
      after = end;
      before.after = this;
      end.before = this;
    }

    /** It is not done any more; without effect when it was. */
    void callOff() {
      before.after = after;
      after.before = before;
      before = this;
      after = this;
    }
  }
}

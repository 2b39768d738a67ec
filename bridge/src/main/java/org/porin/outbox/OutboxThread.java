package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code outbox}, which does what is due. Its time begins at the clock's and then goes
 * by what has passed: a clock that is set does nothing to what waits.
 */
public final class OutboxThread implements OutboxTime, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxThread.class);

  private final Instant begun;
  private final long begunNanos = System.nanoTime();
  private final ScheduledThreadPoolExecutor executor;

  /** Starts it. */
  public OutboxThread(InstantSource clock) {
    begun = clock.instant();
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "outbox");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Instant now() {
    return begun.plusNanos(System.nanoTime() - begunNanos);
  }

  @Override
  public void at(Instant due, Runnable work) {
    long nanos = Math.max(0, Duration.between(now(), due).toNanos());
    try {
      var unused = executor.schedule(() -> run(work), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The process ends, and the next one finds what is kept.
    }
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a fault of Porin itself, in what was due in the outbox", e);
    }
  }

  /** Does nothing more. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}

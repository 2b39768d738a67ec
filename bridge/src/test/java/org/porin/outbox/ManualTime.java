package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so. */
final class ManualTime implements OutboxTime {
  private record Alarm(Instant due, Runnable work) {}

  private final List<Alarm> alarms = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-27T03:00:00Z");

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void at(Instant due, Runnable work) {
    alarms.add(new Alarm(due, work));
  }

  /** Lets time pass, and does what is due meanwhile, in its order. */
  void pass(Duration duration) {
    Instant end = now().plus(duration);
    for (Alarm next = due(end); next != null; next = due(end)) {
      next.work().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized @Nullable Alarm due(Instant end) {
    Alarm first =
        alarms.stream()
            .filter(each -> !each.due().isAfter(end))
            .min(Comparator.comparing(Alarm::due))
            .orElse(null);
    if (first != null) {
      alarms.remove(first);
      now = first.due().isAfter(now) ? first.due() : now;
    }
    return first;
  }
}

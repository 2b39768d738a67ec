package org.porin.outbox;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.porin.membrane.Outcome;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;

/** What became of what an outbox held. Not safe for several threads. */
final class OutboxCounts {
  private final Map<Outcome, Long> ended = new HashMap<>();
  private final Map<RetryRule, Long> retried = new EnumMap<>(RetryRule.class);
  private final Map<Told, Long> told = new EnumMap<>(Told.class);
  private final long[] delivered = new long[Status.values().length]; // without a look-up for each
  private long unreadable;

  void ended(Response response) {
    if (response.failure().isEmpty()) {
      delivered[response.status().ordinal()]++;
    } else {
      ended.merge(Outcome.of(response), 1L, Long::sum);
    }
  }

  void retried(RetryRule rule) {
    retried.merge(rule, 1L, Long::sum);
  }

  void told(Told how) {
    told.merge(how, 1L, Long::sum);
  }

  void unreadable() {
    unreadable++;
  }

  Map<Outcome, Long> ended() {
    Map<Outcome, Long> all = new HashMap<>(ended);
    for (Status status : Status.values()) {
      if (delivered[status.ordinal()] > 0) {
        all.put(new Outcome(status, "none"), delivered[status.ordinal()]);
      }
    }
    return all;
  }

  Map<RetryRule, Long> retried() {
    return Map.copyOf(retried);
  }

  Map<Told, Long> told() {
    return Map.copyOf(told);
  }

  long unreadableRows() {
    return unreadable;
  }
}

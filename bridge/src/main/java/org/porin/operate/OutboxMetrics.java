package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import org.porin.outbox.Direction;
import org.porin.outbox.OutboxEntry.State;
import org.porin.outbox.OutboxReport;
import org.porin.profile.Response.Status;

/** The durable outbox as metrics. */
public final class OutboxMetrics {
  private static final double MILLIS = 1_000;

  private OutboxMetrics() {}

  /**
   * What each direction holds, and what became of what it held.
   *
   * @param nowMillis since 1970
   */
  public static List<MetricSnapshot> of(List<OutboxReport> reports, long nowMillis) {
    Series held = Series.of("porin_outbox_messages", "Messages that are kept, by their state.");
    Series octets = Series.of("porin_outbox_row_octets", "Octets of their rows.");
    Series oldest = Series.of("porin_outbox_oldest_seconds", "Age of the oldest, 0 for none.");
    Series circuits = Series.of("porin_outbox_circuits_open", "Peers that are left alone.");
    Series ended = Series.of("porin_outbox_ended", "Kept messages that ended, by how and why.");
    Series retried = Series.of("porin_outbox_retries", "Tries that did not get through.");
    Series told = Series.of("porin_outbox_told", "Failures after an answer, by who heard.");
    Series unreadable = Series.of("porin_outbox_unreadable", "Rows that were left out.");
    for (OutboxReport each : reports) {
      String way = each.direction() == Direction.TO_SIMPLE ? "xmpp-to-sip" : "sip-to-xmpp";
      for (State state : State.values()) {
        if (state != State.SETTLED) {
          held.with(each.held().getOrDefault(state, 0L), "direction", way, "state", word(state));
        }
      }
      octets.with(each.rowOctets(), "direction", way);
      double age = each.oldest().isPresent() ? nowMillis - each.oldest().getAsLong() : 0;
      oldest.with(Math.max(0, age) / MILLIS, "direction", way);
      circuits.with(each.openCircuits(), "direction", way);
      each.ended()
          .forEach(
              (outcome, count) ->
                  ended.with(
                      count,
                      "direction",
                      way,
                      "outcome",
                      outcome.status() == Status.SUCCESS ? "delivered" : word(outcome.status()),
                      "cause",
                      outcome.cause()));
      each.retried().forEach((rule, n) -> retried.with(n, "direction", way, "why", word(rule)));
      each.told().forEach((how, n) -> told.with(n, "direction", way, "told", word(how)));
      unreadable.with(each.unreadable(), "direction", way);
    }
    return List.of(
        held.gauge(),
        octets.gauge(),
        oldest.gauge(),
        circuits.gauge(),
        ended.counter(),
        retried.counter(),
        told.counter(),
        unreadable.counter());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

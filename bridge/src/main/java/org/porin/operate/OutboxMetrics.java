package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.porin.outbox.Direction;
import org.porin.outbox.OutboxEntry.State;
import org.porin.outbox.OutboxReport;
import org.porin.outbox.OutboxReport.OfPeer;
import org.porin.profile.Response.Status;

/** The durable outbox as metrics. */
public final class OutboxMetrics {
  private static final double MILLIS = 1_000;

  private final long nowMillis;
  private final Series held =
      Series.of("porin_outbox_messages", "Messages that are kept, by their state.");
  private final Series oldest =
      Series.of("porin_outbox_oldest_seconds", "Age of the oldest, 0 for none.");
  private final Series ended =
      Series.of("porin_outbox_ended", "Kept messages that ended, by how and why.");
  private final Series octets = Series.of("porin_outbox_row_octets", "Octets of their rows.");
  private final Series circuits =
      Series.of("porin_outbox_circuits_open", "Peers that are left alone.");
  private final Series retried =
      Series.of("porin_outbox_retries", "Tries that did not get through.");
  private final Series told =
      Series.of("porin_outbox_told", "Tries to tell of failures after an answer.");
  private final Series unreadable =
      Series.of("porin_outbox_unreadable", "Rows that were left out.");

  private OutboxMetrics(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  /**
   * What each direction holds, and what became of what it held.
   *
   * @param nowMillis since 1970
   */
  public static List<MetricSnapshot> of(List<OutboxReport> reports, long nowMillis) {
    OutboxMetrics metrics = new OutboxMetrics(nowMillis);
    reports.forEach(metrics::add);
    return metrics.snapshots();
  }

  private void add(OutboxReport report) {
    String way = report.direction() == Direction.TO_SIMPLE ? "xmpp-to-sip" : "sip-to-xmpp";
    report.peers().forEach((peer, counts) -> add(way, peer, counts));
    octets.with(report.rowOctets(), "direction", way);
    circuits.with(report.openCircuits(), "direction", way);
    report.retried().forEach((rule, n) -> retried.with(n, "direction", way, "why", Words.of(rule)));
    report.told().forEach((how, n) -> told.with(n, "direction", way, "told", Words.of(how)));
    unreadable.with(report.unreadable(), "direction", way);
  }

  private void add(String way, String peer, OfPeer counts) {
    for (State state : State.values()) {
      if (state != State.SETTLED) {
        long messages = counts.held().getOrDefault(state, 0L);
        held.with(messages, "direction", way, "peer", peer, "state", Words.of(state));
      }
    }
    double age = counts.oldest().isPresent() ? nowMillis - counts.oldest().getAsLong() : 0;
    oldest.with(Math.max(0, age) / MILLIS, "direction", way, "peer", peer);
    counts
        .ended()
        .forEach(
            (outcome, count) ->
                ended.with(
                    count,
                    "direction",
                    way,
                    "peer",
                    peer,
                    "outcome",
                    outcome.status() == Status.SUCCESS ? "delivered" : Words.of(outcome.status()),
                    "cause",
                    outcome.cause()));
  }

  private List<MetricSnapshot> snapshots() {
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
}

package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import org.porin.membrane.OutboxStatus;
import org.porin.membrane.Tally;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response.Status;

/** The membrane's books as metrics. */
public final class MessageMetrics {
  private MessageMetrics() {}

  /**
   * What came and how it ended.
   *
   * @param xmpp what came in by the XMPP side
   * @param simple what came in by the SIP side
   */
  public static List<MetricSnapshot> of(Tally xmpp, Tally simple) {
    Series received =
        Series.of("porin_messages_received", "Messages that came in, repeats among them.");
    Series ended = Series.of("porin_messages_ended", "Messages that ended, by how and why.");
    Series open = Series.of("porin_messages_open", "Messages without an outcome as yet.");
    Series repeats =
        Series.of("porin_repeats_absorbed", "Repeats that got the answer of the first.");
    Series waits =
        Series.of("porin_message_seconds", "Time from the arrival of a message to its outcome.");
    for (Side side : Side.values()) {
      Tally tally = side == Side.XMPP ? xmpp : simple;
      String direction = direction(side);
      received.with(tally.received(), "direction", direction);
      open.with(tally.open(), "direction", direction);
      repeats.with(tally.repeats(), "direction", direction);
      waits.with(tally.waits(), "direction", direction);
      tally
          .ended()
          .forEach(
              (outcome, count) ->
                  ended.with(
                      count,
                      "direction",
                      direction,
                      "outcome",
                      word(outcome.status()),
                      "cause",
                      outcome.cause()));
    }
    return List.of(
        received.counter(), ended.counter(), open.gauge(), repeats.counter(), waits.histogram());
  }

  /** What waits for its turn towards foreign domains. */
  public static List<MetricSnapshot> of(OutboxStatus outbox) {
    return List.of(
        Series.of("porin_outbox_waiting", "Messages that wait for their turn by SIP.")
            .with(outbox.waiting())
            .gauge(),
        Series.of("porin_outbox_octets", "Octets of memory for these and for those in flight.")
            .with(outbox.octets())
            .gauge(),
        Series.of("porin_outbox_lanes", "SIP addresses with a message in flight.")
            .with(outbox.lanes())
            .gauge());
  }

  private static String direction(Side side) {
    return side == Side.XMPP ? "xmpp-to-sip" : "sip-to-xmpp";
  }

  private static String word(Status status) {
    return status == Status.SUCCESS ? "delivered" : status.name().toLowerCase(Locale.ROOT);
  }
}

package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.porin.presence.PresenceStatus;

/** Subscriptions and presence as metrics. */
public final class PresenceMetrics {
  private PresenceMetrics() {}

  /** How presence is doing. */
  public static List<MetricSnapshot> of(PresenceStatus status) {
    PresenceStatus.Totals totals = status.totals();
    Series subscriptions =
        Series.of("porin_subscriptions", "Subscriptions, by who watches whom and state.");
    totals.outward().forEach(by(subscriptions, "direction", "xmpp-to-sip", "state"));
    totals.inward().forEach(by(subscriptions, "direction", "sip-to-xmpp", "state"));
    Series inputs = Series.of("porin_presence_inputs", "What came for subscriptions, by kind.");
    totals.inputs().forEach(by(inputs, "kind"));
    Series refused = Series.of("porin_presence_refused", "What was refused here, by cause.");
    totals.refused().forEach(by(refused, "cause"));
    Series dropped = Series.of("porin_presence_dropped", "What went no further, by why.");
    totals.dropped().forEach(by(dropped, "why"));
    Series outcomes =
        Series.of("porin_presence_outcomes", "SIP requests of ours that ended, by cause.");
    totals.subscribed().forEach(by(outcomes, "method", "subscribe", "cause"));
    totals.notified().forEach(by(outcomes, "method", "notify", "cause"));
    Series requests =
        Series.of("porin_presence_requests", "SIP requests of ours.")
            .with(totals.asked(), "method", "subscribe")
            .with(totals.notifies(), "method", "notify");
    Series stanzas =
        Series.of("porin_presence_stanzas", "Stanzas of ours, by whether the XMPP side took them.")
            .with(totals.told(), "taken", "yes")
            .with(totals.untold(), "taken", "no");
    return List.of(
        subscriptions.gauge(),
        inputs.counter(),
        refused.counter(),
        dropped.counter(),
        outcomes.counter(),
        requests.counter(),
        stanzas.counter(),
        Series.of("porin_presence_coalesced", "Presence that was nothing new, or told later.")
            .with(totals.coalesced())
            .counter(),
        gauge("porin_presence_mailbox", "Inputs that wait for their turn.", status.mailbox()),
        gauge(
            "porin_presence_timers",
            "Subscriptions with something to do.",
            status.gauges().timers()),
        gauge("porin_presence_unkept", "Rows that wait for the store.", status.gauges().unkept()),
        gauge(
            "porin_presence_store_failing",
            "Whether the store took nothing at the last try.",
            status.gauges().storeFailing() ? 1 : 0),
        gauge(
            "porin_presence_resync_left",
            "Subscriptions that are yet to be resynchronised.",
            status.gauges().resyncLeft()));
  }

  private static MetricSnapshot gauge(String name, String help, Number value) {
    return Series.of(name, help).with(value).gauge();
  }

  /** Adds each value of a map under its word, which is the last label. */
  private static BiConsumer<String, Long> by(Series series, String... labels) {
    return (word, count) -> {
      String[] all = Arrays.copyOf(labels, labels.length + 1);
      all[labels.length] = word;
      series.with(count, all);
    };
  }
}

package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.porin.store.ClusterStatus;
import org.porin.store.StoreStatus;

/** The store as metrics. */
public final class StoreMetrics {
  private static final double NANOS = 1e9;

  private StoreMetrics() {}

  /** How a store is doing. */
  public static List<MetricSnapshot> of(StoreStatus status) {
    double seconds = status.committing().toNanos() / NANOS;
    return List.of(
        one(
                "porin_store_up",
                "Whether the last commit went well.",
                status.fault().isEmpty() ? 1 : 0)
            .gauge(),
        one("porin_store_waiting", "Saves that are not yet durable.", status.waiting()).gauge(),
        one("porin_store_waiting_octets", "Memory for these.", status.waitingOctets()).gauge(),
        one("porin_store_commits", "Commits that became durable.", status.commits()).counter(),
        one("porin_store_commit_seconds", "The time that these took.", seconds).counter(),
        one("porin_store_rows", "Rows that were written or deleted.", status.rows()).counter(),
        one("porin_store_failed", "Saves that failed.", status.failed()).counter(),
        one("porin_store_unreadable", "Rows that were there and unreadable.", status.unreadable())
            .counter());
  }

  /** How the bridges on one database stand to each other. */
  public static List<MetricSnapshot> of(ClusterStatus status) {
    Series held = Series.of("porin_cluster_link", "Whether a link is this bridge's, or another's.");
    status.held().forEach(domain -> held.with(1, "domain", domain));
    status.elsewhere().keySet().forEach(domain -> held.with(0, "domain", domain));
    return List.of(
        one("porin_cluster_bridges", "Bridges on this store.", 1 + status.others().size()).gauge(),
        one("porin_cluster_leases", "Leases that this bridge holds.", status.leases()).gauge(),
        one("porin_cluster_takeovers", "Dead bridges that this one followed.", status.takeovers())
            .counter(),
        held.gauge());
  }

  private static Series one(String name, String help, Number value) {
    return Series.of(name, help).with(value);
  }
}

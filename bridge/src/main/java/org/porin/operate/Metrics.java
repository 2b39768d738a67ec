package org.porin.operate;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is counted and measured, in the text format of Prometheus. Nothing is collected before
 * somebody asks, and each part is asked for its own plain values then. No label has a value that a
 * peer can choose, so that the number of series stays small. Safe for many threads.
 */
public final class Metrics {
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final List<Supplier<List<MetricSnapshot>>> parts;
  private @Nullable PrometheusMeterRegistry registry;

  /**
   * @param parts each gives the same metrics, with the values of the moment
   */
  public Metrics(List<Supplier<List<MetricSnapshot>>> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The page {@code /metrics}. */
  public Page page() {
    return Page.of(() -> new Reply(200, FORMAT, scrape()));
  }

  private synchronized String scrape() {
    if (registry == null) { // here and not at the start, which it would slow down
      registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      for (MeterBinder jvm :
          List.of(
              new JvmMemoryMetrics(),
              new JvmThreadMetrics(),
              new ClassLoaderMetrics(),
              new ProcessorMetrics(),
              new FileDescriptorMetrics(),
              new UptimeMetrics())) {
        jvm.bindTo(registry);
      }
      registry.getPrometheusRegistry().register((MultiCollector) this::collect);
    }
    return registry.scrape(FORMAT);
  }

  private MetricSnapshots collect() {
    List<MetricSnapshot> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.get()));
    return new MetricSnapshots(all);
  }
}

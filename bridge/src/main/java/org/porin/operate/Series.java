package org.porin.operate;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.porin.membrane.Waits;

/** One metric with its values by labels, from name and help text to what Prometheus reads. */
public final class Series {
  private static final double NANOS = 1e9;

  private final String name;
  private final String help;
  private final Map<Labels, Number> values = new LinkedHashMap<>();
  private final Map<Labels, Waits> waits = new LinkedHashMap<>();

  private Series(String name, String help) {
    this.name = name;
    this.help = help;
  }

  /**
   * @param name in the form of Prometheus, without {@code _total}
   * @param help a sentence
   */
  public static Series of(String name, String help) {
    return new Series(name, help);
  }

  /**
   * Adds a value.
   *
   * @param labels names and values in turns
   */
  public Series with(Number value, String... labels) {
    values.put(Labels.of(labels), value);
    return this;
  }

  /** Adds times; the labels as in {@link #with(Number, String...)}. */
  Series with(Waits times, String... labels) {
    waits.put(Labels.of(labels), times);
    return this;
  }

  /** As what only grows. */
  public MetricSnapshot counter() {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.doubleValue())
                    .build()));
    return counter.build();
  }

  /** As what goes up and down. */
  public MetricSnapshot gauge() {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.doubleValue())
                    .build()));
    return gauge.build();
  }

  /** As times, in seconds. */
  MetricSnapshot histogram() {
    HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(name).help(help);
    waits.forEach(
        (labels, times) ->
            histogram.dataPoint(
                HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(buckets(times))
                    .sum(times.total().toNanos() / NANOS)
                    .build()));
    return histogram.build();
  }

  private static ClassicHistogramBuckets buckets(Waits times) {
    double[] bounds = new double[times.counts().size()];
    long[] counts = new long[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] =
          i < Waits.BOUNDS.size()
              ? Waits.BOUNDS.get(i).toNanos() / NANOS
              : Double.POSITIVE_INFINITY;
      counts[i] = times.counts().get(i);
    }
    return ClassicHistogramBuckets.of(bounds, counts);
  }
}

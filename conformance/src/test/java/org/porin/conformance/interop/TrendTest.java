package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static Trend of(LongStream heaps) {
    return Trend.of(
        "heap",
        heaps.mapToObj(heap -> new ProcessSample(0, 1, heap, 0, 0, 0, 0)).toList(),
        ProcessSample::heapOctets,
        10,
        0);
  }

  @Test
  void whatGoesUpAndDownIsFlat() {
    assertThat(of(LongStream.of(100, 180, 100, 90, 500, 100, 110, 100, 170, 100, 105, 100)))
        .matches(Trend::isFlat);
  }

  @Test
  void whatGrowsSlowlyAndSteadilyIsNot() {
    assertThat(of(LongStream.range(100, 140))).matches(trend -> !trend.isFlat());
  }
}

package org.porin.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.store.StoreStatus;

class StoreMetricsTest {
  private static String scrape(StoreStatus status) {
    return new Metrics(List.of(() -> StoreMetrics.of(status)))
        .page()
        .content()
        .reply(new PageRequest("", Optional.empty(), ""))
        .toCompletableFuture()
        .join()
        .body();
  }

  @Test
  void whatIsCountedIsThere() {
    StoreStatus status =
        new StoreStatus(1, 2, 3, Duration.ofMillis(4_500), 5, 6, 7, Optional.of("no room"));
    assertThat(scrape(status))
        .contains("porin_store_up 0.0")
        .contains("porin_store_waiting 1.0")
        .contains("porin_store_waiting_octets 2.0")
        .contains("porin_store_commits_total 3.0")
        .contains("porin_store_commit_seconds_total 4.5")
        .contains("porin_store_rows_total 5.0")
        .contains("porin_store_failed_total 6.0")
        .contains("porin_store_unreadable_total 7.0");
  }
}

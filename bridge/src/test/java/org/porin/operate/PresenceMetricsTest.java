package org.porin.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.presence.PresenceStatus;

class PresenceMetricsTest {
  private static final PresenceStatus STATUS =
      new PresenceStatus(
          new PresenceStatus.Totals(
              Map.of("active", 3L, "seeking", 0L),
              Map.of("pending", 2L),
              Map.of("sip-notify", 7L),
              Map.of("overloaded", 1L),
              Map.of("directed", 4L),
              Map.of("none", 5L),
              Map.of("sip-481", 6L),
              9,
              10,
              11,
              12,
              13),
          14,
          new PresenceStatus.Gauges(15, 16, true, 17));

  @Test
  void whatIsCountedIsThere() throws Exception {
    assertThat(scrape())
        .contains("porin_subscriptions{direction=\"xmpp-to-sip\",state=\"active\"} 3.0")
        .contains("porin_subscriptions{direction=\"sip-to-xmpp\",state=\"pending\"} 2.0")
        .contains("porin_presence_inputs_total{kind=\"sip-notify\"} 7.0")
        .contains("porin_presence_refused_total{cause=\"overloaded\"} 1.0")
        .contains("porin_presence_dropped_total{why=\"directed\"} 4.0")
        .contains("porin_presence_outcomes_total{cause=\"sip-481\",method=\"notify\"} 6.0")
        .contains("porin_presence_requests_total{method=\"subscribe\"} 9.0")
        .contains("porin_presence_stanzas_total{taken=\"no\"} 12.0")
        .contains("porin_presence_coalesced_total 13.0")
        .contains("porin_presence_mailbox 14.0")
        .contains("porin_presence_store_failing 1.0")
        .contains("porin_presence_resync_left 17.0");
  }

  @Test
  void everyNameIsDocumentedForOperators() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "operating.md"));
    List<String> names =
        scrape()
            .lines()
            .filter(line -> line.startsWith("# TYPE porin_"))
            .map(line -> line.split(" ", -1)[2])
            .toList();
    assertThat(names).hasSize(13);
    assertThat(names).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  private static String scrape() {
    return new Metrics(List.of(() -> PresenceMetrics.of(STATUS)))
        .page()
        .content()
        .reply(new PageRequest("", Optional.empty(), ""))
        .toCompletableFuture()
        .join()
        .body();
  }
}

package org.porin.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.porin.membrane.Outcome;
import org.porin.outbox.Direction;
import org.porin.outbox.OutboxEntry.State;
import org.porin.outbox.OutboxReport;
import org.porin.outbox.OutboxReport.OfPeer;
import org.porin.outbox.RetryRule;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response.Status;

class OutboxMetricsTest {
  static final long NOW = 1_800_000_000_000L;

  /** What two directions of an outbox say: one with a named peer and others, one with nothing. */
  static List<OutboxReport> reports() {
    OfPeer none = new OfPeer(Map.of(), OptionalLong.empty(), Map.of());
    Map<String, OfPeer> peers = new LinkedHashMap<>();
    peers.put(
        "montague.example",
        new OfPeer(
            Map.of(State.PARKED, 2L, State.RECORDED, 7L, State.SETTLED, 1L),
            OptionalLong.of(NOW - 90_500),
            Map.of(
                new Outcome(Status.SUCCESS, "none"), 5L,
                new Outcome(Status.FAILURE, "sip-404"), 3L)));
    peers.put(
        OutboxReport.OTHER,
        new OfPeer(
            Map.of(State.IN_FLIGHT, 1L),
            OptionalLong.of(NOW + 1_000), // the clock was set back
            Map.of(new Outcome(Status.INDETERMINANT, "none"), 4L)));
    return List.of(
        new OutboxReport(
            Direction.TO_SIMPLE,
            peers,
            4_096,
            20_480,
            1,
            Map.of(RetryRule.DNS, 6L),
            Map.of(Told.YES, 1L, Told.LATER, 2L, Told.NEVER, 3L),
            8),
        new OutboxReport(
            Direction.TO_XMPP, Map.of(OutboxReport.OTHER, none), 0, 0, 0, Map.of(), Map.of(), 0));
  }

  private static String scraped() {
    return new Metrics(List.of(() -> OutboxMetrics.of(reports(), NOW)))
        .page()
        .content()
        .reply(new PageRequest("", Optional.empty(), ""))
        .toCompletableFuture()
        .join()
        .body();
  }

  @Test
  void depthIsByPeerAndStateAndSaysZeroWhereNothingIs() {
    assertThat(scraped())
        .contains(
            "porin_outbox_messages{direction=\"xmpp-to-sip\",peer=\"montague.example\","
                + "state=\"recorded\"} 7.0")
        .contains(
            "porin_outbox_messages{direction=\"xmpp-to-sip\",peer=\"montague.example\","
                + "state=\"parked\"} 2.0")
        .contains(
            "porin_outbox_messages{direction=\"xmpp-to-sip\",peer=\"other\",state=\"in-flight\"}"
                + " 1.0")
        .contains(
            "porin_outbox_messages{direction=\"sip-to-xmpp\",peer=\"other\",state=\"in-doubt\"}"
                + " 0.0")
        .doesNotContain("state=\"settled\"");
  }

  @Test
  void ageIsOfTheOldestOfEachPeerAndNeverBelowZero() {
    assertThat(scraped())
        .contains(
            "porin_outbox_oldest_seconds{direction=\"xmpp-to-sip\",peer=\"montague.example\"} 90.5")
        .contains("porin_outbox_oldest_seconds{direction=\"xmpp-to-sip\",peer=\"other\"} 0.0")
        .contains("porin_outbox_oldest_seconds{direction=\"sip-to-xmpp\",peer=\"other\"} 0.0");
  }

  @Test
  void outcomesAreByCauseAndPeer() {
    assertThat(scraped())
        .contains(
            "porin_outbox_ended_total{cause=\"none\",direction=\"xmpp-to-sip\","
                + "outcome=\"delivered\",peer=\"montague.example\"} 5.0")
        .contains(
            "porin_outbox_ended_total{cause=\"sip-404\",direction=\"xmpp-to-sip\","
                + "outcome=\"failure\",peer=\"montague.example\"} 3.0")
        .contains(
            "porin_outbox_ended_total{cause=\"none\",direction=\"xmpp-to-sip\","
                + "outcome=\"indeterminant\",peer=\"other\"} 4.0");
  }

  @Test
  void whatIsOfADirectionAsAWholeHasNoPeer() {
    assertThat(scraped())
        .contains("porin_outbox_row_octets{direction=\"xmpp-to-sip\"} 4096.0")
        .contains("porin_outbox_circuits_open{direction=\"xmpp-to-sip\"} 1.0")
        .contains("porin_outbox_circuits_open{direction=\"sip-to-xmpp\"} 0.0")
        .contains("porin_outbox_retries_total{direction=\"xmpp-to-sip\",why=\"dns\"} 6.0")
        .contains("porin_outbox_told_total{direction=\"xmpp-to-sip\",told=\"yes\"} 1.0")
        .contains("porin_outbox_told_total{direction=\"xmpp-to-sip\",told=\"later\"} 2.0")
        .contains("porin_outbox_told_total{direction=\"xmpp-to-sip\",told=\"never\"} 3.0")
        .contains("porin_outbox_unreadable_total{direction=\"xmpp-to-sip\"} 8.0");
  }
}

package org.porin.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.porin.address.AddressMapping;
import org.porin.component.LinkCount;
import org.porin.component.LinkStatus;
import org.porin.component.LinkTraffic;
import org.porin.mapping.ErrorMapping;
import org.porin.membrane.OutboxStatus;
import org.porin.membrane.Outcome;
import org.porin.membrane.Tally;
import org.porin.membrane.Waits;
import org.porin.profile.Failure;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.TransId;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverCounts;
import org.porin.resolve.ResolverSettings;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;
import org.porin.simple.Peers;
import org.porin.simple.SimpleSettings;
import org.porin.simple.SimpleTransport;
import org.porin.simple.SipWireLog;
import org.porin.trust.CertificateExpiry;

class MetricsTest {
  private static final List<Long> COUNTS =
      Stream.iterate(1L, n -> n + 1).limit(Waits.BOUNDS.size() + 1L).toList();

  private final Metrics metrics =
      new Metrics(
          List.of(
              () -> MessageMetrics.of(tally(), tally()),
              () -> MessageMetrics.of(new OutboxStatus(3, 20_000, 2)),
              () -> OutboxMetrics.of(OutboxMetricsTest.reports(), OutboxMetricsTest.NOW),
              () -> EdgeMetrics.ofLinks(List.of(link())),
              () ->
                  EdgeMetrics.of(
                      new SimpleTransport(
                              SimpleSettings.listeningOn(
                                  List.of(
                                      new Listen(
                                          Transport.UDP, new InetSocketAddress("127.0.0.1", 0)))),
                              Peers.NONE,
                              Resolver.open(ResolverSettings.standard()),
                              new ErrorMapping(
                                  new AddressMapping(
                                      Set.of("capulet.example"),
                                      Set.of("montague.example"),
                                      Optional.empty())),
                              SipWireLog.NONE,
                              InstantSource.system())
                          .status()),
              () ->
                  TlsMetrics.of(
                      List.of(
                          new CertificateExpiry(
                              CertificateExpiry.Of.OWN, "", Instant.ofEpochSecond(1_800_000_000)),
                          new CertificateExpiry(
                              CertificateExpiry.Of.AUTHORITIES,
                              "montague.example",
                              Instant.ofEpochSecond(1_900_000_000)))),
              () -> EdgeMetrics.of(new ResolverCounts(10, 7, 4, 1))));

  @Test
  void everyPartIsThereWithItsHelp() {
    String text = scrape();
    assertThat(text)
        .contains("# HELP porin_messages_received_total Messages that came in")
        .contains("porin_messages_received_total{direction=\"xmpp-to-sip\"} 12.0")
        .contains(
            "porin_messages_ended_total{cause=\"sip-404\",direction=\"sip-to-xmpp\","
                + "outcome=\"failure\"} 4.0")
        .contains(
            "porin_messages_ended_total{cause=\"none\",direction=\"sip-to-xmpp\","
                + "outcome=\"delivered\"} 5.0")
        .contains("porin_messages_open{direction=\"xmpp-to-sip\"} 3.0")
        .contains("porin_repeats_absorbed_total{direction=\"xmpp-to-sip\"} 2.0")
        .contains("porin_message_seconds_bucket{direction=\"xmpp-to-sip\",le=\"0.005\"} 1")
        .contains("porin_message_seconds_bucket{direction=\"xmpp-to-sip\",le=\"0.01\"} 3")
        .contains("porin_message_seconds_sum{direction=\"xmpp-to-sip\"} 1.5")
        .contains("porin_outbox_waiting 3.0")
        .contains("porin_outbox_octets 20000.0")
        .contains("porin_outbox_lanes 2.0")
        .contains("porin_link_up{domain=\"montague.example\"} 1.0")
        .contains("porin_link_events_total{domain=\"montague.example\",event=\"late-bounce\"} 0.0")
        .contains("porin_sip_connections{made_by=\"peer\",transport=\"tcp\"} 0.0")
        .contains("porin_sip_malformed_total{answer=\"bad-request\"} 0.0")
        .contains("porin_sip_transactions{role=\"client\"} 0.0")
        .contains("porin_sip_unproven_total 0.0")
        .contains("porin_sip_restrained_total 0.0")
        .contains("porin_tls_certificate_expiry_seconds{domain=\"\",of=\"own\"} 1.8E9")
        .contains(
            "porin_tls_certificate_expiry_seconds{domain=\"montague.example\","
                + "of=\"authorities\"} 1.9E9")
        .contains("porin_dns_resolutions_total{by=\"memory\"} 7.0")
        .contains("jvm_memory_used_bytes{")
        .contains("process_uptime_seconds ");
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
    assertThat(names).hasSizeGreaterThan(15);
    assertThat(names).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  @Test
  void noPeerCanMakeALabel() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int status = 300; status < 700; status++) {
      Failure failure = new Failure.SipAnswer(status, "x".repeat(status), Optional.empty());
      outcomes.add(Outcome.of(Response.failure(new TransId("T"), failure)));
    }
    assertThat(outcomes.stream().map(Outcome::cause).distinct().count()).isLessThan(70);
    assertThat(outcomes.get(404 - 300).cause()).isEqualTo("sip-404");
    assertThat(outcomes.get(499 - 300).cause()).isEqualTo("sip-4xx");
  }

  private String scrape() {
    return metrics
        .page()
        .content()
        .reply(new PageRequest("", Optional.empty(), ""))
        .toCompletableFuture()
        .join()
        .body();
  }

  private static Tally tally() {
    return new Tally(
        12,
        Map.of(new Outcome(Status.SUCCESS, "none"), 5L, new Outcome(Status.FAILURE, "sip-404"), 4L),
        2,
        new Waits(COUNTS, Duration.ofMillis(1_500)));
  }

  private static LinkStatus link() {
    Map<LinkCount, Long> counts = new EnumMap<>(LinkCount.class);
    for (LinkCount each : LinkCount.values()) {
      counts.put(each, 0L);
    }
    return new LinkStatus(
        "montague.example",
        LinkStatus.State.OPEN,
        Instant.EPOCH,
        Optional.empty(),
        LinkTraffic.NONE,
        Map.of(),
        counts);
  }
}

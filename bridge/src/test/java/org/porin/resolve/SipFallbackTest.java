package org.porin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.profile.Failure.Reason;

/** A domain without {@code _im} records, located as SIP does (RFC 3263 §4, OPEN j). */
@Timeout(30)
class SipFallbackTest {
  private static final String BY_TCP =
      "_sip._tcp.montague.example. 300 IN SRV 0 0 5070 sip.montague.example.";
  private static final String BY_UDP =
      "_sip._udp.montague.example. 300 IN SRV 0 0 5080 sip.montague.example.";
  private static final String BY_TLS =
      "_sips._tcp.montague.example. 300 IN SRV 0 0 5061 sip.montague.example.";
  private static final String ADDRESS = "sip.montague.example. 300 IN A 192.0.2.7";

  private LoopbackDns dns;

  @BeforeEach
  void openDns() throws IOException {
    dns = LoopbackDns.open(ADDRESS);
  }

  @AfterEach
  void closeDns() throws IOException {
    dns.close();
  }

  @Test
  void theSipRecordsComeInTheirOrderAndNameTheTransport() {
    dns.add(BY_UDP);
    assertThat(targets()).containsExactly("sip.montague.example:5080 by udp at 192.0.2.7");
    dns.add(BY_TCP);
    assertThat(targets()).containsExactly("sip.montague.example:5070 by tcp at 192.0.2.7");
  }

  @Test
  void aTransportSetForThePeerChoosesAmongTheSipRecords() {
    dns.add(BY_UDP, BY_TCP);
    Map<String, Transport> udp = Map.of("montague.example", Transport.UDP);
    assertThat(resolve(true, udp).targets())
        .extracting(Target::toString)
        .containsExactly("sip.montague.example:5080 by udp at 192.0.2.7");
  }

  @Test
  void aPeerOfTlsOnlyIsRefusedWithTheSettingThatHelps() {
    dns.add(BY_TLS);
    var failure = resolve(true, Map.of()).failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.PEER_UNREACHABLE);
    assertThat(failure.text())
        .contains("TLS only")
        .contains("peers.\"montague.example\".transport");
  }

  @Test
  void sipRecordsInDoubtLeaveTheDomainInDoubt() {
    dns.add("montague.example. 300 IN A 192.0.2.9");
    dns.failFor("_sip._tcp.montague.example");
    assertThat(resolve(true, Map.of()).failure().orElseThrow().reason())
        .isEqualTo(Reason.DOMAIN_IN_DOUBT);
  }

  @Test
  void refusedSipServicesAreNotReplacedByTheAddress() {
    dns.add(
        "_sip._udp.montague.example. 300 IN SRV 0 0 0 .", "montague.example. 300 IN A 192.0.2.9");
    assertThat(resolve(true, Map.of()).failure().orElseThrow().reason())
        .isEqualTo(Reason.DOMAIN_NOT_FOUND);
  }

  @Test
  void withoutTheFallbackOnlyImRecordsCount() {
    dns.add(BY_TCP, "montague.example. 300 IN A 192.0.2.9");
    var failure = resolve(false, Map.of()).failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.DOMAIN_NOT_FOUND);
    assertThat(failure.text()).contains("has no SRV record _im._sip").contains("dns.sip-fallback");
  }

  private List<String> targets() {
    return resolve(true, Map.of()).targets().stream().map(Target::toString).toList();
  }

  private Resolution resolve(boolean sipFallback, Map<String, Transport> transports) {
    ResolverSettings settings =
        new ResolverSettings(
            List.of(dns.address()),
            Duration.ofSeconds(5),
            sipFallback,
            Map.of(),
            transports,
            OwnAddresses.NONE);
    return Resolver.open(settings)
        .resolve("montague.example")
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}

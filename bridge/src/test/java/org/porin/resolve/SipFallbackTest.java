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
import org.porin.requirement.Requirement;

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
  void whatOthersCannotReadIsPreferredWithoutAWordOfTheServer() {
    dns.add(BY_UDP, BY_TCP, BY_TLS);
    assertThat(targets()).containsExactly("sip.montague.example:5061 by tls at 192.0.2.7");
  }

  @Test
  @Requirement("3263-4.1-1")
  void naptrSaysWhatTheServerPrefers() {
    dns.add(BY_UDP, BY_TCP, BY_TLS);
    dns.add(
        "montague.example. 300 IN NAPTR 50 50 \"s\" \"SIP+D2S\" \"\" _sip._sctp.montague.example.",
        "montague.example. 300 IN NAPTR 60 50 \"u\" \"E2U+sip\" \"!^.*$!sip:x@y!\" .",
        "montague.example. 300 IN NAPTR 90 60 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.montague.example.",
        "montague.example. 300 IN NAPTR 90 50 \"S\" \"sip+d2u\" \"\" _sip._udp.montague.example.");
    assertThat(targets()).containsExactly("sip.montague.example:5080 by udp at 192.0.2.7");
    assertThat(steps()).contains("NAPTR: udp by SRV _sip._udp.montague.example");
  }

  @Test
  @Requirement("3263-4.1-1")
  void naptrMayLeadToAnotherDomainAndToTheNextWhereOneLeadsNowhere() {
    dns.add(
        "montague.example. 300 IN NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.none.example.",
        "montague.example. 300 IN NAPTR 20 50 \"s\" \"SIP+D2T\" \"\" _sip._tcp.hosting.example.",
        "_sip._tcp.hosting.example. 300 IN SRV 0 0 5099 sip.montague.example.");
    assertThat(targets()).containsExactly("sip.montague.example:5099 by tcp at 192.0.2.7");
  }

  @Test
  @Requirement("3263-4.1-1")
  void aNaptrWithoutItsSrvRecordsStillSaysTheTransport() {
    dns.add(
        "montague.example. 300 IN NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.montague.example.",
        "montague.example. 300 IN A 192.0.2.9");
    assertThat(targets()).containsExactly("montague.example:5061 by tls at 192.0.2.9");
  }

  @Test
  void aNaptrThatCannotBeHadLeavesTheSrvRecords() {
    dns.add(BY_TCP);
    dns.failFor("montague.example");
    assertThat(targets()).containsExactly("sip.montague.example:5070 by tcp at 192.0.2.7");
  }

  @Test
  void aTransportThatIsSetMakesNaptrSuperfluous() {
    dns.add(BY_UDP, BY_TLS);
    assertThat(resolve(true, Map.of("montague.example", Transport.TLS)).targets().get(0).toString())
        .isEqualTo("sip.montague.example:5061 by tls at 192.0.2.7");
    assertThat(dns.asked()).noneMatch(each -> each.contains("NAPTR"));
  }

  @Test
  void tlsThatIsSetForADomainWithoutRecordsIsAtItsOwnPort() {
    dns.add("montague.example. 300 IN A 192.0.2.9");
    Target target = resolve(true, Map.of("montague.example", Transport.TLS)).targets().get(0);
    assertThat(target.toString()).isEqualTo("montague.example:5061 by tls at 192.0.2.9");
    assertThat(target.identities()).containsExactly("montague.example");
  }

  @Test
  void withoutClearTextADomainOfClearTextFailsAndNamesTheSetting() {
    dns.add(
        BY_TCP,
        "montague.example. 300 IN A 192.0.2.9",
        "montague.example. 300 IN NAPTR 10 5 \"s\" \"SIP+D2U\" \"\" _sip._udp.montague.example.");
    var failure = resolve(true, Map.of(), false).failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(Reason.PEER_UNREACHABLE);
    assertThat(failure.text()).contains("peers.\"montague.example\".clear-text");
    dns.add(BY_TLS);
    assertThat(resolve(true, Map.of(), false).targets())
        .extracting(Target::toString)
        .containsExactly("sip.montague.example:5061 by tls at 192.0.2.7");
  }

  @Test
  void withoutClearTextAnAddressAloneIsNotEnough() {
    dns.add("montague.example. 300 IN A 192.0.2.9");
    assertThat(resolve(true, Map.of(), false).failure().orElseThrow().reason())
        .isEqualTo(Reason.PEER_UNREACHABLE);
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

  private String steps() {
    return resolve(true, Map.of()).steps().toString();
  }

  private Resolution resolve(boolean sipFallback, Map<String, Transport> transports) {
    return resolve(sipFallback, transports, true);
  }

  private Resolution resolve(
      boolean sipFallback, Map<String, Transport> transports, boolean clearText) {
    ResolverSettings settings =
        new ResolverSettings(
            List.of(dns.address()),
            Duration.ofSeconds(5),
            sipFallback,
            Map.of(),
            transports,
            clearText,
            Map.of(),
            OwnAddresses.NONE);
    return Resolver.open(settings)
        .resolve("montague.example")
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}

package org.porin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;

/** RFC 3861, 5509 and 3263 against a name server on the wire. */
@Timeout(30)
class ResolverTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private LoopbackDns dns;
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void openDns() throws IOException {
    dns = LoopbackDns.open();
  }

  @AfterEach
  void closeDns() throws IOException {
    dns.close();
  }

  @Test
  @Requirement({"3861-3-3", "3861-3-4", "3861-4-1", "3860-3.2.1-1"})
  void theSrvRecordOfImAndSipNamesTheNextHop() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5070 sip.montague.example.",
        "sip.montague.example. 300 IN A 192.0.2.7");
    Resolution resolution = resolve("montague.example");
    assertThat(resolution.targets())
        .containsExactly(
            new Target(
                "sip.montague.example",
                5070,
                List.of(new InetSocketAddress("192.0.2.7", 5070)),
                List.of(Transport.UDP, Transport.TCP),
                0,
                0,
                List.of("montague.example")));
    assertThat(dns.asked()).contains("udp SRV _im._sip.montague.example");
    assertThat(resolution.steps().toString())
        .contains("SRV _im._sip.montague.example -> 0 0 5070 sip.montague.example. (TTL 300 s)")
        .contains("1. sip.montague.example:5070 by udp or tcp at 192.0.2.7");
  }

  @Test
  @Requirement({"3861-6-4", "2782-Usage-2"})
  void targetsComeByPriorityAndAllOfThemAreLookedUp() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 20 0 5060 c.montague.example.",
        "_im._sip.montague.example. 300 IN SRV 10 0 5060 b.montague.example.",
        "_im._sip.montague.example. 300 IN SRV 5 0 5060 a.montague.example.",
        "a.montague.example. 300 IN A 192.0.2.1",
        "b.montague.example. 300 IN AAAA 2001:db8::2",
        "b.montague.example. 300 IN A 192.0.2.2",
        "c.montague.example. 300 IN A 192.0.2.3");
    Resolution resolution = resolve("montague.example");
    assertThat(resolution.targets())
        .extracting(Target::host)
        .containsExactly("a.montague.example", "b.montague.example", "c.montague.example");
    assertThat(resolution.targets().get(1).addresses())
        .containsExactly(
            new InetSocketAddress("192.0.2.2", 5060), new InetSocketAddress("2001:db8::2", 5060));
  }

  @Test
  @Requirement("2782-Format-3")
  void everyResolutionDrawsAnewFromWhatIsKept() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 1 5060 a.montague.example.",
        "_im._sip.montague.example. 300 IN SRV 0 1 5060 b.montague.example.",
        "a.montague.example. 300 IN A 192.0.2.1",
        "b.montague.example. 300 IN A 192.0.2.2");
    Resolver resolver = resolver(settings());
    List<String> first = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      first.add(resolve(resolver, "montague.example").targets().get(0).host());
    }
    assertThat(first).contains("a.montague.example", "b.montague.example");
    assertThat(dns.asked()).filteredOn(each -> each.contains(" SRV _im.")).hasSize(1);
  }

  @Test
  @Requirement({"3861-4-5", "2782-Usage-4"})
  void aDomainWithAnAddressOnlyIsItsOwnTarget() {
    dns.add("montague.example. 300 IN A 192.0.2.9", "montague.example. 300 IN AAAA 2001:db8::9");
    Target target = resolve("montague.example").targets().get(0);
    assertThat(target.port()).isEqualTo(5060);
    assertThat(target.priority()).isZero();
    assertThat(target.addresses())
        .containsExactly(
            new InetSocketAddress("192.0.2.9", 5060), new InetSocketAddress("2001:db8::9", 5060));
  }

  @Test
  @Requirement("3861-4-4")
  void noAddressOfTheDomainIsUsedOnceItHasSrvRecords() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5060 gone.montague.example.",
        "montague.example. 300 IN A 192.0.2.9");
    Failure.Refused failure = failure(resolve("montague.example"));
    assertThat(failure.reason()).isEqualTo(Reason.DOMAIN_NOT_FOUND);
    assertThat(failure.text())
        .isEqualTo("no target that the SRV records of montague.example name has an address");
    assertThat(dns.asked()).doesNotContain("udp A montague.example");
  }

  @Test
  void aTargetWithoutAddressIsPassedOver() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5060 gone.montague.example.",
        "_im._sip.montague.example. 300 IN SRV 1 0 5060 b.montague.example.",
        "b.montague.example. 300 IN A 192.0.2.2");
    Resolution resolution = resolve("montague.example");
    assertThat(resolution.targets()).extracting(Target::host).containsExactly("b.montague.example");
    assertThat(resolution.steps().toString()).contains("gone.montague.example passed over");
  }

  @Test
  @Requirement("2782-Format-6")
  void theTargetDotSaysThatTheServiceIsNotOffered() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 0 .",
        "_sip._tcp.montague.example. 300 IN SRV 0 0 5060 montague.example.",
        "montague.example. 300 IN A 192.0.2.9");
    Failure.Refused failure = failure(resolve("montague.example"));
    assertThat(failure.reason()).isEqualTo(Reason.DOMAIN_NOT_FOUND);
    assertThat(failure.text()).contains("takes no instant messages by SIP");
  }

  @Test
  void aDomainThatDoesNotExistIsNotFound() {
    Failure.Refused failure = failure(resolve("montague.example"));
    assertThat(failure.reason()).isEqualTo(Reason.DOMAIN_NOT_FOUND);
    assertThat(failure.text())
        .isEqualTo("montague.example has no SRV record _im._sip and no address");
  }

  @Test
  void aDomainWithOtherRecordsOnlyIsNotFound() { // NODATA, not NXDOMAIN
    dns.add("montague.example. 300 IN TXT none", "_im._sip.montague.example. 300 IN TXT none");
    assertThat(failure(resolve("montague.example")).reason()).isEqualTo(Reason.DOMAIN_NOT_FOUND);
  }

  @Test
  @Requirement({"3861-3-2", "3861-3-4", "5509-3-1"})
  void presenceIsAskedForUnderItsOwnLabelAndIndependentlyOfMessages() {
    dns.add(
        "_pres._sip.montague.example. 300 IN SRV 0 0 5070 presence.montague.example.",
        "_im._sip.montague.example. 300 IN SRV 0 0 0 .",
        "presence.montague.example. 300 IN A 192.0.2.8");
    Resolver resolver = resolver(settings());
    Resolution presence =
        resolver
            .resolve(Service.PRES, "montague.example")
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    assertThat(presence.targets())
        .extracting(Target::host)
        .containsExactly("presence.montague.example");
    assertThat(dns.asked()).noneMatch(each -> each.contains("_im."));
    assertThat(failure(resolve(resolver, "montague.example")).text())
        .isEqualTo(
            "montague.example says that it takes no instant messages by SIP (SRV _im._sip is \".\")");
    Failure.Refused none =
        failure(
            resolver
                .resolve(Service.PRES, "verona.example")
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
    assertThat(none.text()).isEqualTo("verona.example has no SRV record _pres._sip and no address");
  }

  @Test
  @Requirement("2782-Format-5")
  void aTargetThatIsAnAliasIsFollowedAndSaidToBeWrong() {
    dns.add(
        "_im._sip.montague.example. 3600 IN SRV 0 0 5060 alias.montague.example.",
        "alias.montague.example. 3600 IN CNAME real.montague.example.",
        "real.montague.example. 3600 IN A 192.0.2.7");
    Resolver resolver = resolver(settings());
    Resolution resolution = resolve(resolver, "montague.example");
    assertThat(address(resolution)).isEqualTo("192.0.2.7");
    assertThat(resolution.targets().get(0).host()).isEqualTo("alias.montague.example");
    assertThat(resolution.steps().toString())
        .contains("alias.montague.example is an alias, which no target should be (RFC 2782)");
    dns.replaceBy();
    now = now.plusSeconds(300); // how long the alias itself holds is not known
    assertThat(resolve(resolver, "montague.example").failure()).isPresent();
  }

  @Test
  @Requirement("3861-4-3")
  void whatTlsMustProveIsTheDomainOfTheAddressWhateverItIsAnAliasOf() {
    dns.add(
        "montague.example. 300 IN CNAME hosting.example.",
        "_im._sip.hosting.example. 300 IN SRV 0 0 5061 sip7.hosting.example.",
        "sip7.hosting.example. 300 IN A 192.0.2.7");
    Target target = resolve("Montague.example").targets().get(0);
    assertThat(target.transports()).containsExactly(Transport.TLS);
    assertThat(target.identities()).containsExactly("montague.example");
  }

  @Test
  void aRouteByTlsMayProveTheHostThatTheOperatorNamed() throws Exception {
    List<Route> routes = List.of(Route.parse("sips:127.0.0.1"));
    Resolver resolver =
        resolver(settings(TIMEOUT, Map.of("montague.example", routes), OwnAddresses.NONE));
    Target target = resolve(resolver, "montague.example").targets().get(0);
    assertThat(target.toString()).isEqualTo("127.0.0.1:5061 by tls at 127.0.0.1");
    assertThat(target.identities()).containsExactly("montague.example", "127.0.0.1");
  }

  @Test
  void ofTwoNameServersTheSecondIsAskedWhenTheFirstFails() throws IOException {
    try (LoopbackDns broken = LoopbackDns.open()) {
      broken.failForAll();
      dns.add("montague.example. 300 IN A 192.0.2.9");
      ResolverSettings both = settings().asking(List.of(broken.address(), dns.address()));
      assertThat(address(resolve(resolver(both), "montague.example"))).isEqualTo("192.0.2.9");
    }
  }

  @Test
  void servfailLeavesTheDomainInDoubt() {
    dns.add("montague.example. 300 IN A 192.0.2.9");
    dns.failFor("_im._sip.montague.example");
    Resolution resolution = resolve("montague.example");
    assertThat(failure(resolution).reason()).isEqualTo(Reason.DOMAIN_IN_DOUBT);
    assertThat(resolution.steps().toString()).contains("in doubt: SERVFAIL");
  }

  @Test
  void silenceLeavesTheDomainInDoubtWhenTheTimeIsUp() {
    dns.keepSilentFor("_im._sip.montague.example");
    Resolution resolution = resolve(resolver(settings(Duration.ofMillis(300))), "montague.example");
    assertThat(failure(resolution).reason()).isEqualTo(Reason.DOMAIN_IN_DOUBT);
    assertThat(resolution.steps().toString()).contains("in doubt: no answer in time");
  }

  @Test
  void addressesInDoubtLeaveTheDomainInDoubt() {
    dns.add("_im._sip.montague.example. 300 IN SRV 0 0 5060 a.montague.example.");
    dns.failFor("a.montague.example");
    assertThat(failure(resolve("montague.example")).reason()).isEqualTo(Reason.DOMAIN_IN_DOUBT);
  }

  @Test
  @Requirement("3861-4-3")
  void theAliasOfADomainIsProcessedAsIfItWereTheDomain() {
    dns.add(
        "montague.example. 300 IN CNAME verona.example.",
        "_im._sip.verona.example. 300 IN SRV 0 0 5070 sip.verona.example.",
        "verona.example. 300 IN A 192.0.2.99",
        "sip.verona.example. 300 IN A 192.0.2.7");
    Resolution resolution = resolve("montague.example");
    assertThat(resolution.domain()).isEqualTo("montague.example");
    assertThat(resolution.targets()).extracting(Target::host).containsExactly("sip.verona.example");
  }

  @Test
  @Requirement("3861-4-3")
  void anAliasInPlaceOfTheSrvRecordIsFollowed() {
    dns.add(
        "_im._sip.montague.example. 300 IN CNAME _im._sip.verona.example.",
        "_im._sip.verona.example. 300 IN SRV 0 0 5070 sip.verona.example.",
        "_im._sip.mantua.example. 300 IN CNAME verona.example.",
        "verona.example. 300 IN A 192.0.2.99",
        "sip.verona.example. 300 IN A 192.0.2.7");
    for (String domain : List.of("montague.example", "mantua.example")) {
      assertThat(resolve(domain).targets())
          .extracting(Target::host)
          .containsExactly("sip.verona.example");
    }
  }

  @Test
  void aliasesInACircleEnd() {
    dns.add(
        "montague.example. 300 IN CNAME verona.example.",
        "verona.example. 300 IN CNAME montague.example.");
    assertThat(resolve("montague.example").failure()).isPresent();
  }

  @Test
  @Requirement("2782-Usage-3")
  void aTruncatedReplyIsAskedForAgainOverTcp() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5060 a.montague.example.",
        "a.montague.example. 300 IN A 192.0.2.1");
    dns.truncateOverUdp("_im._sip.montague.example");
    assertThat(resolve("montague.example").targets()).hasSize(1);
    assertThat(dns.asked()).contains("tcp SRV _im._sip.montague.example");
  }

  @Test
  @Requirement("3861-4-2")
  void noSearchListCompletesAName() {
    assertThat(resolve("montague").failure()).isPresent();
    assertThat(dns.asked()).isNotEmpty().allMatch(each -> each.endsWith("montague"));
  }

  @Test
  @Requirement("3861-3-1")
  void addressesAndLocalhostAreNoDomains() {
    for (String domain : List.of("192.0.2.1", "[::1]", "2001:db8::1", "localhost", "a.localhost")) {
      assertThat(failure(resolve(domain)).reason()).isEqualTo(Reason.INVALID_ADDRESS);
    }
    assertThat(dns.asked()).isEmpty();
  }

  @Test
  void aRouteStandsInPlaceOfTheDns() throws Exception {
    List<Route> routes =
        List.of(Route.parse("sip:127.0.0.1:5062;transport=tcp"), Route.parse("sip:[2001:db8::1]"));
    Resolver resolver =
        resolver(settings(TIMEOUT, Map.of("montague.example", routes), OwnAddresses.NONE));
    Resolution resolution = resolve(resolver, "MONTAGUE.example");
    assertThat(resolution.targets())
        .extracting(Target::toString)
        .containsExactly(
            "127.0.0.1:5062 by tcp at 127.0.0.1",
            "2001:db8::1:5060 by udp or tcp at 2001:db8:0:0:0:0:0:1");
    assertThat(dns.asked()).isEmpty();
  }

  @Test
  void aTargetThatIsThisBridgeIsALoop() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5060 a.montague.example.",
        "a.montague.example. 300 IN A 127.0.0.1");
    OwnAddresses own = new OwnAddresses(List.of(new InetSocketAddress("0.0.0.0", 5060)), List.of());
    Resolver resolver = resolver(settings(TIMEOUT, Map.of(), own));
    assertThat(failure(resolve(resolver, "montague.example")).reason()).isEqualTo(Reason.LOOP);
  }

  @Test
  void aTargetThatIsAdvertisedAsThisBridgeIsALoopWhateverItsAddress() { // behind NAT
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5061 Bridge.capulet.example.",
        "bridge.capulet.example. 300 IN A 192.0.2.200");
    List<HostPort> names =
        List.of(
            new HostPort("bridge.capulet.example", 5060),
            new HostPort("bridge.capulet.example", 5061));
    Resolver resolver = resolver(settings(TIMEOUT, Map.of(), new OwnAddresses(List.of(), names)));
    assertThat(failure(resolve(resolver, "montague.example")).reason()).isEqualTo(Reason.LOOP);
  }

  @Test
  void aResultIsKeptForItsTtlAndNoLonger() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5060 a.montague.example.",
        "a.montague.example. 20 IN A 192.0.2.1");
    Resolver resolver = resolver(settings());
    resolve(resolver, "montague.example");
    dns.replaceBy(
        "_im._sip.montague.example. 300 IN SRV 0 0 5060 a.montague.example.",
        "a.montague.example. 0 IN A 192.0.2.2");
    now = now.plusSeconds(19);
    assertThat(address(resolve(resolver, "montague.example"))).isEqualTo("192.0.2.1");
    now = now.plusSeconds(1);
    assertThat(address(resolve(resolver, "montague.example"))).isEqualTo("192.0.2.2");
    dns.replaceBy();
    now = now.plusSeconds(4); // a TTL of 0 counts as 5 s
    assertThat(address(resolve(resolver, "montague.example"))).isEqualTo("192.0.2.2");
    now = now.plusSeconds(1);
    assertThat(failure(resolve(resolver, "montague.example")).reason())
        .isEqualTo(Reason.DOMAIN_NOT_FOUND);
  }

  @Test
  void thatNothingIsThereIsBelievedForAMinute() {
    Resolver resolver = resolver(settings());
    resolve(resolver, "montague.example");
    dns.add("montague.example. 300 IN A 192.0.2.9");
    now = now.plusSeconds(59);
    assertThat(resolve(resolver, "montague.example").failure()).isPresent();
    now = now.plusSeconds(1);
    assertThat(address(resolve(resolver, "montague.example"))).isEqualTo("192.0.2.9");
  }

  @Test
  void thatTheDnsIsSilentIsKeptFromTheEndOfItsTimeout() {
    dns.keepSilentFor("_im._sip.montague.example");
    Resolver resolver = resolver(settings(Duration.ofSeconds(2)));
    CompletableFuture<Resolution> first =
        resolver.resolve("montague.example").toCompletableFuture();
    now = now.plus(TIMEOUT); // as long as the real timeout takes
    assertThat(failure(first.join()).reason()).isEqualTo(Reason.DOMAIN_IN_DOUBT);
    int asked = dns.asked().size();
    now = now.plusSeconds(4);
    assertThat(failure(resolve(resolver, "montague.example")).reason())
        .isEqualTo(Reason.DOMAIN_IN_DOUBT);
    assertThat(dns.asked()).hasSize(asked);
  }

  @Test
  void beyondManyLookupsAtATimeADomainIsRefusedAndNotForLong() {
    for (int i = 0; i <= Resolver.MAX_LOOKUPS; i++) {
      dns.keepSilentFor("_im._sip.d" + i + ".example");
    }
    Resolver resolver = resolver(settings(Duration.ofSeconds(2)));
    List<CompletableFuture<Resolution>> all = new ArrayList<>();
    for (int i = 0; i < Resolver.MAX_LOOKUPS; i++) {
      all.add(resolver.resolve("d" + i + ".example").toCompletableFuture());
    }
    assertThat(failure(resolve(resolver, "montague.example")).reason()).isEqualTo(Reason.CONGESTED);
    all.forEach(CompletableFuture::join);
    dns.add("montague.example. 300 IN A 192.0.2.9");
    assertThat(address(resolve(resolver, "montague.example"))).isEqualTo("192.0.2.9");
  }

  @Test
  void equalQuestionsInFlightAreAskedOnce() {
    dns.add(
        "_im._sip.montague.example. 300 IN SRV 0 0 5060 a.montague.example.",
        "a.montague.example. 300 IN A 192.0.2.1");
    Resolver resolver = resolver(settings());
    List<CompletableFuture<Resolution>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(resolver.resolve("montague.example").toCompletableFuture());
    }
    all.forEach(each -> assertThat(each.join().targets()).hasSize(1));
    assertThat(dns.asked()).doesNotHaveDuplicates();
  }

  @Test
  void manyTargetsAreCutToTheFirstByPriority() {
    for (int i = 0; i < 40; i++) {
      dns.add(
          "_im._sip.montague.example. 300 IN SRV " + (40 - i) + " 0 5060 h" + i + ".example.",
          "h" + i + ".example. 300 IN A 192.0.2." + (i + 1));
    }
    Resolution resolution = resolve("montague.example");
    assertThat(resolution.targets()).hasSize(Reach.MAX_TARGETS);
    assertThat(resolution.targets().get(0).host()).isEqualTo("h39.example");
  }

  @Test
  void ofThousandsOfAddressesTheFirstAreUsedAndStepsStayShort() {
    dns.add("_im._sip.montague.example. 300 IN SRV 0 0 5060 a.montague.example.");
    for (int i = 0; i < 2_000; i++) {
      dns.add(
          "a.montague.example. 300 IN A 10.1." + i / 250 + "." + (1 + i % 250),
          "a.montague.example. 300 IN AAAA 2001:db8::" + Integer.toHexString(i));
    }
    dns.truncateOverUdp("a.montague.example");
    Resolution resolution = resolve("montague.example");
    assertThat(resolution.targets().get(0).addresses()).hasSize(2 * TargetLookup.MAX_ADDRESSES);
    assertThat(resolution.steps().toString()).contains("| and 1984 more (TTL 300 s)");
    assertThat(resolution.steps())
        .allSatisfy(step -> assertThat(step.text().length()).isLessThan(1_000));
  }

  private static String address(Resolution resolution) {
    return resolution.targets().get(0).addresses().get(0).getAddress().getHostAddress();
  }

  private static Failure.Refused failure(Resolution resolution) {
    return resolution.failure().orElseThrow(() -> new AssertionError(resolution.toString()));
  }

  private Resolution resolve(String domain) {
    return resolve(resolver(settings()), domain);
  }

  private static Resolution resolve(Resolver resolver, String domain) {
    return resolver.resolve(domain).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private Resolver resolver(ResolverSettings settings) {
    InstantSource clock = () -> now;
    return new Resolver(settings, new Random(3861), clock, ForkJoinPool.commonPool());
  }

  private ResolverSettings settings() {
    return settings(TIMEOUT);
  }

  private ResolverSettings settings(Duration timeout) {
    return settings(timeout, Map.of(), OwnAddresses.NONE);
  }

  private ResolverSettings settings(
      Duration timeout, Map<String, List<Route>> routes, OwnAddresses own) {
    return new ResolverSettings(
        List.of(dns.address()), timeout, true, routes, Map.of(), true, Map.of(), own);
  }
}

package org.porin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.address.SipUri;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;

/** Where a request within a dialog goes (RFC 3263 §4). */
@Timeout(30)
class UriLookupTest {
  private static final String DOMAIN = "montague.example";

  private LoopbackDns dns;

  @BeforeEach
  void openDns() throws IOException {
    dns = LoopbackDns.open("sip.montague.example. 300 IN A 192.0.2.7");
  }

  @AfterEach
  void closeDns() throws IOException {
    dns.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sip:romeo@192.0.2.1|192.0.2.1:5060 by udp or tcp at 192.0.2.1|montague.example",
        "sip:192.0.2.1:5070;transport=TCP|192.0.2.1:5070 by tcp at 192.0.2.1|montague.example",
        "sip:192.0.2.1:5070;transport=udp|192.0.2.1:5070 by udp or tcp at 192.0.2.1|montague.example",
        "sip:192.0.2.1;transport=tls|192.0.2.1:5061 by tls at 192.0.2.1|montague.example",
        "sip:192.0.2.1:5061|192.0.2.1:5061 by tls at 192.0.2.1|montague.example",
        "sips:192.0.2.1|192.0.2.1:5061 by tls at 192.0.2.1|montague.example",
        "sip:a.example;maddr=192.0.2.1|192.0.2.1:5060 by udp or tcp at 192.0.2.1|montague.example",
        "sip:[2001:db8::1]:5070|2001:db8::1:5070 by udp or tcp at 2001:db8:0:0:0:0:0:1|montague.example",
      })
  void anAddressIsUsedAsItIs(String uri, String target, String identity) throws Exception {
    Resolution resolution = locate(uri, settings(true, Map.of()));
    assertThat(resolution.targets()).extracting(Target::toString).containsExactly(target);
    assertThat(resolution.targets().get(0).identities()).containsExactly(identity);
    assertThat(dns.asked()).isEmpty();
  }

  @Test
  void aPortMakesSrvSuperfluous() throws Exception { // §4.2
    Resolution resolution =
        locate("sip:pa@sip.montague.example:5070;transport=tls", settings(true, Map.of()));
    assertThat(resolution.targets())
        .extracting(Target::toString)
        .containsExactly("sip.montague.example:5070 by tls at 192.0.2.7");
    assertThat(resolution.targets().get(0).identities())
        .containsExactly("sip.montague.example", DOMAIN);
    assertThat(dns.asked()).noneMatch(each -> each.contains("SRV"));
  }

  @Test
  @Requirement("3263-4.1-1")
  void aNameAloneIsLookedUpAndKept() throws Exception {
    dns.add("_sip._tcp.pa.montague.example. 300 IN SRV 0 0 5099 sip.montague.example.");
    Resolver resolver = Resolver.open(settings(true, Map.of()));
    for (int i = 0; i < 2; i++) {
      assertThat(get(resolver, "sip:pa.montague.example").targets())
          .extracting(Target::toString)
          .containsExactly("sip.montague.example:5099 by tcp at 192.0.2.7");
    }
    assertThat(dns.asked().stream().filter(each -> each.contains("_sip._tcp"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "sip:192.0.2.1",
    "sip:192.0.2.1;transport=tcp",
    "sip:sip.montague.example:5070",
    "sip:sip.montague.example;transport=udp"
  })
  void clearTextIsNotUsedWhereItIsNotAllowed(String uri) throws Exception {
    assertThat(reason(locate(uri, settings(false, Map.of())))).isEqualTo(Reason.PEER_UNREACHABLE);
    assertThat(locate("sip:192.0.2.1;transport=tls", settings(false, Map.of())).targets())
        .hasSize(1);
  }

  @Test
  void whereTheOperatorSaysTlsNoUriSaysOtherwise() throws Exception {
    Map<String, Transport> tls = Map.of(DOMAIN, Transport.TLS);
    assertThat(reason(locate("sip:192.0.2.1;transport=tcp", settings(true, tls))))
        .isEqualTo(Reason.PEER_UNREACHABLE);
    assertThat(locate("sip:192.0.2.1:5070", settings(true, tls)).targets().get(0).transports())
        .containsExactly(Transport.TLS);
  }

  @Test
  void aTransportThatIsNotSpokenHereLeadsNowhere() throws Exception {
    assertThat(reason(locate("sip:192.0.2.1;transport=ws", settings(true, Map.of()))))
        .isEqualTo(Reason.PEER_UNREACHABLE);
  }

  @Test
  void thisBridgeItselfIsNoPeer() throws Exception {
    OwnAddresses own =
        new OwnAddresses(List.of(new InetSocketAddress("192.0.2.1", 5060)), List.of());
    assertThat(reason(locate("sip:192.0.2.1", settings(true, Map.of(), own))))
        .isEqualTo(Reason.LOOP);
  }

  private static Reason reason(Resolution resolution) {
    return resolution.failure().orElseThrow().reason();
  }

  private Resolution locate(String uri, ResolverSettings settings) throws Exception {
    return get(Resolver.open(settings), uri);
  }

  private static Resolution get(Resolver resolver, String uri) throws Exception {
    return resolver
        .locate(SipUri.parse(uri), DOMAIN)
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private ResolverSettings settings(boolean clearText, Map<String, Transport> transports) {
    return settings(clearText, transports, OwnAddresses.NONE);
  }

  private ResolverSettings settings(
      boolean clearText, Map<String, Transport> transports, OwnAddresses own) {
    return new ResolverSettings(
        List.of(dns.address()),
        Duration.ofSeconds(5),
        true,
        Map.of(),
        transports,
        clearText,
        Map.of(),
        own);
  }
}

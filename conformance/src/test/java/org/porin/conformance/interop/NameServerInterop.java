package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.resolve.Resolution;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverSettings;
import org.porin.resolve.Service;
import org.porin.resolve.Target;

/** The resolver against dnsmasq: RFC 3861, 5509, 2782 and 3263 as a real name server answers. */
@RequiresDocker
class NameServerInterop {
  /** More than fit into one datagram, so that dnsmasq truncates. */
  private static final int CROWD = 200;

  private static final Stage STAGE = new Stage();
  private static InetSocketAddress address;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    List<String> records =
        new ArrayList<>(
            List.of(
                "--srv-host=_im._sip.montague.example,sip2.montague.example,5070,20,0",
                "--srv-host=_im._sip.montague.example,sip1.montague.example,5061,10,0",
                "--srv-host=_pres._sip.montague.example,presence.montague.example,5060",
                "--host-record=sip1.montague.example,192.0.2.1,2001:db8::1",
                "--host-record=sip2.montague.example,192.0.2.2",
                "--host-record=presence.montague.example,192.0.2.3",
                "--srv-host=_im._sip.escalus.example", // the target is "."
                "--host-record=escalus.example,192.0.2.4",
                "--naptr-record=verona.example,10,10,s,SIPS+D2T,,_sips._tcp.verona.example",
                "--naptr-record=verona.example,5,10,s,SIP+D2T,,_sip._tcp.verona.example",
                "--srv-host=_sips._tcp.verona.example,sip.verona.example,5061",
                "--srv-host=_sip._tcp.verona.example,sip.verona.example,5099",
                "--host-record=sip.verona.example,192.0.2.5",
                "--host-record=mantua.example,192.0.2.6",
                "--txt-record=laurence.example,no address here"));
    Stream.iterate(1, i -> i + 1)
        .limit(CROWD)
        .forEach(
            i ->
                records.add(
                    "--srv-host=_im._sip.crowd.example,sip2.montague.example," + (6000 + i)));
    int port = Loopback.freePort();
    STAGE.enter(Containers.dns(port, records)).start();
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Requirement({"3861-3-4", "3861-6-4", "2782-Format-2", "5509-3-1"})
  void targetsComeByPriorityWithAllTheirAddresses() {
    assertThat(targets(Service.IM, "montague.example"))
        .containsExactly(
            "sip1.montague.example:5061 by tls at 192.0.2.1, 2001:db8:0:0:0:0:0:1",
            "sip2.montague.example:5070 by udp or tcp at 192.0.2.2");
  }

  @Test
  @Requirement({"3861-3-2", "5509-3-1"})
  void presenceIsElsewhere() {
    assertThat(targets(Service.PRES, "montague.example"))
        .containsExactly("presence.montague.example:5060 by udp or tcp at 192.0.2.3");
  }

  @Test
  @Requirement("2782-Format-6")
  void theTargetDotIsTheEndOfIt() {
    assertThat(failure("escalus.example").text()).contains("takes no instant messages by SIP");
  }

  @Test
  @Requirement("3263-4.1-1")
  void naptrSaysWhatTheServerPrefers() {
    assertThat(targets(Service.IM, "verona.example"))
        .containsExactly("sip.verona.example:5099 by tcp at 192.0.2.5");
  }

  @Test
  @Requirement("3861-4-5")
  void anAddressAloneIsEnough() {
    assertThat(targets(Service.IM, "mantua.example"))
        .containsExactly("mantua.example:5060 by udp or tcp at 192.0.2.6");
  }

  @Test
  @Requirement("2782-Usage-3")
  void whatFitsIntoNoDatagramComesOverTcp() {
    assertThat(targets(Service.IM, "crowd.example")).hasSizeGreaterThan(10);
  }

  @Test
  void absenceAndRefusalAreToldApart() {
    assertThat(failure("nobody.example").reason()).isEqualTo(Reason.DOMAIN_NOT_FOUND);
    assertThat(failure("laurence.example").reason()).isEqualTo(Reason.DOMAIN_NOT_FOUND);
    Resolution elsewhere = resolve(Service.IM, "montague.test"); // not its business: REFUSED
    assertThat(elsewhere.failure().orElseThrow().reason()).isEqualTo(Reason.DOMAIN_IN_DOUBT);
    assertThat(elsewhere.steps().toString()).contains("REFUSED");
  }

  private static List<String> targets(Service service, String domain) {
    return resolve(service, domain).targets().stream().map(Target::toString).toList();
  }

  private static Failure.Refused failure(String domain) {
    return resolve(Service.IM, domain).failure().orElseThrow();
  }

  private static Resolution resolve(Service service, String domain) {
    return Resolver.open(ResolverSettings.standard().asking(List.of(address)))
        .resolve(service, domain)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}

package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response.Status;
import org.porin.resolve.Transport;

/** IPv4 and IPv6, and hosts with several addresses. */
@Timeout(60)
class AddressFamiliesTest {
  private static final String JULIET = "sip:juliet@capulet.example";

  private Bridge bridge;

  @AfterEach
  void close() {
    bridge.close();
  }

  AddressFamiliesTest() throws IOException {
    InetSocketAddress all = new InetSocketAddress(InetAddress.getByName("::"), 0);
    bridge = listening(new Listen(Transport.UDP, all), new Listen(Transport.TCP, all));
  }

  @Test
  void theUnspecifiedIpv6AddressTakesBothFamilies() throws Exception {
    for (InetAddress loopback : List.of(PlainPeer.LOOPBACK, PlainPeer.LOOPBACK_6)) {
      String id = "f" + loopback.hashCode();
      try (PlainClient client = new PlainClient(at(loopback, Transport.TCP))) {
        client.write(message(JULIET, id, "x"));
        String answer = client.read().orElseThrow();
        assertThat(answer).startsWith("SIP/2.0 202 ");
        assertThat(header(answer, "Via")).contains("received=" + text(loopback));
      }
      String request = message(JULIET, id + "u", "x").replace("SIP/2.0/TCP", "SIP/2.0/UDP");
      String answer = PlainClient.exchange(at(loopback, Transport.UDP), request);
      assertThat(header(answer, "Via")).contains("received=" + text(loopback));
    }
  }

  @Test
  void bothFamiliesAreSentToAndNamedInViaAsTheyAre() throws Exception {
    for (InetAddress loopback : List.of(PlainPeer.LOOPBACK, PlainPeer.LOOPBACK_6)) {
      String own = loopback.equals(PlainPeer.LOOPBACK) ? "127.0.0.1" : "[::1]";
      try (PlainPeer tcp = PlainPeer.tcp(loopback, request -> response(request, "503 Busy"));
          PlainPeer udp = PlainPeer.udp(loopback, request -> response(request, "200 OK"))) {
        bridge.close();
        bridge = listening(new Listen(Transport.UDP, any6()), new Listen(Transport.TCP, any6()));
        bridge.reaching(tcp.address(), Transport.TCP).reaching(udp.address(), Transport.UDP);
        assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
        assertThat(header(tcp.takeRequest(), "Via")).startsWith("SIP/2.0/TCP " + own + ":");
        assertThat(header(udp.takeRequest(), "Via")).startsWith("SIP/2.0/UDP " + own + ":");
      }
    }
  }

  @Test
  void ofSeveralUdpSocketsTheOneThatCanReachThePeerIsUsed() throws Exception {
    InetAddress other = InetAddress.getByName("127.0.0.2"); // nothing leaves by it of itself
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "200 OK"))) {
      bridge.close();
      bridge =
          listening(
              new Listen(Transport.UDP, new InetSocketAddress(other, 0)),
              new Listen(Transport.UDP, new InetSocketAddress(PlainPeer.LOOPBACK, 0)));
      bridge.reaching(peer.address(), Transport.UDP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Via")).startsWith("SIP/2.0/UDP 127.0.0.1:");
    }
  }

  @Test
  void whereThereIsNoRouteTheNextTargetIsTriedAtOnce() throws Exception {
    bridge.close();
    bridge = new Bridge(); // which listens on the loopback alone
    bridge.reaching(new InetSocketAddress("192.0.2.1", 5060), Transport.UDP);
    Failure.Refused failure = (Failure.Refused) Bridge.failure(bridge.send("x"));
    assertThat(failure.reason()).isEqualTo(Reason.PEER_UNREACHABLE);
    assertThat(failure.text()).contains("no route to host");
    assertThat(bridge.transport().status().dropped(Drop.DATAGRAM)).isEqualTo(1);
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
    }
  }

  private InetSocketAddress at(InetAddress loopback, Transport transport) {
    return new InetSocketAddress(loopback, bridge.address(transport).getPort());
  }

  private static InetSocketAddress any6() throws IOException {
    return new InetSocketAddress(InetAddress.getByName("::"), 0);
  }

  private static Bridge listening(Listen... sockets) throws IOException {
    return new Bridge(SimpleSettings.listeningOn(Arrays.asList(sockets)));
  }

  private static String text(InetAddress loopback) {
    return loopback.equals(PlainPeer.LOOPBACK) ? "127.0.0.1" : "::1";
  }
}

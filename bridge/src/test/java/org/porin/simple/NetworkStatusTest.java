package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.response;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;

/** What whoever watches the SIP side is told. */
class NetworkStatusTest {
  private static final String JULIET = "sip:juliet@capulet.example";

  private Bridge bridge;

  @BeforeEach
  void open() throws Exception {
    bridge = new Bridge();
  }

  @AfterEach
  void close() {
    bridge.close();
  }

  @Test
  void messagesAndOctetsAreCountedByTransportAndDirection() throws Exception {
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      String request = message(JULIET, "n1", "x");
      client.write(request);
      String answer = client.read().orElseThrow();
      assertThat(status().volume(Transport.TCP))
          .isEqualTo(new NetworkStatus.Volume(1, 1, request.length(), answer.length()));
      assertThat(status().volume(Transport.UDP)).isEqualTo(new NetworkStatus.Volume(0, 0, 0, 0));
    }
  }

  @Test
  void connectionsAreCountedByWhoMadeThemAndUntilTheyEnd() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      bridge.send("x");
      PlainClient client = new PlainClient(bridge.address(Transport.TCP));
      client.write(message(JULIET, "n2", "x"));
      client.read();
      assertThat(connections()).isEqualTo(new NetworkStatus.Connections(1, 1, 1, 1));
      client.close();
    }
    Eventually.isTrue(
        () ->
            connections().equals(new NetworkStatus.Connections(0, 0, 1, 1))
                && status().ended(ConnectionEnd.PEER) == 2);
  }

  @Test
  void aRequestThatCannotBeAnsweredIsCounted() throws Exception {
    String nameless = message(JULIET, "n3", "x").replace("Romeo <", "\u0001<");
    try (DatagramSocket socket = new DatagramSocket()) {
      byte[] octets = nameless.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(octets, octets.length, bridge.address(Transport.UDP)));
      Eventually.isTrue(() -> status().malformed(Malformation.DROPPED) == 1);
    }
    assertThat(bridge.arrivedCount()).isZero();
  }

  @Test
  void malformedRequestsAreCountedByTheirAnswer() throws Exception {
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "n4", "x").replace("Max-Forwards: 70", "Max-Forwards: many"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 400 ");
      client.write(message(JULIET, "n5", "x").replace(" SIP/2.0\r\n", " SIP/3.0\r\n"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 505 ");
    }
    assertThat(status().malformed())
        .containsAllEntriesOf(
            Map.of(
                Malformation.BAD_REQUEST, 1L, Malformation.VERSION, 1L, Malformation.DROPPED, 0L));
  }

  @Test
  void lostFramingAndRefusedConnectionsAreCounted() throws Exception {
    bridge.close();
    bridge = new Bridge(new Limits(1, 10, 10, 10, 65_536, 4 << 20, 100), Patience.DEFAULT);
    try (PlainClient first = new PlainClient(bridge.address(Transport.TCP))) {
      first.write(message(JULIET, "n6", "x"));
      first.read();
      try (PlainClient second = new PlainClient(bridge.address(Transport.TCP))) {
        assertThat(second.isClosed()).isTrue();
      }
      first.write("GET / HTTP/1.1\r\n\r\n");
      assertThat(first.isClosed()).isTrue();
    }
    Eventually.isTrue(
        () ->
            status().ended(ConnectionEnd.TOO_MANY) == 1
                && status().ended(ConnectionEnd.FRAMING_LOST) == 1);
  }

  @Test
  void transactionsThatAreNotForgottenAreCounted() throws Exception {
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.UDP);
      bridge.send("x"); // over UDP a transaction stays for T4 behind its response
      Eventually.isTrue(() -> status().clientTransactions() == 1);
    }
  }

  private NetworkStatus status() {
    return bridge.transport().status();
  }

  private NetworkStatus.Connections connections() {
    return status().connections(Transport.TCP);
  }
}

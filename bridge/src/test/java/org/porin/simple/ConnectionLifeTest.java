package org.porin.simple;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.TransId;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;

/** How connections are kept, shared, lost and bounded (RFC 3261 §18, RFC 5626 §4.4.1). */
@Timeout(60)
class ConnectionLifeTest {
  private static final String JULIET = "sip:juliet@capulet.example";
  private static final Limits USUAL = Limits.DEFAULT;

  private Bridge bridge;

  ConnectionLifeTest() throws IOException {
    bridge = new Bridge();
  }

  @AfterEach
  void close() {
    bridge.close();
  }

  @Test
  void theAnswerToALostConnectionComesByANewOneToTheClientsPort() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    try (ServerSocket listening = new ServerSocket(0, 5, PlainPeer.LOOPBACK)) {
      listening.setSoTimeout(10_000);
      String sentBy = "client.montague.example:" + listening.getLocalPort();
      PlainClient client = client();
      client.write(message(JULIET, "lost1", "x").replace("client.montague.example;", sentBy + ";"));
      Response answer = Response.indeterminant(bridge.takeArrived().transId());
      client.reset();
      Eventually.isTrue(() -> connections().accepted() == 0);
      outcome.complete(answer);
      try (Socket back = listening.accept()) {
        String response = PlainPeer.read(back.getInputStream()).orElseThrow();
        assertThat(response).startsWith("SIP/2.0 202 ");
        assertThat(header(response, "Call-ID")).startsWith("lost1");
      }
    }
  }

  @Test
  void anAnswerThatReachesNobodyIsCounted() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    PlainClient client = client();
    client.write(unreachable(message(JULIET, "lost2", "x")));
    Response answer = Response.indeterminant(bridge.takeArrived().transId());
    client.reset();
    Eventually.isTrue(() -> connections().accepted() == 0);
    outcome.complete(answer);
    Eventually.isTrue(() -> status().dropped(Drop.ANSWER) == 1);
  }

  @Test
  void answersThatLookForTheirClientsLeaveRoomForMessages() throws Exception {
    int places = 10;
    reopen(
        new Limits(
            places,
            places,
            USUAL.pendingRequests(),
            USUAL.pendingPerConnection(),
            USUAL.messageOctets(),
            USUAL.unsentOctets(),
            USUAL.transactions()),
        Patience.DEFAULT);
    List<CompletableFuture<Response>> outcomes = new CopyOnWriteArrayList<>();
    bridge.inbound(
        operation -> {
          CompletableFuture<Response> outcome = new CompletableFuture<>();
          outcomes.add(outcome);
          return outcome;
        });
    try (ServerSocket full = new ServerSocket(0, 1, PlainPeer.LOOPBACK)) {
      List<Socket> fillers = new ArrayList<>();
      Response answer = Response.indeterminant(new TransId("t"));
      for (int i = 0; i < 4; i++) { // nobody accepts: what is more than the backlog waits
        Socket filler = new Socket();
        fillers.add(filler);
        try {
          filler.connect(full.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException e) {
          break;
        }
      }
      PlainClient client = client();
      String sentBy = "client.montague.example:" + full.getLocalPort();
      for (int i = 0; i < places; i++) {
        client.write(
            message(JULIET, "r" + i, "x").replace("client.montague.example;", sentBy + ";"));
      }
      Eventually.isTrue(() -> outcomes.size() == places);
      client.reset();
      Eventually.isTrue(() -> connections().accepted() == 0);
      outcomes.forEach(outcome -> outcome.complete(answer));
      Eventually.isTrue(() -> status().dropped(Drop.ANSWER) == places - 1);
      try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"))) {
        bridge.reaching(peer.address(), Transport.TCP);
        assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      }
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void aClientThatHasClosedIsAnsweredWhereItListens() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    try (ServerSocket listening = new ServerSocket(0, 5, PlainPeer.LOOPBACK);
        PlainClient client = client();
        PlainClient other = client()) {
      listening.setSoTimeout(10_000);
      String sentBy = "client.montague.example:" + listening.getLocalPort();
      bridge.inbound(operation -> outcome);
      client.write(message(JULIET, "fin1", "x").replace("client.montague.example;", sentBy + ";"));
      Response answer = Response.indeterminant(bridge.takeArrived().transId());
      client.shutdownOutput(); // all that TCP shows of a close
      for (String id : List.of("fin2", "fin3")) { // by then the loop has seen it
        other.write(message(JULIET, id, "").replace("MESSAGE", "OPTIONS"));
        assertThat(other.read().orElseThrow()).startsWith("SIP/2.0 200 ");
      }
      outcome.complete(answer);
      try (Socket back = listening.accept()) {
        assertThat(PlainPeer.read(back.getInputStream()).orElseThrow()).startsWith("SIP/2.0 202 ");
      }
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aClientThatEndsItsHalfIsAnsweredAndThenLetGo() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    try (PlainClient client = client()) {
      client.write(unreachable(message(JULIET, "half1", "x")));
      client.shutdownOutput();
      Response answer = Response.indeterminant(bridge.takeArrived().transId());
      assertThat(connections().accepted()).isEqualTo(1);
      outcome.complete(answer);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      assertThat(client.isClosed()).isTrue();
    }
    try (PlainClient client = client()) {
      client.shutdownOutput();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void oneAddressMayHaveSoManyConnectionsAndNoMore() throws Exception {
    reopen(
        new Limits(
            10,
            2,
            USUAL.pendingRequests(),
            USUAL.pendingPerConnection(),
            USUAL.messageOctets(),
            USUAL.unsentOctets(),
            USUAL.transactions()),
        Patience.DEFAULT);
    try (PlainClient first = client();
        PlainClient second = client()) {
      for (PlainClient each : List.of(first, second)) {
        each.write(message(JULIET, "a" + each.hashCode(), "x"));
        assertThat(each.read()).isPresent();
      }
      try (PlainClient third = client()) {
        assertThat(third.isClosed()).isTrue();
      }
      assertThat(status().ended(ConnectionEnd.TOO_MANY_FROM_ADDRESS)).isEqualTo(1);
      second.close();
      Eventually.isTrue(() -> connections().accepted() == 1);
      try (PlainClient third = client()) {
        third.write(message(JULIET, "a3", "x"));
        assertThat(third.read()).isPresent();
      }
    }
  }

  @Test
  void aPeerThatSendsNoMessageIsCutOffHoweverOftenItPings() throws Exception {
    reopen(USUAL, patience(Duration.ofSeconds(3), Duration.ofMinutes(1), Duration.ofMinutes(1)));
    try (PlainClient client = client()) {
      client.write("\r\n\r\n");
      assertThat(client.readOctets(2)).isEqualTo("\r\n");
      assertThat(client.isClosed()).isTrue();
    }
    Eventually.isTrue(() -> status().ended(ConnectionEnd.SILENT) == 1);
  }

  @Test
  void whatThisBridgeMadeIsPingedAndKeptWhileThePeerAnswers() throws Exception {
    reopen(USUAL, patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(300)));
    try (ServerSocket server = new ServerSocket(0, 5, PlainPeer.LOOPBACK)) {
      bridge.reaching((InetSocketAddress) server.getLocalSocketAddress(), Transport.TCP);
      var sent = bridge.transport().message(Bridge.message("x")).toCompletableFuture();
      try (Socket peer = server.accept()) {
        peer.setSoTimeout(10_000);
        answerMessage(peer);
        assertThat(sent.join().status()).isEqualTo(Status.SUCCESS);
        for (int i = 0; i < 2; i++) {
          assertThat(peer.getInputStream().readNBytes(4)).asString().isEqualTo("\r\n\r\n");
          peer.getOutputStream().write(new byte[] {'\r', '\n'});
        }
        assertThat(connections().made()).isEqualTo(1);
      }
    }
  }

  @Test
  void aPooledConnectionThatItsPeerHasClosedIsNotUsedAgain() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, PlainPeer.LOOPBACK)) {
      bridge.reaching((InetSocketAddress) server.getLocalSocketAddress(), Transport.TCP);
      for (int i = 0; i < 2; i++) {
        var sent = bridge.transport().message(Bridge.message("x" + i)).toCompletableFuture();
        try (Socket peer = server.accept()) {
          answerMessage(peer);
          assertThat(sent.join().status()).isEqualTo(Status.SUCCESS);
        }
        Eventually.isTrue(() -> connections().made() == 0);
      }
    }
  }

  @Test
  void theConnectionNotUsedForLongestMakesRoomForAnother() throws Exception {
    reopen(
        new Limits(
            1,
            1,
            USUAL.pendingRequests(),
            USUAL.pendingPerConnection(),
            USUAL.messageOctets(),
            USUAL.unsentOctets(),
            USUAL.transactions()),
        Patience.DEFAULT);
    try (PlainPeer first = PlainPeer.tcp(request -> response(request, "503 Busy"));
        PlainPeer second = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      bridge.reaching(first.address(), Transport.TCP).reaching(second.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(status().ended(ConnectionEnd.DISPLACED)).isEqualTo(1);
      Eventually.isTrue(() -> connections().made() == 1);
    }
  }

  /** The same of a client that listens at no port. */
  private static String unreachable(String request) throws IOException {
    try (ServerSocket once = new ServerSocket(0, 1, PlainPeer.LOOPBACK)) {
      return request.replace(
          "client.montague.example;", "client.montague.example:" + once.getLocalPort() + ";");
    }
  }

  private static void answerMessage(Socket peer) throws IOException {
    String request = PlainPeer.read(peer.getInputStream()).orElseThrow();
    peer.getOutputStream().write(response(request, "200 OK").getBytes(US_ASCII));
  }

  private void reopen(Limits limits, Patience patience) throws IOException {
    bridge.close();
    bridge = new Bridge(limits, patience);
  }

  private PlainClient client() throws IOException {
    return new PlainClient(bridge.address(Transport.TCP));
  }

  private NetworkStatus status() {
    return bridge.transport().status();
  }

  private NetworkStatus.Connections connections() {
    return status().connections(Transport.TCP);
  }

  private static Patience patience(Duration firstMessage, Duration idle, Duration keepAlive) {
    Patience usual = Patience.DEFAULT;
    return new Patience(
        usual.answer(),
        usual.connect(),
        firstMessage,
        usual.message(),
        usual.unsent(),
        idle,
        keepAlive,
        Duration.ZERO,
        usual.dialect());
  }
}

package org.porin.simple;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.trust.Pki;
import org.porin.trust.TlsFiles;

/** SIP over TLS with the JDK's TLS on the other side (RFC 3261 §18 and §26.2, RFC 5922). */
@Timeout(60)
class TlsTest {
  private static final String JULIET = "sip:juliet@capulet.example";

  private final Pki pki;
  private final TlsFiles.Identity montague;
  private Bridge bridge;

  TlsTest(@TempDir Path directory) throws Exception {
    pki = new Pki(directory);
    montague = pki.forNames("montague.example");
    bridge = new Bridge(Limits.DEFAULT, patience(), pki.files(pki.forNames("capulet.example")));
  }

  @AfterEach
  void close() {
    bridge.close();
  }

  @Test
  @Requirement({"6125-6.2-1", "3263-4.1-2"})
  void aServerThatProvesTheDomainOfTheAddressIsSentTo() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tls(pki.jdk(montague), request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TLS); // whose SRV name is another
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Via")).startsWith("SIP/2.0/TLS 127.0.0.1:");
      assertThat(peer.serverNames()).containsExactly("montague.example");
    }
  }

  @Test
  void aSipUriInTheCertificateProvesItToo() throws Exception {
    TlsFiles.Identity byUri =
        pki.identity(names -> names.addSanUriName(URI.create("sip:montague.example")));
    try (PlainPeer peer = PlainPeer.tls(pki.jdk(byUri), request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TLS);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  @Requirement({"6125-6.2-1", "3263-4.1-2"})
  void theNameOfTheSrvTargetProvesNothing() throws Exception {
    TlsFiles.Identity target = pki.forNames("sip1.montague.example");
    try (PlainPeer peer = PlainPeer.tls(pki.jdk(target), request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TLS);
      assertThat(refusal())
          .contains(
              "its certificate is for sip1.montague.example, not for montague.example (RFC 5922)");
      assertThat(peer.waitingRequests()).isZero();
      Eventually.isTrue(() -> bridge.transport().status().ended(ConnectionEnd.TLS) == 1);
    }
  }

  @Test
  void anExpiredCertificateIsRefusedAndSaidToBeThat() throws Exception {
    TlsFiles.Identity old = pki.expired("montague.example");
    try (PlainPeer peer = PlainPeer.tls(pki.jdk(old), request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TLS);
      assertThat(refusal()).contains("its certificate has expired");
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  void anAuthorityThatNobodyTrustsIsSaidToBeThat(@TempDir Path elsewhere) throws Exception {
    Pki stranger = new Pki(elsewhere);
    try (PlainPeer peer =
        PlainPeer.tls(
            stranger.jdk(stranger.forNames("montague.example")),
            request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TLS);
      assertThat(refusal()).contains("its certificate leads to no authority that is trusted here");
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  void aServerThatNeverAnswersTheHelloIsGivenUp() throws Exception {
    bridge.close();
    bridge = new Bridge(Limits.DEFAULT, patience(Duration.ofMillis(500)), pki.clientFiles());
    try (ServerSocket mute = new ServerSocket(0, 5, PlainPeer.LOOPBACK)) {
      bridge.reaching((InetSocketAddress) mute.getLocalSocketAddress(), Transport.TLS);
      assertThat(refusal()).contains("no TLS handshake within");
    }
  }

  @Test
  void aServerThatSpeaksPlainSipIsSaidToSpeakNoTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, PlainPeer.LOOPBACK)) {
      Thread answering =
          new Thread(
              () -> {
                try (Socket socket = plain.accept()) {
                  socket
                      .getOutputStream()
                      .write("SIP/2.0 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // the test is over
                }
              });
      answering.start();
      bridge.reaching((InetSocketAddress) plain.getLocalSocketAddress(), Transport.TLS);
      assertThat(refusal()).contains("no TLS handshake");
      answering.join();
    }
  }

  @Test
  void whatFailsByTlsGoesToTheNextTargetAndNeverInClearText() throws Exception {
    TlsFiles.Identity other = pki.forNames("verona.example");
    try (PlainPeer wrong = PlainPeer.tls(pki.jdk(other), request -> response(request, "200 OK"));
        PlainPeer right =
            PlainPeer.tls(pki.jdk(montague), request -> response(request, "200 OK"))) {
      bridge.reaching(wrong.address(), Transport.TLS).reaching(right.address(), Transport.TLS);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(right.waitingRequests()).isEqualTo(1);
      assertThat(wrong.waitingRequests()).isZero();
    }
  }

  @Test
  void oneConnectionCarriesAllRequestsOfADomain() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tls(pki.jdk(montague), request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TLS);
      for (int i = 0; i < 5; i++) {
        assertThat(bridge.send("x" + i).status()).isEqualTo(Status.SUCCESS);
      }
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void aClientSendsByTlsAndIsAnsweredByIt() throws Exception {
    try (PlainClient client = new PlainClient(handshaken())) {
      client.write(message(JULIET, "tls1", "x").replace("SIP/2.0/TCP", "SIP/2.0/TLS"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      assertThat(bridge.takeArrived().destination()).isEqualTo(Bridge.JULIET);
      client.write("\r\n\r\n");
      assertThat(client.readOctets(2)).isEqualTo("\r\n");
    }
    Eventually.isTrue(
        () ->
            bridge
                .transport()
                .status()
                .connections(Transport.TLS)
                .equals(new NetworkStatus.Connections(0, 0, 1, 0)));
  }

  @Test
  void theAnswerToALostConnectionGoesByTlsToWhoeverProvesItsName() throws Exception {
    TlsFiles.Identity client = pki.forNames("client.montague.example");
    try (PlainPeer right = PlainPeer.tls(pki.jdk(client), response -> PlainPeer.SILENCE);
        PlainPeer wrong = PlainPeer.tls(pki.jdk(montague), response -> PlainPeer.SILENCE)) {
      answerBehindALostConnection("lost1", right);
      assertThat(right.takeRequest()).startsWith("SIP/2.0 202 ");
      answerBehindALostConnection("lost2", wrong);
      Eventually.isTrue(() -> bridge.transport().status().dropped(Drop.ANSWER) == 1);
      assertThat(wrong.waitingRequests()).isZero();
    }
  }

  private void answerBehindALostConnection(String id, PlainPeer listening) throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    String sentBy = "client.montague.example:" + listening.address().getPort();
    PlainClient client = new PlainClient(handshaken());
    client.write(message(JULIET, id, "x").replace("client.montague.example;", sentBy + ";"));
    Response answer = Response.indeterminant(bridge.takeArrived().transId());
    client.reset();
    Eventually.isTrue(() -> bridge.transport().status().connections(Transport.TLS).accepted() == 0);
    outcome.complete(answer);
  }

  @Test
  void aLargeMessageCrossesInManyRecords() throws Exception {
    String body = "x".repeat(60_000);
    try (PlainClient client = new PlainClient(handshaken())) {
      client.write(message(JULIET, "tls2", body));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
    assertThat(bridge.takeArrived().content().entity().body().length()).isEqualTo(60_000);
  }

  @Test
  void anOldTlsIsRefused() throws Exception {
    SSLSocket socket = socket();
    try (socket) {
      assertThatThrownBy(
              () -> {
                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                socket.startHandshake();
              })
          .isInstanceOfAny(SSLException.class, IllegalArgumentException.class);
    }
  }

  @Test
  void aClientThatSpeaksNoTlsThereIsCutOffAndCounted() throws Exception {
    try (PlainClient client = new PlainClient(bridge.address(Transport.TLS))) {
      client.write(message(JULIET, "tls3", "x"));
      assertThat(client.isClosed()).isTrue();
    }
    Eventually.isTrue(() -> bridge.transport().status().ended(ConnectionEnd.TLS) == 1);
    assertThat(bridge.arrivedCount()).isZero();
  }

  @Test
  void aSlowHelloIsCutOffAndCounted() throws Exception {
    bridge.close();
    bridge = new Bridge(Limits.DEFAULT, patience(Duration.ofMillis(300)), pki.files(montague));
    try (PlainClient client = new PlainClient(bridge.address(Transport.TLS))) {
      client.write(new byte[] {22, 3, 1}); // a handshake record begins
      assertThat(client.isClosed()).isTrue();
    }
    Eventually.isTrue(() -> bridge.transport().status().ended(ConnectionEnd.TLS) == 1);
  }

  @Test
  void twoBridgesTalkByTls() throws Exception {
    try (Bridge there = new Bridge(Limits.DEFAULT, patience(), pki.files(montague))) {
      bridge.reaching(there.address(Transport.TLS), Transport.TLS);
      assertThat(bridge.send("Ó Romeo").status()).isEqualTo(Status.INDETERMINANT);
      assertThat(there.takeArrived().content()).isEqualTo(Bridge.message("Ó Romeo").content());
    }
  }

  @Test
  void aTlsSocketWithoutACertificateIsSaidAtTheStart() {
    InetSocketAddress any = new InetSocketAddress(PlainPeer.LOOPBACK, 0);
    SimpleSettings settings = SimpleSettings.listeningOn(List.of(new Listen(Transport.TLS, any)));
    assertThatThrownBy(() -> new Bridge(settings))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot listen on tls:127.0.0.1:0 ([sip] listen): TLS needs a certificate: set"
                + " sip.tls-certificate and sip.tls-key");
  }

  private String refusal() throws Exception {
    Failure.Refused failure = (Failure.Refused) Bridge.failure(bridge.send("x"));
    assertThat(failure.reason()).isEqualTo(Reason.PEER_UNREACHABLE);
    return failure.text();
  }

  private SSLSocket handshaken() throws Exception {
    SSLSocket socket = socket();
    socket.startHandshake();
    return socket;
  }

  private SSLSocket socket() throws Exception {
    InetSocketAddress there = bridge.address(Transport.TLS);
    return (SSLSocket)
        pki.jdk(montague).getSocketFactory().createSocket(there.getAddress(), there.getPort());
  }

  private static Patience patience() {
    return patience(Patience.DEFAULT.connect());
  }

  private static Patience patience(Duration connect) {
    Patience usual = Patience.DEFAULT;
    return new Patience(
        usual.answer(),
        connect,
        usual.firstMessage(),
        usual.message(),
        usual.unsent(),
        usual.idle(),
        usual.keepAlive(),
        Duration.ZERO,
        usual.dialect());
  }
}

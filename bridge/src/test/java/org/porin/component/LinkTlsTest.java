package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.ScriptedServer.Peer;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.stanza.StanzaLimits;
import org.porin.trust.KeyPin;

/** Links under TLS, with servers of every kind of certificate. */
@Timeout(120)
class LinkTlsTest {
  private static final String NAME = "xmpp.capulet.example";

  @TempDir private static Path directory;
  private static TestCertificates certificates;
  private static ServerSocketFactory good;
  private static ServerSocketFactory expired;
  private static ServerSocketFactory selfSigned;

  @BeforeAll
  static void makeCertificates() {
    certificates = new TestCertificates(directory);
    good = certificates.good();
    expired = certificates.expired();
    selfSigned = certificates.selfSigned();
  }

  private static LinkTls verified(String name) {
    return new LinkTls.Verified(name, List.of(certificates.authority()));
  }

  private static LinkTls pinned(String... aliases) {
    Set<KeyPin> pins = new HashSet<>();
    for (String alias : aliases) {
      pins.add(certificates.pin(alias));
    }
    return new LinkTls.Pinned(NAME, pins);
  }

  private static LinkFixture fixture(LinkTls tls, ServerSocketFactory sockets) {
    var times =
        LinkFixture.times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20));
    return new LinkFixture(
        times, ComponentSettings.DEFAULT_QUEUE_OCTETS, tls, new ScriptedServer(sockets));
  }

  private static CompletableFuture<Optional<LinkEnd>> check(ScriptedServer server, LinkTls tls) {
    return check(server.host(), server.port(), tls, Duration.ofSeconds(20));
  }

  private static CompletableFuture<Optional<LinkEnd>> check(
      String host, int port, LinkTls tls, Duration handshake) {
    var settings =
        new ComponentSettings(
            "montague.example",
            host,
            port,
            tls,
            new ComponentSecret("test"),
            "capulet.example",
            new LinkTimes(
                Duration.ofSeconds(2),
                handshake,
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10)),
            StanzaLimits.DEFAULT,
            ComponentSettings.DEFAULT_QUEUE_OCTETS);
    return CompletableFuture.supplyAsync(() -> ComponentCheck.run(settings));
  }

  private static LinkEnd refusal(ServerSocketFactory sockets, LinkTls tls) throws Exception {
    try (var server = new ScriptedServer(sockets)) {
      var check = check(server, tls);
      try (Peer peer = server.accept()) {
        assertThat(peer.expectEnd()).doesNotContain("stream"); // not a word before it is believed
        return check.get(30, TimeUnit.SECONDS).orElseThrow();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NAME, "127.0.0.1"})
  void aServerWithACertificateForItsNameIsSpokenTo(String name) throws Exception {
    try (var fixture = fixture(verified(name), good);
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "Hi");
      peer.expect("<body>Hi</body>");
      peer.answerPing(peer.expectPing());
      assertThat(sent.get(30, TimeUnit.SECONDS).status()).isEqualTo(Status.INDETERMINANT);
    }
  }

  @Test
  void manyStanzasCrossBothWaysInOrder() throws Exception {
    try (var fixture = fixture(verified(NAME), good);
        Peer peer = fixture.open()) {
      var stanzas = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        fixture.pass("t" + i, "out-" + i + "x".repeat(200));
        stanzas.append(
            "<message from='juliet@capulet.example/b' to='romeo@montague.example' id='n"
                + i
                + "'><body>in</body></message>");
      }
      var sending = CompletableFuture.runAsync(() -> send(peer, stanzas.toString()));
      for (int i = 0; i < 500; i++) {
        assertThat(peer.expect("</body>")).contains("<body>out-" + i + "x");
      }
      for (int i = 0; i < 500; i++) {
        assertThat(fixture.membrane.next().operation().transId().value()).isEqualTo("n" + i);
      }
      sending.get(30, TimeUnit.SECONDS);
    }
  }

  private static void send(Peer peer, String text) {
    try {
      peer.send(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anExpiredCertificateIsNamed() throws Exception {
    LinkEnd end = refusal(expired, verified(NAME));
    assertThat(end.cause()).isEqualTo(Cause.UNTRUSTED);
    assertThat(end.toString()).contains("CN=expired", "expired on", "renew it");
  }

  @Test
  void anExpiredCertificateIsNotBelievedAsItsOwnAnchorEither() throws Exception {
    var own = new LinkTls.Verified(NAME, List.of(certificates.certificate("expired")));
    assertThat(refusal(expired, own).toString()).contains("expired on");
  }

  @Test
  void aCertificateForAnotherNameIsNamed() throws Exception {
    LinkEnd end = refusal(good, verified("xmpp.verona.example"));
    assertThat(end.cause()).isEqualTo(Cause.UNTRUSTED);
    assertThat(end.toString())
        .contains("for xmpp.capulet.example, 127.0.0.1", "not for xmpp.verona.example", "tls-name");
  }

  @Test
  void anUnknownAuthorityIsNamed() throws Exception {
    LinkEnd end = refusal(selfSigned, verified(NAME));
    assertThat(end.cause()).isEqualTo(Cause.UNTRUSTED);
    assertThat(end.toString()).contains("CN=self", "not believed", "component.ca-file");
  }

  @Test
  void theAuthoritiesOfThePlatformDoNotBelieveOurs() throws Exception {
    LinkEnd end = refusal(good, new LinkTls.Verified(NAME, List.of()));
    assertThat(end.toString()).contains("Verona CA", "component.ca-file");
  }

  @Test
  void aCertificateThatSignsItselfIsBelievedWhereItIsTheAnchor() throws Exception {
    var own = new LinkTls.Verified(NAME, TrustAnchors.read(certificates.pem("self")));
    try (var fixture = fixture(own, selfSigned);
        Peer peer = fixture.open()) {
      assertThat(fixture.status().isOpen()).isTrue();
    }
  }

  @Test
  void aKeyThatIsNotPinnedIsNamedSoThatItCanBe() throws Exception {
    LinkEnd end = refusal(selfSigned, pinned("good"));
    assertThat(end.cause()).isEqualTo(Cause.UNTRUSTED);
    assertThat(end.toString()).contains(certificates.pin("self").base64(), "component.pins");
  }

  @Test
  void aPinnedKeyIsBelievedWhateverItsCertificateSays() throws Exception {
    try (var fixture = fixture(pinned("good", "expired"), expired);
        Peer peer = fixture.open()) {
      assertThat(fixture.status().isOpen()).isTrue();
    }
  }

  @Test
  void whatIsNotBelievedShowsInTheStatusAndIsTriedAgain() throws Exception {
    try (var fixture = fixture(pinned("good"), selfSigned)) {
      fixture.server.accept().expectEnd();
      fixture.await(status -> status.ends().getOrDefault(Cause.UNTRUSTED, 0L) > 0);
      assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.UNTRUSTED);
      fixture.server.accept().expectEnd(); // once more
    }
  }

  @Test
  void aServerInClearIsNamed() throws Exception {
    try (var server = new ScriptedServer()) {
      var check = check(server, verified(NAME));
      try (Peer peer = server.accept()) {
        peer.send(ScriptedServer.HEADER);
        LinkEnd end = check.get(30, TimeUnit.SECONDS).orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.TLS_FAILED);
        assertThat(end.toString()).contains("does not speak TLS", "component.tls");
      }
    }
  }

  @Test
  void aTlsPortIsRecognisedByALinkInClear() throws Exception {
    try (var server = new ScriptedServer(good)) {
      var check = check(server, LinkTls.NONE);
      try (Peer peer = server.accept()) {
        peer.expectEnd();
      }
      assertThat(check.get(30, TimeUnit.SECONDS).orElseThrow().toString())
          .contains("component.tls");
    }
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForForEver() throws Exception {
    try (var server = new ScriptedServer()) {
      var check = check(server.host(), server.port(), verified(NAME), Duration.ofMillis(200));
      try (Peer peer = server.accept()) {
        assertThat(check.get(30, TimeUnit.SECONDS))
            .map(LinkEnd::cause)
            .contains(Cause.HANDSHAKE_TIMEOUT);
      }
    }
  }

  @Test
  void aServerThatClosesInTheMiddleOfTheTlsHandshakeIsNamed() throws Exception {
    try (var server = new ScriptedServer()) {
      var check = check(server, verified(NAME));
      server.accept().close();
      LinkEnd end = check.get(30, TimeUnit.SECONDS).orElseThrow();
      assertThat(end.cause()).isIn(Cause.CLOSED, Cause.RESET);
    }
  }

  @Test
  void nothingOlderThanTls12IsOffered() throws Exception { // RFC 8996
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var check =
          check("127.0.0.1", listener.getLocalPort(), verified(NAME), Duration.ofSeconds(20));
      try (Socket socket = listener.accept()) {
        byte[] header = socket.getInputStream().readNBytes(5);
        int length = (header[3] & 0xFF) << 8 | (header[4] & 0xFF);
        String hello = HexFormat.of().formatHex(socket.getInputStream().readNBytes(length));
        assertThat(hello).contains("002b00050403040303"); // supported_versions: 1.3 and 1.2
      }
      assertThat(check.get(30, TimeUnit.SECONDS)).isPresent();
    }
  }

  @Test
  void aStreamThatTheServerEndsIsEndedByUsTooAndMadeAgain() throws Exception {
    try (var fixture = fixture(verified(NAME), good)) {
      try (Peer peer = fixture.open()) {
        peer.send("</stream:stream>");
        assertThat(peer.expectEnd()).isEqualTo("</stream:stream>"); // and close_notify: no error
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.CLOSED);
      }
    }
  }

  @Test
  void aTimeoutInTheMiddleOfARecordIsNoFault() throws Exception {
    // The watch looks every 5 ms, and the server's octets come in pieces every 12 ms.
    var times =
        LinkFixture.times(Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(20));
    var server = new ScriptedServer(good);
    try (var relay = new SlowRelay(server.host(), server.port());
        var fixture =
            new LinkFixture(
                times,
                ComponentSettings.DEFAULT_QUEUE_OCTETS,
                verified(NAME),
                server,
                relay.port());
        Peer peer = fixture.open()) {
      peer.send(
          "<message from='juliet@capulet.example/b' to='romeo@montague.example' id='n1'><body>"
              + "x".repeat(2_000)
              + "</body></message>");
      assertThat(fixture.membrane.next().operation().transId().value()).isEqualTo("n1");
      assertThat(fixture.status().traffic().connections()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatTakesNothingAnyMoreIsLeft() throws Exception {
    var times =
        LinkFixture.times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20));
    try (var fixture =
            new LinkFixture(times, 16L * 1024 * 1024, verified(NAME), new ScriptedServer(good));
        Peer deaf = fixture.open()) {
      CompletableFuture<Response> last = fixture.send("t0", "x");
      for (int i = 1; i < 200; i++) {
        last = fixture.send("t" + i, "x".repeat(60_000)); // more than the sockets hold
      }
      fixture.await(status -> status.traffic().stanzasOut() > 2); // and a write that never ends
      fixture.pass(Duration.ofSeconds(31));
      assertThat(last.get(30, TimeUnit.SECONDS).failure()).isPresent();
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().ends()).containsEntry(Cause.HUNG, 1L);
      }
    }
  }
}

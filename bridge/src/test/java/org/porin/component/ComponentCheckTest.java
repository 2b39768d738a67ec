package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.ScriptedServer.Peer;
import org.porin.requirement.Requirement;
import org.porin.stanza.StanzaLimits;

@Timeout(60)
class ComponentCheckTest {
  private static final String STREAM_ERROR =
      "<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
          + "</stream:stream>";

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private static ComponentSettings settings(String host, int port, Duration handshake) {
    return new ComponentSettings(
        "montague.example",
        host,
        port,
        LinkTls.NONE,
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
  }

  private CompletableFuture<Optional<LinkEnd>> check(Duration handshake) {
    return CompletableFuture.supplyAsync(
        () -> ComponentCheck.run(settings(server.host(), server.port(), handshake)));
  }

  private static Optional<LinkEnd> result(CompletableFuture<Optional<LinkEnd>> check)
      throws Exception {
    return check.get(30, TimeUnit.SECONDS);
  }

  @Test
  @Requirement("XEP-0114-3-1")
  void aGoodServerIsFoundGood() throws Exception {
    var check = check(Duration.ofSeconds(10));
    try (Peer peer = server.accept()) {
      assertThat(peer.expect("'>"))
          .contains("xmlns='jabber:component:accept'")
          .contains("xmlns:stream='http://etherx.jabber.org/streams'")
          .contains("to='montague.example'");
      peer.send(ScriptedServer.HEADER.replace("s1", "3BF96D32"));
      assertThat(peer.expect("</handshake>"))
          .isEqualTo("<handshake>aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e</handshake>");
      peer.send("<handshake/>");
      assertThat(peer.expectEnd()).isEqualTo("</stream:stream>");
    }
    assertThat(result(check)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "not-authorized, NOT_AUTHORIZED",
    "host-unknown, HOST_UNKNOWN",
    "conflict, CONFLICT",
    "system-shutdown, STREAM_ERROR"
  })
  @Requirement("XEP-0114-3-3")
  void aStreamErrorIsNamed(String condition, Cause cause) throws Exception {
    var check = check(Duration.ofSeconds(10));
    try (Peer peer = server.accept()) {
      peer.openStream();
      peer.expect("</handshake>");
      peer.send(STREAM_ERROR.formatted(condition));
      assertThat(result(check)).map(LinkEnd::cause).contains(cause);
    }
  }

  @Test
  void aConflictBeforeTheHandshakeIsNamed() throws Exception {
    var check = check(Duration.ofSeconds(10));
    try (Peer peer = server.accept()) {
      peer.openStream();
      peer.send(STREAM_ERROR.formatted("conflict"));
      assertThat(result(check)).map(LinkEnd::cause).contains(Cause.CONFLICT);
    }
  }

  @Test
  void aStreamWithoutIdIsNamed() throws Exception { // Openfire, when the domain is taken
    var check = check(Duration.ofSeconds(10));
    try (Peer peer = server.accept()) {
      peer.expect("'>");
      peer.send(ScriptedServer.HEADER.replace(" id='s1'", "") + "</stream:stream>");
      assertThat(result(check)).map(LinkEnd::cause).contains(Cause.NO_STREAM_ID);
    }
  }

  @Test
  @Requirement("XEP-0114-3-3")
  void theErrorBehindAStreamWithoutIdIsNamed() throws Exception { // Prosody, for unknown domains
    var check = check(Duration.ofSeconds(10));
    try (Peer peer = server.accept()) {
      peer.expect("'>");
      peer.send(
          ScriptedServer.HEADER.replace(" id='s1'", "") + STREAM_ERROR.formatted("host-unknown"));
      assertThat(result(check)).map(LinkEnd::cause).contains(Cause.HOST_UNKNOWN);
    }
  }

  @Test
  void whatIsNoXmppIsNamed() throws Exception {
    var check = check(Duration.ofSeconds(10));
    try (Peer peer = server.accept()) {
      peer.expect("'>");
      peer.send("SSH-2.0-OpenSSH_9.2\r\n");
      assertThat(result(check)).map(LinkEnd::cause).contains(Cause.MALFORMED);
    }
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForForEver() throws Exception {
    var check = check(Duration.ofMillis(100));
    try (Peer peer = server.accept()) {
      assertThat(result(check)).map(LinkEnd::cause).contains(Cause.HANDSHAKE_TIMEOUT);
      assertThat(peer.expectEnd()).contains("<stream:stream");
    }
  }

  @Test
  void aServerThatDripsIsNotWaitedForForEver() throws Exception {
    var check = check(Duration.ofMillis(200));
    try (Peer peer = server.accept()) {
      peer.send("<stream:stream");
      assertThat(peer.dripUntil(check)).map(LinkEnd::cause).contains(Cause.HANDSHAKE_TIMEOUT);
    }
  }

  @Test
  void aServerThatClosesAtOnceIsNamed() throws Exception {
    var check = check(Duration.ofSeconds(10));
    try (Peer peer = server.accept()) {
      peer.openStream();
      peer.expect("</handshake>");
    }
    assertThat(result(check)).map(LinkEnd::cause).contains(Cause.CLOSED);
  }

  @Test
  void aPortWhereNobodyListensIsNamed() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Optional<LinkEnd> end = ComponentCheck.run(settings("127.0.0.1", port, Duration.ofSeconds(10)));
    assertThat(end).map(LinkEnd::cause).contains(Cause.NOT_CONNECTED);
    assertThat(end.orElseThrow().toString()).contains("127.0.0.1:" + port, "component port");
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    Optional<LinkEnd> end =
        ComponentCheck.run(settings("xmpp.invalid", 5347, Duration.ofSeconds(10)));
    assertThat(end).map(LinkEnd::cause).contains(Cause.HOST_UNRESOLVED);
  }
}

package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.resolve.LoopbackDns;
import org.porin.trust.Pki;
import org.porin.trust.TlsFiles;
import org.porin.wire.Octets;

/** What an operator types and sees. */
@Timeout(30)
class CommandLineTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void resolveExplainsWhatItFound() throws IOException {
    try (LoopbackDns dns =
        LoopbackDns.open(
            "_im._sip.montague.example. 300 IN SRV 0 0 5070 sip.montague.example.",
            "sip.montague.example. 300 IN A 192.0.2.7")) {
      assertThat(porin("resolve", "--dns", address(dns), "im:romeo@montague.example")).isZero();
    }
    assertThat(out.toString(UTF_8))
        .contains("  dns  SRV _im._sip.montague.example -> 0 0 5070 sip.montague.example.")
        .contains("found: sip.montague.example:5070 by udp or tcp at 192.0.2.7");
  }

  @Test
  void resolveAnswersForPresenceToo() throws IOException {
    try (LoopbackDns dns =
        LoopbackDns.open(
            "_pres._sip.montague.example. 300 IN SRV 0 0 5070 sip.montague.example.",
            "sip.montague.example. 300 IN A 192.0.2.7")) {
      assertThat(porin("resolve", "--dns", address(dns), "pres:romeo@montague.example")).isZero();
    }
    assertThat(out.toString(UTF_8))
        .contains("  dns  SRV _pres._sip.montague.example -> 0 0 5070 sip.montague.example.")
        .doesNotContain("_im.");
  }

  @Test
  void resolveGivesJson() throws Exception {
    try (LoopbackDns dns =
        LoopbackDns.open(
            "_im._sip.montague.example. 300 IN SRV 3 4 5061 sip.montague.example.",
            "sip.montague.example. 300 IN AAAA 2001:db8::7")) {
      String server = address(dns);
      assertThat(porin("resolve", "--json", "--dns", server, "montague.example")).isZero();
      JsonNode found = Json.read(Octets.copyOf(out.toByteArray()));
      assertThat(found.get("service").asText()).isEqualTo("im");
      assertThat(found.get("failure").isNull()).isTrue();
      assertThat(found.get("targets").toString())
          .isEqualTo(
              "[{\"host\":\"sip.montague.example\",\"port\":5061,\"transports\":[\"tls\"],"
                  + "\"addresses\":[\"2001:db8:0:0:0:0:0:7\"],\"priority\":3,\"weight\":4,"
                  + "\"identities\":[\"montague.example\"]}]");
      assertThat(found.get("steps").get(0).get("kind").asText()).isEqualTo("answer");
      out.reset();
      assertThat(porin("resolve", "--json", "--dns", server, "verona.example")).isEqualTo(1);
      JsonNode none = Json.read(Octets.copyOf(out.toByteArray()));
      assertThat(none.get("targets")).isEmpty();
      assertThat(none.get("failure").get("reason").asText()).isEqualTo("DOMAIN_NOT_FOUND");
    }
  }

  @Test
  void checkNamesWhoGetsClearTextThoughNobodySaidSo() throws Exception {
    Pki pki = new Pki(directory);
    TlsFiles.Identity identity =
        pki.identity(b -> b.addSanDnsName("capulet.example").addExtendedKeyUsageServerAuth());
    try (LoopbackDns dns =
        LoopbackDns.open(
            "_im._sip.montague.example. 300 IN SRV 0 0 5070 sip.montague.example.",
            "_im._sip.verona.example. 300 IN SRV 0 0 5070 sip.montague.example.",
            "sip.montague.example. 300 IN A 192.0.2.7")) {
      String text =
          """
          [component]
          domain = "cpim.capulet.example"
          host = "127.0.0.1"
          port = 1
          secret = "s3cret"
          [xmpp]
          served = ["capulet.example"]
          [store]
          url = "memory"
          [sip]
          listen = ["tcp:127.0.0.1:0"]
          tls-certificate = "%s"
          tls-key = "%s"
          [operate]
          listen = "none"
          [dns]
          servers = ["%s"]
          [peers."verona.example"]
          mutual-tls = true
          [peers."montague.example"]
          """
              .formatted(identity.certificate(), identity.key(), address(dns));
      Path file = directory.resolve("porin.toml");
      Files.writeString(file, text + "window = 5\n");
      porin("check", "--config", file.toString());
      assertThat(out.toString(UTF_8))
          .contains("foreign domain montague.example: what is sent there is in clear text")
          .contains("peers.\"montague.example\".clear-text = true")
          .doesNotContain("foreign domain verona.example: what is sent there is in clear text")
          .contains("sip.montague.example:5070 by tls")
          .contains("TLS certificate: it is for servers alone")
          .contains("mutual-tls: nothing is taken from verona.example");
      out.reset();
      Files.writeString(file, text + "clear-text = true\n");
      porin("check", "--config", file.toString());
      assertThat(out.toString(UTF_8)).doesNotContain("what is sent there is in clear text");
    }
  }

  @Test
  void checkLooksAtTheCertificateAsPeersWill() throws Exception {
    Pki pki = new Pki(directory);
    TlsFiles.Identity identity = pki.forNames("capulet.example");
    String text =
        """
        [component]
        domain = "cpim.capulet.example"
        host = "127.0.0.1"
        port = 1
        secret = "s3cret"
        [xmpp]
        served = ["capulet.example", "verona.example"]
        [store]
        url = "memory"
        [sip]
        listen = ["tls:127.0.0.1:0"]
        tls-certificate = "%s"
        tls-key = "%s"
        [operate]
        listen = "none"
        [dns]
        servers = ["127.0.0.1:1"]
        timeout-seconds = 1
        """;
    Path file =
        Files.writeString(
            directory.resolve("porin.toml"),
            text.formatted(identity.certificate(), identity.key()));
    assertThat(porin("check", "--config", file.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("ok    TLS files: they can be used")
        .contains("ok    TLS certificate: it is for served domain capulet.example")
        .contains("wrong TLS certificate: it is not for served domain verona.example")
        .contains("URI sip:verona.example");
    Files.writeString(
        file, text.formatted(identity.certificate(), pki.forNames("x.example").key()));
    out.reset();
    assertThat(porin("check", "--config", file.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("wrong TLS files: cannot use");
  }

  @Test
  void resolveEndsWithOneWhenThereIsNothing() throws IOException {
    try (LoopbackDns dns = LoopbackDns.open()) {
      assertThat(porin("resolve", "--dns", address(dns), "romeo@montague.example")).isEqualTo(1);
    }
    assertThat(out.toString(UTF_8))
        .contains("not found: montague.example has no SRV record _im._sip and no address");
  }

  @Test
  void wrongUsageEndsWithTwoAndAWord() {
    assertThat(porin("resolve", "xmpp:romeo@montague.example")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("expected im:user@domain");
    assertThat(porin("reslove")).isEqualTo(2);
    assertThat(porin()).isEqualTo(2);
  }

  @Test
  void aConfigurationWithErrorsEndsWithTwoAndAllOfThem() throws IOException {
    Path file = Files.writeString(directory.resolve("porin.toml"), "[xmpp]\nsreved = []\n");
    assertThat(porin("check", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains(file + ":2: xmpp.sreved: there is no such key. Did you mean xmpp.served?")
        .contains("component.secret: ")
        .doesNotContain("\tat ");
  }

  @Test
  void aFileOrPortThatCannotBeUsedIsSaidWithoutAStackTrace() {
    assertThat(porin("check", "--config", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("there is no such file").doesNotContain("\tat ");
  }

  @Test
  void checkSaysWhichRecordsAreMissingAndWhichLeadHere() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        LoopbackDns dns =
            LoopbackDns.open(
                "_im._sip.capulet.example. 300 IN SRV 0 0 5099 bridge.capulet.example.",
                "bridge.capulet.example. 300 IN A 192.0.2.1")) {
      String text =
          """
          [component]
          domain = "cpim.capulet.example"
          host = "127.0.0.1"
          port = %d
          secret = "s3cret"
          [xmpp]
          served = ["capulet.example", "verona.example"]
          [store]
          url = "memory"
          [sip]
          listen = ["tcp:127.0.0.1:0", "udp:127.0.0.1:0"]
          advertise = "bridge.capulet.example:5099"
          [operate]
          listen = "none"
          [dns]
          servers = ["%s"]
          """
              .formatted(server.getLocalPort(), address(dns));
      Path file = Files.writeString(directory.resolve("porin.toml"), text);
      assertThat(porin("check", "--config", file.toString())).isEqualTo(1);
    }
    assertThat(out.toString(UTF_8))
        .contains("the server did not finish the handshake of cpim.capulet.example in time")
        .contains("ok    SIP socket udp:127.0.0.1:0: free")
        .contains("ok    served domain capulet.example: the DNS leads to this bridge")
        .contains("wrong served domain verona.example: verona.example has no SRV record _im._sip")
        .contains("_im._sip.verona.example. 3600 IN SRV 0 0 5099 bridge.capulet.example.");
  }

  @Test
  void checkLeavesTheLinkOfARunningBridgeAlone() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        ServerSocket taken = new ServerSocket(0, 5, LOOPBACK)) {
      assertThat(check(server, "tcp:127.0.0.1:" + taken.getLocalPort())).isEqualTo(1);
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
      }
    }
    assertThat(out.toString(UTF_8))
        .contains("for montague.example: it listens; the secret is not tried")
        .contains("Right if a Porin runs with this configuration");
  }

  @Test
  void checkSeesThatTwoSocketsExcludeEachOther() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 5, LOOPBACK)) {
      port = free.getLocalPort();
    }
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      String listen = "tcp:127.0.0.1:%d\", \"tcp:0.0.0.0:%d".formatted(port, port);
      assertThat(check(server, listen)).isEqualTo(1);
    }
    assertThat(out.toString(UTF_8))
        .contains("ok    SIP socket tcp:127.0.0.1:" + port + ": free")
        .contains("wrong SIP socket tcp:0.0.0.0:" + port + ": ");
  }

  @Test
  void checkNotesALinkThatAnotherProgramHas() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      CompletableFuture<Void> answering =
          CompletableFuture.runAsync(() -> answer(server, "conflict"));
      assertThat(check(server, "tcp:127.0.0.1:0")).isZero();
      answering.get();
    }
    assertThat(out.toString(UTF_8))
        .contains("note  XMPP server at 127.0.0.1:")
        .contains("Right if that is your running Porin");
  }

  @Test
  void checkEndsInAFailureWhereTheSecretIsWrong() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      CompletableFuture<Void> answering =
          CompletableFuture.runAsync(() -> answer(server, "not-authorized"));
      assertThat(check(server, "tcp:127.0.0.1:0")).isEqualTo(1);
      answering.get();
    }
    assertThat(out.toString(UTF_8))
        .contains("wrong XMPP server at 127.0.0.1:")
        .contains("-> the secret for montague.example differs from the server's");
  }

  private static void answer(ServerSocket server, String condition) {
    try (Socket link = server.accept()) {
      String answer =
          """
          <stream:stream xmlns='jabber:component:accept' id='1' from='montague.example'
            xmlns:stream='http://etherx.jabber.org/streams'>
          <stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>
          </stream:stream>
          """
              .formatted(condition);
      link.getOutputStream().write(answer.getBytes(UTF_8));
      link.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With one link, and routes so that no name is looked up in vain. */
  private int check(ServerSocket server, String listen) throws IOException {
    try (LoopbackDns dns =
        LoopbackDns.open(
            "_im._sip.capulet.example. 300 IN SRV 0 0 5099 bridge.capulet.example.",
            "bridge.capulet.example. 300 IN A 192.0.2.1")) {
      String text =
          """
          [component]
          transparent = ["montague.example"]
          host = "127.0.0.1"
          port = %d
          secret = "s3cret"
          [xmpp]
          served = ["capulet.example"]
          [store]
          url = "memory"
          [sip]
          listen = ["%s"]
          advertise = "bridge.capulet.example:5099"
          [operate]
          listen = "none"
          [dns]
          servers = ["%s"]
          [routes]
          "montague.example" = ["sip:192.0.2.7"]
          """
              .formatted(server.getLocalPort(), listen, address(dns));
      Path file = Files.writeString(directory.resolve("porin.toml"), text);
      return porin("check", "--config", file.toString());
    }
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(porin("--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("porin ");
  }

  private int porin(String... arguments) {
    return Main.commandLine(InputStream.nullInputStream(), out, err).execute(arguments);
  }

  private static String address(LoopbackDns dns) {
    return "127.0.0.1:" + dns.address().getPort();
  }
}

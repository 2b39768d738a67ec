package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.component.ComponentSecret;
import org.porin.operate.OperateClient;
import org.porin.operate.Reply;

@Timeout(60)
class TraceCommandTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private DatagramSocket peer;
  private Path file;
  private int operatePort;

  @TempDir private Path directory;

  @BeforeEach
  void configure() throws IOException {
    peer = new DatagramSocket(0, LOOPBACK);
    operatePort = freePort();
    String text =
        """
        [component]
        transparent = ["montague.example"]
        domain = "cpim.capulet.example"
        host = "127.0.0.1"
        port = %d
        secret = "s3cret"
        [xmpp]
        served = ["capulet.example"]
        [outbox]
        durable = false
        [store]
        url = "memory"
        [sip]
        listen = ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"]
        [routes]
        "montague.example" = ["sip:127.0.0.1:%d;transport=udp"]
        [policy]
        out-deny = ["verona.example"]
        [operate]
        listen = "127.0.0.1:%d"
        """
            .formatted(freePort(), peer.getLocalPort(), operatePort);
    file = Files.writeString(directory.resolve("porin.toml"), text);
  }

  @AfterEach
  void close() {
    peer.close();
  }

  @Test
  void aMessageOutShowsBothFormsItsRouteAndWhatIsLeftOut() {
    assertThat(trace("juliet@capulet.example/balcony", "im:romeo@montague.example", "O Romeo"))
        .isZero();
    assertThat(text())
        .contains("im:juliet@capulet.example to im:romeo@montague.example, from XMPP to SIP")
        .contains("<message from='juliet@capulet.example' to='romeo@montague.example'")
        .contains("montague.example has a route in the configuration")
        .contains("MESSAGE sip:romeo@montague.example SIP/2.0")
        .contains("Max-Forwards: 69")
        .contains("From: <im:juliet@capulet.example>")
        .contains("O Romeo")
        .contains("-- who vouches for it")
        .contains("  nobody: trust.keys is not set")
        .contains("-- what is left out")
        .contains("(RFC 3922 §4.1.4)");
  }

  @Test
  void aMessageInShowsTheStanzaAndTheLinkItTakes() {
    assertThat(trace("im:romeo@montague.example", "juliet@capulet.example")).isZero();
    assertThat(text())
        .contains("from SIP to XMPP")
        .contains("MESSAGE sip:juliet@capulet.example SIP/2.0")
        .contains("-- who has to vouch for it")
        .contains("  unsigned is taken: message, notify, subscribe")
        .contains("  so  montague.example")
        .contains("<message from='romeo@montague.example' to='juliet@capulet.example'")
        .contains("Wherefore art thou?");
  }

  @Test
  void anAddressUnderTheGatewayIsThatOfTheForeignUser() {
    assertThat(trace("paris\\40mantua.example@cpim.capulet.example", "nurse@capulet.example"))
        .isZero();
    assertThat(text())
        .startsWith("im:paris@mantua.example to im:nurse@capulet.example")
        .contains("  so  cpim.capulet.example");
  }

  @Test
  void whatMayNotCrossNamesTheCauseInBothProtocols() {
    assertThat(trace("juliet@capulet.example", "im:paris@verona.example")).isEqualTo(1);
    assertThat(text())
        .contains("this gateway's policy does not let a message")
        .contains("<forbidden/>")
        .contains("in SIP  403")
        .doesNotContain("MESSAGE sip:");
    assertThat(trace("romeo@montague.example", "im:paris@mantua.example")).isEqualTo(1);
    assertThat(text()).contains("<not-allowed/>");
  }

  @Test
  void whatIsNoAddressIsWrongUsage() {
    assertThat(trace("juliet", "im:romeo@montague.example")).isEqualTo(2);
    assertThat(trace("juliet@capulet.example", "im:romeo")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("expected user@domain, found juliet");
  }

  @Test
  void sendingIsDoneByTheBridgeThatRunsAndByNoOther() throws Exception {
    assertThat(trace("--send", "juliet@capulet.example", "im:romeo@montague.example")).isEqualTo(1);
    assertThat(text()).contains("no bridge runs here: nothing listens on 127.0.0.1:");
    try (Bridge bridge = new Bridge(configuration(), Clock.systemUTC())) {
      bridge.start();
      CompletableFuture<String> asked = answerOne();
      assertThat(trace("--send", "juliet@capulet.example", "im:romeo@montague.example", "Now"))
          .isZero();
      assertThat(asked.join()).startsWith("MESSAGE sip:romeo@montague.example").endsWith("Now");
      assertThat(text()).containsPattern("success in [0-9]+ ms, op=[0-9a-z]{8} in the log");
      assertThat(trace("--send", "romeo@montague.example", "juliet@capulet.example")).isEqualTo(1);
      assertThat(text()).contains("link-down: the link of montague.example");
    }
  }

  @Test
  void checkBesideTheBridgeThatRunsFindsNothingWrongInWhatThatOneHolds() throws Exception {
    try (Bridge bridge = new Bridge(configuration(), Clock.systemUTC())) {
      bridge.start();
      porin("check", "--config", file.toString());
      assertThat(text())
          .contains("note  Porin ")
          .contains("the running Porin's link is down")
          .contains("ok    metrics and health on 127.0.0.1:" + operatePort);
    }
  }

  @Test
  void whoDoesNotKnowTheSecretSendsNothing() throws Exception {
    try (Bridge bridge = new Bridge(configuration(), Clock.systemUTC())) {
      bridge.start();
      OperateClient client = new OperateClient(configuration().operate().listen().orElseThrow());
      String body = "im:juliet@capulet.example\nim:romeo@montague.example\nforged";
      var other = new OperatorProof(new ComponentSecret("guess"));
      for (String proof : List.of("", "Porin 1 2", other.of(body, Instant.now()))) {
        Reply reply = client.post("/send", proof, body, 10_000).orElseThrow();
        assertThat(reply.status()).isEqualTo(403);
      }
      var own = new OperatorProof(new ComponentSecret("s3cret"));
      String old = own.of(body, Instant.now().minusSeconds(120));
      assertThat(client.post("/send", old, body, 10_000).orElseThrow().status()).isEqualTo(403);
      String forOther = own.of("another", Instant.now());
      assertThat(client.post("/send", forOther, body, 10_000).orElseThrow().status())
          .isEqualTo(403);
      String right = own.of("x", Instant.now());
      assertThat(client.post("/send", right, "x", 10_000).orElseThrow().status()).isEqualTo(400);
    }
  }

  /** Takes one request, answers it 200, and gives it back. */
  private CompletableFuture<String> answerOne() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            peer.receive(packet);
            String request = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            String kept =
                request
                    .lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                    .map(line -> line.startsWith("To:") ? line + ";tag=peer" : line)
                    .collect(Collectors.joining("\r\n"));
            byte[] answer =
                ("SIP/2.0 200 OK\r\n" + kept + "\r\nContent-Length: 0\r\n\r\n").getBytes(UTF_8);
            peer.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            return request;
          } catch (SocketException e) {
            return "closed";
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Configuration configuration() throws ConfigurationException {
    return Configuration.read(file, Map.of());
  }

  private int trace(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "trace";
    all[1] = "--config";
    all[2] = file.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return porin(all);
  }

  private int porin(String... arguments) {
    out.reset();
    return Main.commandLine(InputStream.nullInputStream(), out, err).execute(arguments);
  }

  private String text() {
    return out.toString(UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 5, LOOPBACK)) {
      return free.getLocalPort();
    }
  }
}

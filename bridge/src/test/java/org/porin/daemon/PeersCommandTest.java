package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.mapping.Dialect;
import org.porin.operate.OperateServer;
import org.porin.operate.Page;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Transit;
import org.porin.simple.PeerStatus;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.Evidence;
import org.porin.trust.KeyPin;
import org.porin.trust.PeerTls;
import org.porin.wire.Octets;

/** {@code porin peers} asks over real HTTP what the page says. */
@Timeout(30)
class PeersCommandTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final PeerStatus MONTAGUE =
      new PeerStatus(
          "montague.example",
          new InetSocketAddress(LOOPBACK, 5062),
          Instant.parse("2026-01-01T12:00:00Z"),
          Map.of(Dialect.CPIM_SIP, 2, Dialect.TEXT_PLAIN, 1),
          Optional.of(Instant.parse("2026-01-01T12:00:01Z")),
          Optional.of(
              new PeerStatus.Trouble(Instant.parse("2026-01-01T12:00:02Z"), "503 \u001b[2J")),
          Optional.of(Instant.parse("2026-01-01T12:01:02Z")),
          3,
          4,
          5);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void whatIsKnownIsShown() throws Exception {
    try (OperateServer server = serving(List.of(MONTAGUE))) {
      assertThat(peers(server.address().getPort())).isZero();
    }
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            montague.example at 127.0.0.1:5062
              dialects  cpim-sip (2), text-plain (1)
              since     2026-01-01T12:00:00Z
              last 2xx  2026-01-01T12:00:01Z
              trouble   2026-01-01T12:00:02Z 503 ?[2J
              waits     until 2026-01-01T12:01:02Z (503 with Retry-After)
              window    3 in flight, 4 waiting, 5 allowed
            """);
  }

  @Test
  void whoSpeaksForADomainIsShownBehindIt() throws Exception {
    AssertionPolicy required =
        new AssertionPolicy(
            AssertionPolicy.Demand.REQUIRE,
            Attestation.A,
            Set.of("verona.example"),
            Set.of(),
            Set.of(),
            Set.of());
    var policies =
        new Configuration.Assertions(
            false, AssertionPolicy.DEFAULT, Map.of("montague.example", required));
    Instant signed = Instant.parse("2026-01-01T12:00:00Z");
    var seen =
        List.of(
            new Evidence(
                "mantua.example",
                3,
                2,
                1,
                Optional.of(new Assertion(Attestation.B, "mantua.example", signed, "t")),
                Optional.of(Reason.IDENTITY_INVALID),
                Optional.of(signed)));
    Map<String, Page> pages =
        Map.of(
            "/peers", PeersPage.of(List::of),
            "/assertions", AssertionsPage.of(terms(policies), () -> seen));
    try (OperateServer server = OperateServer.open(new InetSocketAddress(LOOPBACK, 0), pages)) {
      assertThat(peers(server.address().getPort())).isZero();
    }
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            no message was sent to a peer yet
            mantua.example, who speaks for it
              wanted    signatures are verified, attestation C; unsigned is taken: message, subscribe, notify
              believed  paths to trust.anchors
              seen      3 verified, 2 unsigned, 1 refused
              last      B by mantua.example, signed 2026-01-01T12:00:00Z
              refused   2026-01-01T12:00:00Z identity-invalid
            montague.example, who speaks for it
              wanted    signatures are required, attestation A
              signers   itself, verona.example
              believed  paths to trust.anchors
            """);
  }

  @Test
  void whatElseIsSetForADomainIsShownWithIt() throws Exception {
    KeyPin pin = KeyPin.parse("A".repeat(43) + "=");
    AssertionPolicy pinned =
        new AssertionPolicy(
            AssertionPolicy.Demand.PREFER,
            Attestation.B,
            Set.of(),
            Set.of("mantua.example"),
            Set.of(),
            Set.of(pin));
    var policies =
        new Configuration.Assertions(
            false, AssertionPolicy.DEFAULT, Map.of("montague.example", pinned));
    PeerTls mutual = new PeerTls(true, Optional.empty(), Set.of(pin), Optional.empty());
    SpeakerTerms terms =
        new SpeakerTerms(
            true,
            false,
            policies,
            Map.of("montague.example", mutual),
            Map.of("montague.example", Set.of(LOOPBACK)),
            Transit.between(Map.of("montague.example", List.of("verona.example"))));
    assertThat(shown(terms))
        .isEqualTo(
            """
            no message was sent to a peer yet
            montague.example, who speaks for it
              wanted    signatures are verified, attestation B; unsigned is taken: nothing
              gateways  mantua.example
              believed  1 pinned, and nobody else
              tls       mutual, by its own certificate only; 1 pinned
              asserts   P-Asserted-Identity is believed, by its certificate or from 127.0.0.1
              transit   messages pass on to and from verona.example
            verona.example, who speaks for it
              wanted    signatures are verified, attestation C; unsigned is taken: message, subscribe, notify
              believed  nobody: there are no trust.anchors and no pins
              transit   messages pass on to and from montague.example
            """);
  }

  @Test
  void whereNoSignatureIsLookedAtThatIsSaid() throws Exception {
    SpeakerTerms terms =
        new SpeakerTerms(
            false,
            false,
            new Configuration.Assertions(false, AssertionPolicy.DEFAULT, Map.of()),
            Map.of(
                "montague.example",
                new PeerTls(true, Optional.empty(), Set.of(), Optional.empty())),
            Map.of(),
            Transit.NONE);
    assertThat(shown(terms))
        .contains("  wanted    signatures are not looked at; unsigned is taken: message");
  }

  private String shown(SpeakerTerms terms) throws Exception {
    Map<String, Page> pages =
        Map.of("/peers", PeersPage.of(List::of), "/assertions", AssertionsPage.of(terms, List::of));
    try (OperateServer server = OperateServer.open(new InetSocketAddress(LOOPBACK, 0), pages)) {
      assertThat(peers(server.address().getPort())).isZero();
    }
    return out.toString(UTF_8);
  }

  private static SpeakerTerms terms(Configuration.Assertions policies) {
    return new SpeakerTerms(true, true, policies, Map.of(), Map.of(), Transit.NONE);
  }

  @Test
  void asJsonItIsWhatThePageSays() throws Exception {
    try (OperateServer server = serving(List.of(MONTAGUE))) {
      assertThat(peers(server.address().getPort(), "--json")).isZero();
    }
    JsonNode peer = Json.read(Octets.copyOf(out.toByteArray())).get(0);
    assertThat(peer.get("dialects").get("cpim-sip").asInt()).isEqualTo(2);
    assertThat(peer.get("lastTrouble").get("at").asText()).isEqualTo("2026-01-01T12:00:02Z");
  }

  @Test
  void beforeTheFirstMessageThereIsNothing() throws Exception {
    try (OperateServer server = serving(List.of())) {
      assertThat(peers(server.address().getPort())).isZero();
    }
    assertThat(out.toString(UTF_8)).isEqualTo("no message was sent to a peer yet\n");
  }

  @Test
  void withoutABridgeTheSettingIsNamed() throws Exception {
    int port;
    try (OperateServer gone = serving(List.of())) {
      port = gone.address().getPort();
    }
    assertThat(peers(port)).isEqualTo(Main.EXIT_NO);
    assertThat(err.toString(UTF_8)).contains("no bridge answers", "operate.listen");
  }

  private static OperateServer serving(List<PeerStatus> known) throws IOException {
    return OperateServer.open(
        new InetSocketAddress(LOOPBACK, 0), Map.of("/peers", PeersPage.of(() -> known)));
  }

  private int peers(int port, String... more) throws IOException {
    String text =
        """
        [component]
        domain = "cpim.capulet.example"
        secret = "s3cret"
        [xmpp]
        served = ["capulet.example"]
        [store]
        url = "memory"
        [operate]
        listen = "127.0.0.1:%d"
        """
            .formatted(port);
    Path file = Files.writeString(directory.resolve("porin.toml"), text);
    List<String> arguments = new ArrayList<>(List.of("peers", "--config", file.toString()));
    arguments.addAll(List.of(more));
    return Main.commandLine(InputStream.nullInputStream(), out, err)
        .execute(arguments.toArray(new String[0]));
  }
}

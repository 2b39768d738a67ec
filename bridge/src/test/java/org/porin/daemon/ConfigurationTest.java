package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.membrane.Quotas;
import org.porin.membrane.Rate;
import org.porin.msgfmt.CpimLimits;
import org.porin.passport.Attestation;
import org.porin.resolve.HostPort;
import org.porin.resolve.Route;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;
import org.porin.simple.TrustDomain;
import org.porin.trust.KeyPin;
import org.porin.trust.PeerTls;
import org.porin.trust.TlsFiles;
import org.xbill.DNS.Address;

/** Reading what an operator wrote, and saying what is wrong with it. */
class ConfigurationTest {
  private static final String MINIMUM =
      """
      [component]
      domain = "cpim.capulet.example"
      secret = "s3cret"
      [xmpp]
      served = ["Capulet.example"]
      """;

  @TempDir private Path directory;

  @Test
  void threeValuesAreEnough() throws Exception {
    Configuration configuration = read(MINIMUM);
    assertThat(configuration.component().links()).containsExactly("cpim.capulet.example");
    assertThat(configuration.component().host()).isEqualTo("localhost");
    assertThat(configuration.component().portOf("cpim.capulet.example")).isEqualTo(5347);
    assertThat(configuration.component().secret().value()).isEqualTo("s3cret");
    assertThat(configuration.xmpp().served()).containsExactly("capulet.example");
    assertThat(configuration.sip().listen()).hasSize(2);
    assertThat(configuration.dns().servers()).isEmpty();
    assertThat(configuration.log().level()).isEqualTo(Configuration.LogLevel.INFO);
  }

  @Test
  void aTransitPairHoldsBothWays() throws Exception {
    Configuration configuration =
        read(MINIMUM + "[transit]\n\"Montague.example\" = [\"verona.example\"]\n");
    assertThat(configuration.transit().joins("montague.example", "verona.example")).isTrue();
    assertThat(configuration.transit().joins("verona.example", "montague.example")).isTrue();
    assertThat(configuration.transit().joins("verona.example", "verona.example")).isFalse();
  }

  @Test
  void aTransitIsBetweenTwoForeignDomains() throws Exception {
    Path home = written(MINIMUM + "[transit]\n\"montague.example\" = [\"capulet.example\"]\n");
    assertThat(thrown(home, Map.of()))
        .hasMessageContaining("capulet.example is a domain of the own users");
    Path alone = written(MINIMUM + "[transit]\n\"montague.example\" = [\"montague.example\"]\n");
    assertThat(thrown(alone, Map.of())).hasMessageContaining("the other of itself");
  }

  @Test
  void theThreeValuesMayComeFromTheEnvironmentAlone() throws Exception {
    Configuration configuration =
        Configuration.read(
            Map.of(
                "PORIN_COMPONENT_TRANSPARENT", "montague.example, verona.example",
                "PORIN_COMPONENT_SECRET", "s3cret",
                "PORIN_XMPP_SERVED", "capulet.example",
                "PATH", "/usr/bin"));
    assertThat(configuration.component().links())
        .containsExactly("montague.example", "verona.example");
  }

  @Test
  void everyPartIsRead() throws Exception {
    Configuration configuration =
        read(
            """
            [component]
            transparent = ["montague.example", "verona.example"]
            host = "::1"
            port = 5275
            secret = "s3cret"
            [component.ports]
            "montague.example" = 5348
            [xmpp]
            served = ["capulet.example"]
            [sip]
            listen = ["udp:127.0.0.1:0", "tcp:[::1]:5070"]
            advertise = "Bridge.capulet.example"
            [dns]
            servers = ["127.0.0.1:5353", "::1", "[::1]:54"]
            timeout-seconds = 2
            sip-fallback = false
            [routes]
            "Montague.example" = ["sip:127.0.0.1:5062;transport=tcp"]
            [peers."montague.example"]
            transport = "tcp"
            [log]
            wire = true
            level = "debug"
            """);
    assertThat(configuration.component().portOf("montague.example")).isEqualTo(5348);
    assertThat(configuration.component().portOf("verona.example")).isEqualTo(5275);
    assertThat(configuration.sip().listen())
        .containsExactly(
            new Listen(Transport.UDP, socket("127.0.0.1", 0)),
            new Listen(Transport.TCP, socket("::1", 5070)));
    assertThat(configuration.sip().advertise())
        .contains(new HostPort("bridge.capulet.example", 5060));
    assertThat(configuration.dns().servers())
        .containsExactly(socket("127.0.0.1", 5353), socket("::1", 53), socket("::1", 54));
    assertThat(configuration.dns().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(configuration.routes())
        .containsEntry(
            "montague.example", List.of(new Route("127.0.0.1", 5062, Optional.of(Transport.TCP))));
    assertThat(configuration.resolver().transports())
        .containsEntry("montague.example", Transport.TCP);
    assertThat(configuration.log().wire()).isTrue();
  }

  @Test
  void usersOfAPeerHearOfLateFailuresUnlessItIsSetOtherwise() throws Exception {
    Configuration configuration =
        read(
            MINIMUM
                + """
                [peers."montague.example"]
                late-failures = false
                [peers."verona.example"]
                transport = "tcp"
                """);
    Predicate<String> hears = new Settings(configuration).hearsOfLateFailures();
    assertThat(hears).rejects("montague.example").accepts("verona.example", "mantua.example");
  }

  @Test
  void whoAssertsIdentitiesIsNamedAndNobodyElseDoes() throws Exception {
    Configuration configuration =
        read(
            MINIMUM
                + """
                [peers."montague.example"]
                asserted-identity = true
                asserted-identity-from = ["192.0.2.7", "2001:db8::7"]
                [peers."verona.example"]
                asserted-identity = false
                [peers."mantua.example"]
                asserted-identity = true
                minimum-attestation = "A"
                """);
    assertThat(new Settings(configuration).peers().trusted())
        .isEqualTo(
            new TrustDomain(
                Set.of("capulet.example"),
                Map.of(
                    "montague.example",
                    new TrustDomain.Member(
                        Set.of(
                            InetAddress.getByName("192.0.2.7"),
                            InetAddress.getByName("2001:db8::7")),
                        Attestation.C),
                    "mantua.example",
                    new TrustDomain.Member(Set.of(), Attestation.A))));
    String half = "[peers.\"montague.example\"]\nasserted-identity-from = [\"192.0.2.7\"]\n";
    assertThat(problems(MINIMUM + half, Map.of()))
        .extracting(Problem::expected)
        .containsExactly("nothing that this domain asserts is believed");
  }

  @Test
  void howMuchPassesIsLimitedInFiveWays() throws Exception {
    Configuration configuration =
        read(
            MINIMUM
                + """
                [policy]
                sender-per-minute = 1
                peer-per-second = 2
                recipient-per-minute = 3
                recipient-burst = 4
                new-recipients-per-hour = 5
                peer-new-recipients-per-hour = 6
                conceal = true
                """);
    assertThat(configuration.policy().quotas())
        .isEqualTo(
            new Quotas(
                Optional.of(new Rate(1, Duration.ofMinutes(1), 30)),
                Optional.of(new Rate(2, Duration.ofSeconds(1), 200)),
                Optional.of(new Rate(3, Duration.ofMinutes(1), 4)),
                Optional.of(new Rate(5, Duration.ofHours(1), 5)),
                Optional.of(new Rate(6, Duration.ofHours(1), 6))));
    assertThat(new Settings(configuration).membrane().conceals()).isTrue();
    assertThat(new Settings(configuration).hearsOfLateFailures())
        .as("what came back tells of its recipient")
        .rejects("montague.example");
    assertThat(read(MINIMUM).policy().quotas()).isEqualTo(Quotas.NONE);
  }

  @Test
  void tlsIsSetByFilesAndForSinglePeers() throws Exception {
    Configuration configuration =
        read(
            MINIMUM
                + """
                [sip]
                listen = ["tls:[::]:5061", "udp:[fe80::1%1]:5060"]
                advertise = "bridge.capulet.example"
                advertise-tls-port = 443
                tls-certificate = "/etc/porin/certificate.pem"
                tls-key = "/etc/porin/key.pem"
                tls-ca-file = "/etc/porin/sip-ca.pem"
                clear-text = false
                keepalive-seconds = 60
                [routes]
                "verona.example" = ["sips:sip.verona.example", "sip:192.0.2.1;transport=tls"]
                [peers."montague.example"]
                clear-text = true
                [peers."mantua.example"]
                transport = "tls"
                """);
    assertThat(configuration.sip().tls())
        .isEqualTo(
            new TlsFiles(
                Optional.of(
                    new TlsFiles.Identity(
                        Path.of("/etc/porin/certificate.pem"), Path.of("/etc/porin/key.pem"))),
                Optional.of(Path.of("/etc/porin/sip-ca.pem"))));
    assertThat(configuration.sip().listen())
        .extracting(Listen::toString)
        .first()
        .isEqualTo("tls:[0:0:0:0:0:0:0:0]:5061");
    assertThat(configuration.sip().advertiseTlsPort()).hasValue(443);
    assertThat(configuration.resolver().own().advertised())
        .extracting(HostPort::toString)
        .containsExactly("bridge.capulet.example:5060", "bridge.capulet.example:443");
    assertThat(configuration.resolver().clearText()).isFalse();
    assertThat(configuration.resolver().clearTexts()).isEqualTo(Map.of("montague.example", true));
    assertThat(configuration.resolver().transports())
        .isEqualTo(Map.of("mantua.example", Transport.TLS));
    assertThat(configuration.routes().get("verona.example"))
        .extracting(Route::toString)
        .containsExactly(
            "sip:sip.verona.example:5061;transport=tls", "sip:192.0.2.1:5061;transport=tls");
  }

  @Test
  void aPeerMayHaveToProveItselfByItsOwnAuthoritiesAndKeys() throws Exception {
    String pin = "SYNoCuLi6UJ7yuzWUzLLR59HiMjyRKuzCe4YcvuCcuA=";
    Configuration configuration =
        read(
            MINIMUM
                + """
                [sip]
                tls-certificate = "/etc/porin/certificate.pem"
                tls-key = "/etc/porin/key.pem"
                tls-clients = "required"
                [routes]
                "verona.example" = ["sips:sip.verona.example", "sip:192.0.2.1"]
                [peers."Montague.example"]
                mutual-tls = true
                tls-authorities = "/etc/porin/montague-ca.pem"
                tls-pins = ["sha256/%s"]
                tls-pins-file = "/etc/porin/montague.pins"
                [peers."verona.example"]
                mutual-tls = true
                clear-text = false
                transport = "tls"
                [peers."mantua.example"]
                tls-pins = ["%s"]
                """
                    .formatted(pin, pin));
    TlsFiles tls = configuration.sip().tls();
    assertThat(tls.clients()).isEqualTo(TlsFiles.Clients.REQUIRED);
    assertThat(tls.peer("montague.example"))
        .isEqualTo(
            new PeerTls(
                true,
                Optional.of(Path.of("/etc/porin/montague-ca.pem")),
                Set.of(KeyPin.parse(pin)),
                Optional.of(Path.of("/etc/porin/montague.pins"))));
    assertThat(tls.peer("mantua.example").mutual()).isFalse();
    assertThat(configuration.resolver().transports())
        .isEqualTo(Map.of("montague.example", Transport.TLS, "verona.example", Transport.TLS));
    assertThat(configuration.resolver().clearTexts())
        .isEqualTo(Map.of("montague.example", false, "verona.example", false));
    assertThat(configuration.named())
        .contains("montague.example", "verona.example", "mantua.example");
  }

  @Test
  void whoHasToProveItselfHasNoWayInClear() throws Exception {
    String tls = "[sip]\ntls-certificate = \"c.pem\"\ntls-key = \"k.pem\"\n";
    String peer = "[peers.\"montague.example\"]\nmutual-tls = true\n";
    assertThat(problems(MINIMUM + peer, Map.of()))
        .singleElement()
        .asString()
        .contains("peers.\"montague.example\".mutual-tls", "Set sip.tls-certificate");
    for (String clear :
        List.of(
            "clear-text = true\n",
            "transport = \"tcp\"\n",
            "outbound-proxy = \"sip:192.0.2.1;transport=udp\"\n")) {
      assertThat(problems(MINIMUM + tls + peer + clear, Map.of()))
          .singleElement()
          .asString()
          .contains("clear text to a domain that has mutual-tls");
    }
    String route = "[routes]\n\"montague.example\" = [\"sips:a\", \"sip:b;transport=tcp\"]\n";
    assertThat(problems(MINIMUM + tls + route + peer, Map.of()))
        .singleElement()
        .asString()
        .contains("routes.\"montague.example\"", "clear text to a domain that has mutual-tls");
  }

  @Test
  void aTlsSocketWantsACertificateAndItsKey() throws Exception {
    assertThat(problems(MINIMUM + "[sip]\nlisten = [\"tls:0.0.0.0:5061\"]\n", Map.of()))
        .singleElement()
        .asString()
        .contains("sip.tls-certificate")
        .contains("A tls: socket in sip.listen needs a certificate");
    assertThat(problems(MINIMUM + "[sip]\ntls-certificate = \"x.pem\"\n", Map.of()))
        .singleElement()
        .asString()
        .contains("sip.tls-key");
    assertThat(problems(MINIMUM + "[sip]\ntls-key = \"x.pem\"\n", Map.of()))
        .singleElement()
        .asString()
        .contains("sip.tls-certificate");
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws Exception {
    Configuration configuration =
        read(
            MINIMUM + "[routes]\n\"montague.example\" = [\"sip:192.0.2.1\"]\n",
            Map.of(
                "PORIN_COMPONENT_PORT", "5400",
                "PORIN_COMPONENT_SECRET", "other",
                "PORIN_DNS_SIP_FALLBACK", "false",
                "PORIN_ROUTES", "{ \"verona.example\" = [\"sip:192.0.2.2\"] }"));
    assertThat(configuration.component().port()).isEqualTo(5400);
    assertThat(configuration.component().secret().value()).isEqualTo("other");
    assertThat(configuration.dns().sipFallback()).isFalse();
    assertThat(configuration.routes()).containsOnlyKeys("verona.example");
  }

  @Test
  void aSecretMayStandInAFileOfItsOwn() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "from-file\n");
    Map<String, String> environment = Map.of("PORIN_COMPONENT_SECRET_FILE", secret.toString());
    Configuration configuration = read(MINIMUM, environment);
    assertThat(configuration.component().secret().value()).isEqualTo("from-file");
    assertThat(configuration.toString()).doesNotContain("from-file");
  }

  @Test
  void theLimitsOfCpimReachTheSipSide() throws Exception {
    String limits =
        """
        [limits]
        cpim-octets = 9000
        cpim-headers = 20
        cpim-line-octets = 2000
        """;

    assertThat(new Settings(read(MINIMUM + limits)).simple().limits().cpim())
        .isEqualTo(new CpimLimits(9_000, 20, 2_000));
    assertThat(new Settings(read(MINIMUM)).simple().limits().cpim()).isEqualTo(CpimLimits.DEFAULT);
    assertThat(
            problems(
                MINIMUM + "[limits]\ncpim-octets = 1\ncpim-headers = 0\ncpim-line-octets = -1",
                Map.of()))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "limits.cpim-octets", "limits.cpim-headers", "limits.cpim-line-octets");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceWithItsLine() throws IOException {
    String text =
        """
        [component]
        domian = "cpim.capulet.example"
        transparent = ["capulet.example"]
        port = 99999
        [xmpp]
        served = ["capulet.example"]
        [sip]
        listen = ["udp:somewhere:5060"]
        [routes]
        "montague.example" = ["im:192.0.2.1"]
        [lgo]
        level = "info"
        """;
    assertThat(problems(text, Map.of()))
        .extracting(problem -> problem.place() + " " + problem.key())
        .containsExactlyInAnyOrder(
            "porin.toml:2 component.domian",
            "porin.toml:11 lgo",
            "porin.toml:12 lgo.level",
            "porin.toml:6 xmpp.served",
            "porin.toml component.secret",
            "porin.toml:4 component.port",
            "porin.toml:8 sip.listen",
            "porin.toml:10 routes.\"montague.example\"");
  }

  @Test
  void anUnknownKeyGetsTheNearestName() throws IOException {
    assertThat(problems(MINIMUM + "[dns]\nsip-falback = true\n", Map.of()))
        .extracting(Problem::toString)
        .containsExactly(
            "porin.toml:7: dns.sip-falback: there is no such key. Did you mean dns.sip-fallback?");
    assertThat(problems("level = \"info\"\n" + MINIMUM, Map.of()))
        .extracting(Problem::remedy)
        .containsExactly("Did you mean log.level?");
    assertThat(problems(MINIMUM, Map.of("PORIN_COMPONENT_SECRT", "x")))
        .extracting(Problem::remedy)
        .containsExactly("Did you mean PORIN_COMPONENT_SECRET?");
  }

  @Test
  void variablesOfAServiceThatIsCalledPorinAreNotOurs() throws Exception {
    read(MINIMUM, Map.of("PORIN_SERVICE_HOST", "10.0.0.1", "PORIN_PORT", "tcp://10.0.0.1:5060"));
  }

  @Test
  void whatIsNoTomlIsSaidAlone() throws IOException {
    List<Problem> problems = problems("[component]\ndomain = cpim\n", Map.of());
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).place()).isEqualTo("porin.toml:2");
  }

  @Test
  void aMissingFileIsSaidAlone() {
    Path missing = Path.of("no-such-directory", "porin.toml");
    assertThat(thrown(missing, Map.of()).problems())
        .extracting(Problem::expected)
        .containsExactly("there is no such file");
  }

  @Test
  void aSecretNeverStandsInAProblem() throws IOException {
    String text = MINIMUM.replace("\"s3cret\"", "12345678");
    assertThat(problems(text, Map.of()).toString())
        .contains("component.secret")
        .doesNotContain("12345678");
  }

  @Test
  void domainsThatContradictEachOtherAreRefused() throws IOException {
    String text =
        MINIMUM
            + """
            [component.ports]
            "verona.example" = 5348
            [routes]
            "capulet.example" = ["sip:192.0.2.1"]
            """;
    assertThat(problems(text, Map.of()))
        .extracting(Problem::place)
        .containsExactly("porin.toml:7", "porin.toml:9");
  }

  @Test
  void aListThatMustNameSomethingIsNotEmpty() throws IOException {
    String nothing =
        """
        [component]
        transparent = []
        secret = "s3cret"
        [xmpp]
        served = []
        [routes]
        "montague.example" = []
        """;
    assertThat(problems(nothing, Map.of()))
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "porin.toml: component.domain: expected a domain name, and it is not there. Set it, or"
                + " component.transparent, as the XMPP server has it.",
            "porin.toml:5: xmpp.served: expected a list of domain names, found []. Compare"
                + " porin.example.toml.",
            "porin.toml:7: routes.\"montague.example\": expected a list of"
                + " sip:HOST[:PORT][;transport=udp|tcp|tls] or sips:HOST[:PORT] for a domain, found []. Compare"
                + " porin.example.toml.");
  }

  @Test
  void aDomainThatIsGivenTwiceInOtherCaseIsRefused() throws IOException {
    String text =
        MINIMUM
            + """
            [routes]
            "montague.example" = ["sip:192.0.2.1"]
            "Montague.example" = ["sip:192.0.2.2"]
            """;
    assertThat(problems(text, Map.of()))
        .extracting(Problem::expected)
        .containsExactly("montague.example is given twice, perhaps in other letter case");
  }

  @Test
  void aSecretFileThatGivesNoSecretSaysWhy() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), " \n");
    Path missing = directory.resolve("missing");
    Path large = Files.writeString(directory.resolve("large"), "s".repeat(5_000));
    assertThat(whyNoSecret(empty)).endsWith(": it is empty");
    assertThat(whyNoSecret(missing)).endsWith(": there is no such file");
    assertThat(whyNoSecret(large)).endsWith(": it is longer than 4096 octets");
    assertThat(whyNoSecret(directory)).endsWith(": Is a directory");
  }

  private String whyNoSecret(Path file) throws IOException {
    List<Problem> problems =
        problems(MINIMUM, Map.of("PORIN_COMPONENT_SECRET_FILE", file.toString()));
    assertThat(problems).hasSize(1);
    return problems.get(0).expected();
  }

  @Test
  void aFileThatIsNotUtf8SaysSo() throws IOException {
    Path file = Files.write(directory.resolve("latin1"), new byte[] {'#', (byte) 0xE9, '\n'});
    assertThat(thrown(file, Map.of()).problems())
        .extracting(Problem::expected)
        .containsExactly("it is not UTF-8");
  }

  private static InetSocketAddress socket(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(Address.getByAddress(address), port);
  }

  private Configuration read(String text) throws Exception {
    return read(text, Map.of());
  }

  private Configuration read(String text, Map<String, String> environment) throws Exception {
    return Configuration.read(written(text), environment);
  }

  private List<Problem> problems(String text, Map<String, String> environment) throws IOException {
    Path file = written(text);
    return thrown(file, environment).problems().stream()
        .map(
            each ->
                new Problem(
                    each.place().replace(file.toString(), "porin.toml"),
                    each.key(),
                    each.expected(),
                    each.remedy()))
        .toList();
  }

  private static ConfigurationException thrown(Path file, Map<String, String> environment) {
    return catchThrowableOfType(
        ConfigurationException.class, () -> Configuration.read(file, environment));
  }

  private Path written(String text) throws IOException {
    return Files.writeString(directory.resolve("porin.toml"), text);
  }
}

package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.conformance.interop.SigningDomain.Plan;
import org.porin.passport.AssertionHeader;
import org.porin.passport.Identity;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.passport.TokenKind;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * Two bridges, each with a real Prosody behind it, and what may stand between them: what one user
 * says is known at the other end to be hers (TRUST 3). Their keys are made by {@code porin keys}:
 * some sign their own certificates, and one has that of an authority that openssl is.
 */
@RequiresDocker
class AssertionInterop {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final String CAPULET = "capulet.example";
  private static final String VERONA = "verona.example";

  /** As the log has it, where each message is one line. */
  private static final Pattern IDENTITY = Pattern.compile("Identity: ([^\\s\\\\]+)");

  private final Stage stage = new Stage();
  private Notary notary;
  private NameServer names;
  private Plan capulet;
  private Plan verona;

  @BeforeEach
  void plan(@TempDir Path directory) throws Exception {
    notary = new Notary(directory);
    names = stage.enter(NameServer.open());
    capulet = Plan.of(CAPULET);
    verona = Plan.of(VERONA);
    notary.keys(CAPULET, capulet.x5u());
    OpenSslAuthority authority = stage.enter(OpenSslAuthority.start());
    notary.keys(VERONA, verona.x5u(), authority);
    for (Plan each : List.of(capulet, verona)) {
      names.host(each.keyHost());
    }
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  @Test
  void withNothingBetweenThemEachKnowsTheOther() throws Exception {
    String enclosed = "cpim-assertion = true\n";
    String log = "[log]\nwire = true\nwire-bodies = true\n";
    SigningDomain juliets =
        start(capulet, "juliet", VERONA, verona.clearUri(), requires(VERONA) + enclosed);
    SigningDomain benvolios =
        start(verona, "benvolio", CAPULET, capulet.clearUri(), requires(CAPULET) + log);
    bothWays(juliets, benvolios);
    assertThat(benvolios.porin().output()).contains("tra.Assertion: ey"); // verified as well
    assertThat(benvolios.counters().of("porin_identity_verified_total{attestation=\"A\"}"))
        .isEqualTo(1);
  }

  @Test
  @Requirement("8224-6.1-9")
  void aProxyBetweenThemAddsNothingAndBreaksNothing() throws Exception {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(CAPULET, capulet.sipPort());
    ports.put(VERONA, verona.sipPort());
    Network network = stage.enter(Network.newNetwork());
    GenericContainer<?> proxy = stage.enter(Containers.kamailioProxy(network, ports));
    proxy.start();
    String uri = "sip:127.0.0.1:" + proxy.getMappedPort(5060) + ";transport=tcp";
    SigningDomain juliets = start(capulet, "juliet", VERONA, uri, requires(VERONA));
    SigningDomain benvolios = start(verona, "benvolio", CAPULET, uri, requires(CAPULET));
    bothWays(juliets, benvolios);
    assertThat(proxy.getLogs()).contains("passed on: MESSAGE sip:benvolio@verona.example");
  }

  @Test
  @Requirement({"8224-4-4", "3862-6-2"})
  void aTransitBetweenThemIsInTheChain() throws Exception {
    Plan mantua = Plan.of("mantua.example");
    names.host(mantua.keyHost());
    notary.keys(mantua.name(), mantua.x5u());
    String pair = "[transit]\n\"" + CAPULET + "\" = [\"" + VERONA + "\"]\n";
    Porin transit =
        stage.enter(
            SigningDomain.gateway(
                mantua,
                notary,
                Map.of(CAPULET, capulet.clearUri(), VERONA, verona.clearUri()),
                names,
                pair + requires(CAPULET) + requires(VERONA)));
    transit.awaitWorking("SIP", STARTUP, () -> transit.output().contains("SIP on"));
    String gateways = "gateways = [\"mantua.example\"]\n";
    SigningDomain juliets =
        start(capulet, "juliet", VERONA, mantua.clearUri(), requires(VERONA) + gateways);
    SigningDomain benvolios =
        start(
            verona,
            "benvolio",
            CAPULET,
            mantua.clearUri(),
            requires(CAPULET) + gateways + "[log]\nwire = true\n");
    bothWays(juliets, benvolios);

    List<SignedPassport> tokens = tokens(benvolios.porin(), 2);
    assertThat(tokens)
        .extracting(token -> token.passport().kind())
        .containsExactly(TokenKind.MESSAGE, TokenKind.GATEWAY);
    Scope.Gateway gateway = (Scope.Gateway) tokens.get(1).passport().scope();
    assertThat(gateway.domain()).isEqualTo("mantua.example");
    assertThat(gateway.hop()).isEqualTo(1);
    assertThat(gateway.link()).isEqualTo("clear");
    assertThat(gateway.previous().orElseThrow().matches(tokens.get(0))).isTrue();
    assertThat(tokens.get(1).passport().id()).isEqualTo(tokens.get(0).passport().id());
  }

  private void bothWays(SigningDomain juliets, SigningDomain benvolios) throws Exception {
    juliets.user().send("benvolio@verona.example", "What man art thou?");
    isKnown(benvolios, "What man art thou?", CAPULET);
    benvolios.user().send("juliet@capulet.example", "By a name I know not how to tell thee");
    isKnown(juliets, "By a name I know not how to tell thee", VERONA);
  }

  private static void isKnown(SigningDomain reader, String text, String signer) throws Exception {
    Message message = reader.user().awaitMessage(SOON);
    assertThat(message.getError()).as(reader.porin().output()).isNull();
    assertThat(message.getBody()).isEqualTo(text);
    StandardExtensionElement assertion =
        (StandardExtensionElement)
            message.getExtensionElement("assertion", AssertionHeader.NAMESPACE);
    assertThat(assertion).as(reader.porin().output()).isNotNull();
    assertThat(assertion.getAttributeValue("attest")).isEqualTo("A");
    assertThat(assertion.getAttributeValue("signer")).isEqualTo(signer);
  }

  /** The tokens of the first request that came to it. */
  private static List<SignedPassport> tokens(Porin reader, int count) throws Exception {
    Matcher value = IDENTITY.matcher(reader.output());
    List<SignedPassport> tokens = new ArrayList<>();
    while (tokens.size() < count && value.find()) {
      tokens.add(Identity.parse(value.group(1)).open());
    }
    return tokens;
  }

  private SigningDomain start(Plan plan, String user, String foreign, String uri, String tables)
      throws Exception {
    return stage.enter(
        SigningDomain.start(plan, notary, user, Map.of(foreign, uri), names, tables));
  }

  private static String requires(String domain) {
    return "[peers.\"" + domain + "\"]\nassertions = \"require\"\n";
  }
}

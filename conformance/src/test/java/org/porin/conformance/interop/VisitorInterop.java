package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.conformance.interop.SigningDomain.Plan;
import org.porin.passport.Attestation;
import org.porin.passport.Identity;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * Two real Prosodies that reach each other by s2s, one of them with a bridge: what a user of the
 * other says goes out by SIP with the word of the gateway, and of nobody else (TRUST 3, 8).
 */
@RequiresDocker
class VisitorInterop {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final String CAPULET = "capulet.example";
  private static final String VERONA = "verona.example";
  private static final String MONTAGUE = "montague.example";
  private static final String ROMEO = "romeo@" + MONTAGUE;

  private final Stage stage = new Stage();

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  @Test
  @Requirement({"8224-6.1-3", "8048-8.1-2"})
  void ofAVisitorTheGatewayAloneSaysThatItCameHere(@TempDir Path directory) throws Exception {
    Notary notary = new Notary(directory);
    Plan plan = Plan.of(CAPULET);
    notary.keys(CAPULET, plan.x5u());
    NameServer names = stage.enter(NameServer.open()).host(plan.keyHost());
    SipPeer peer = stage.enter(SipPeer.open());
    Network network = stage.enter(Network.newNetwork());
    GenericContainer<?> noRecords =
        stage.enter(Containers.dns(Loopback.freePort(), List.of()).withNetwork(network));
    noRecords.start();
    int componentPort = Loopback.freePort();
    XmppUser juliet =
        user(
            "juliet",
            CAPULET,
            Containers.prosodyAmongOthers(
                network, noRecords, componentPort, CAPULET, "juliet", MONTAGUE));
    XmppUser benvolio =
        user(
            "benvolio",
            VERONA,
            Containers.prosodyAmongOthers(
                network, noRecords, Loopback.freePort(), VERONA, "benvolio", "none.example"));
    Porin porin = stage.enter(bridge(plan, notary, names, componentPort, peer));
    porin.awaitWorking("the link", STARTUP, () -> juliet.reaches(MONTAGUE));

    benvolio.send(ROMEO, "Good morrow, cousin");

    SipWire request = peer.awaitRequest(SOON);
    assertThat(request.header("From").orElseThrow()).startsWith("<sip:benvolio@verona.example>");
    assertThat(request.bodyText()).contains("Good morrow, cousin");
    SignedPassport token = onlyToken(request);
    Scope.Gateway gateway = (Scope.Gateway) token.passport().scope();
    assertThat(gateway.domain()).isEqualTo(CAPULET);
    assertThat(gateway.hop()).isEqualTo(1);
    assertThat(gateway.link()).isEqualTo("s2s");
    assertThat(gateway.previous()).isEmpty();
    assertThat(token.passport().attestation()).contains(Attestation.C);
    isVerified(request, directory, notary);

    juliet.send(ROMEO, "Good night, good night");
    assertThat(onlyToken(peer.awaitRequest(SOON)).passport().attestation())
        .as("her own server has let her in")
        .contains(Attestation.A);

    peer.answer(refused -> SipPeer.Answer.of("404 Not Found"));
    benvolio.send(ROMEO, "Is the day so young?");
    Message error = benvolio.awaitMessage(SOON);
    assertThat(error.getError().getCondition()).isEqualTo(StanzaError.Condition.item_not_found);
    assertThat(error.getFrom().toString()).isEqualTo(ROMEO);
  }

  private XmppUser user(String name, String domain, GenericContainer<?> prosody) throws Exception {
    stage.enter(prosody).start();
    int port = prosody.getMappedPort(Containers.CLIENT_PORT);
    return stage.enter(XmppUser.logIn(name, "balcony", domain, port));
  }

  private static Porin bridge(
      Plan plan, Notary notary, NameServer names, int componentPort, SipPeer peer)
      throws Exception {
    String route = "sip:127.0.0.1:" + peer.address().getPort() + ";transport=tcp";
    Porin.Settings settings =
        new Porin.Settings(
            componentPort,
            Map.of(),
            List.of(MONTAGUE),
            List.of(CAPULET),
            plan.sipPort(),
            names.address(),
            Map.of(MONTAGUE, route));
    return Porin.run(
        settings, plan.trust(notary), List.of(), Map.of("PORIN_XMPP_VISITORS", VERONA));
  }

  private static SignedPassport onlyToken(SipWire request) throws Exception {
    List<String> identities = request.headers("Identity");
    assertThat(identities).hasSize(1);
    return Identity.parse(identities.get(0)).open();
  }

  /** By {@code porin verify}, where the gateway is one that is believed, and where it is not. */
  private static void isVerified(SipWire request, Path directory, Notary notary) throws Exception {
    Path file = directory.resolve("request");
    Files.write(file, (request.head() + request.bodyText()).getBytes(StandardCharsets.UTF_8));
    String anchors = notary.anchors().toString();
    String certificate = notary.anchors().resolve(CAPULET + ".pem").toString();
    String[] verify = {
      "verify", file.toString(), "--anchors", anchors, "--certificate", certificate
    };
    assertThat(said(1, verify)).contains("not verified");
    String[] believing = Arrays.copyOf(verify, verify.length + 2);
    believing[verify.length] = "--gateway";
    believing[verify.length + 1] = CAPULET;
    assertThat(said(0, believing)).contains("capulet.example vouches, attestation C");
  }

  private static String said(int exitCode, String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(Porin.command(arguments)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
    return said;
  }
}

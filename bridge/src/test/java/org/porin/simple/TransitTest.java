package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainPeer.body;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.membrane.Lanes;
import org.porin.membrane.Membrane;
import org.porin.membrane.MembraneSettings;
import org.porin.membrane.Policy;
import org.porin.membrane.Quotas;
import org.porin.passport.Attestation;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.profile.Transit;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.wire.Octets;

/** Messages between two foreign domains that the operator made a pair (TRUST 3). */
class TransitTest {
  private static final Transit PAIR =
      Transit.between(Map.of("montague.example", List.of("verona.example")));
  private static final String PARIS = "sip:paris@verona.example";
  private static final String CPIM =
      "From: <im:romeo@montague.example>\r\nTo: <im:paris@verona.example>\r\n"
          + "NS: x <urn:x>\r\nx.Odd:  two  spaces \r\n\r\n"
          + "content-TYPE:text/plain;  charset=utf-8\r\n\r\nHave at thee, coward! \u2694";

  private Bridge bridge =
      new Bridge(new Peers(PeerSettings.DEFAULT, Map.of(), PAIR, TrustDomain.NONE));
  private Membrane membrane = joined(bridge);

  TransitTest() throws Exception {}

  @AfterEach
  void close() {
    bridge.close();
  }

  /** The transport with a membrane behind it, and behind that no XMPP. */
  private static Membrane joined(Bridge bridge) {
    MembraneSettings settings =
        new MembraneSettings(
            Set.of("capulet.example"), "bridge1", PAIR, Policy.OPEN, Quotas.NONE, false, 1_000);
    Membrane membrane =
        new Membrane(
            settings,
            operation -> {
              throw new AssertionError("nothing of this is for XMPP");
            },
            new Lanes(bridge.transport(), 100, 1 << 24, Duration.ofSeconds(30), System::nanoTime),
            System::nanoTime);
    bridge.inbound(membrane::message);
    return membrane;
  }

  @Test
  @Requirement({"3862-6-2", "2779-5.4.5-1"})
  void whatIsSignedPassesOnOctetForOctet() throws Exception {
    try (PlainPeer verona = PlainPeer.tcp(request -> response(request, "200 OK"));
        PlainClient montague = new PlainClient(bridge.address(Transport.TCP))) {
      bridge.reaching(verona.address(), Transport.TCP);
      montague.write(
          PlainClient.message(
              PARIS,
              "m1",
              CPIM,
              "Identity: eyJh.eyJi.c2ln;info=<https://keys.montague.example/1.cer>;ppt=msg",
              "Identity: eyJn.eyJo.c2ln;info=<https://keys.b.example/1.cer>;alg=ES256;ppt=gwa",
              "Date: Thu, 01 Jan 2026 12:00:00 GMT",
              "Bridge-Trace: other-1",
              "P-Asserted-Identity: <sip:romeo@montague.example>",
              "Subject: a  duel",
              "Content-Type: message/cpim;  x=1"));
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 200 ");
      String passed = verona.takeRequest();
      assertThat(passed).startsWith("MESSAGE sip:paris@verona.example SIP/2.0\r\n");
      assertThat(body(passed)).isEqualTo(CPIM);
      assertThat(passed)
          .containsSubsequence(
              "Identity: eyJh.eyJi.c2ln;info=<https://keys.montague.example/1.cer>;ppt=msg\r\n",
              "Identity: eyJn.eyJo.c2ln;info=<https://keys.b.example/1.cer>;alg=ES256;ppt=gwa\r\n")
          .contains(
              "Content-Type: message/cpim;  x=1\r\n",
              "Date: Thu, 01 Jan 2026 12:00:00 GMT\r\n",
              "Subject: a  duel\r\n");
      assertThat(header(passed, "From")).startsWith("\"Romeo\" <sip:romeo@montague.example>;tag=");
      assertThat(header(passed, "From")).doesNotContain("tag=r1");
      assertThat(header(passed, "To")).isEqualTo("<" + PARIS + ">");
      assertThat(header(passed, "Max-Forwards")).isEqualTo("69");
      assertThat(header(passed, "Bridge-Trace")).startsWith("other-1, bridge1-");
      assertThat(passed).doesNotContain("P-Asserted-Identity", "client.montague.example;branch");
      assertThat(passed.split("\r\nVia: ", -1)).as("nobody before the bridge").hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, 200",
    "202 Accepted, 202",
    "404 Not Found, 404",
    "415 Unsupported Media Type, 415",
    "438 Invalid Identity Header, 438",
    "403 Stale Date, 403",
    "482 Loop Detected, 482",
    "600 Busy Everywhere, 600",
    "503 Service Unavailable, 503",
    "407 Proxy Authentication Required, 403"
  })
  void theAnswerComesBackAsItIs(String statusLine, int expected) throws Exception {
    try (PlainPeer verona = PlainPeer.tcp(request -> response(request, statusLine));
        PlainClient montague = new PlainClient(bridge.address(Transport.TCP))) {
      bridge.reaching(verona.address(), Transport.TCP);
      montague.write(PlainClient.message(PARIS, "m2", "hello"));
      String answer = montague.read().orElseThrow();
      assertThat(answer).startsWith("SIP/2.0 " + expected + " ");
      assertThat(verona.takeRequest()).contains("hello");
      assertThat(verona.waitingRequests()).isZero(); // in no other dialect either
      assertThat(membrane.tally(Side.SIMPLE).open()).isZero();
    }
  }

  @Test
  void acceptedStaysAcceptedWhateverThePeerIsTold() throws Exception {
    bridge.close();
    PeerSettings says200 =
        new PeerSettings(10, 65_536, Optional.empty(), Optional.empty(), true, false);
    bridge = new Bridge(new Peers(says200, Map.of(), PAIR, TrustDomain.NONE));
    membrane = joined(bridge);
    theAnswerComesBackAsItIs("202 Accepted", 202);
  }

  @Test
  void oneMessageAtATimeIsOnItsWayToOne() throws Exception {
    CompletableFuture<Void> mayAnswer = new CompletableFuture<>();
    try (PlainPeer verona =
            PlainPeer.tcp(
                request -> {
                  mayAnswer.join();
                  return response(request, "200 OK");
                });
        PlainClient montague = new PlainClient(bridge.address(Transport.TCP))) {
      bridge.reaching(verona.address(), Transport.TCP);
      montague.write(PlainClient.message(PARIS, "m3", "first"));
      assertThat(verona.takeRequest()).contains("first");
      montague.write(PlainClient.message(PARIS, "m4", "second"));
      bridge.takeArrived();
      bridge.takeArrived();
      bridge.transport().turn().toCompletableFuture().join(); // the second is in its lane
      assertThat(membrane.waiting().waiting()).isEqualTo(1);
      mayAnswer.complete(null);
      assertThat(verona.takeRequest()).contains("second");
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 200 ");
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 200 ");
    }
  }

  @Test
  @Requirement("3261-16.3-1")
  void withoutHopsAndInACircleNothingPassesOn() throws Exception {
    try (PlainPeer verona = PlainPeer.tcp(request -> response(request, "200 OK"));
        PlainClient montague = new PlainClient(bridge.address(Transport.TCP))) {
      bridge.reaching(verona.address(), Transport.TCP);
      String message = PlainClient.message(PARIS, "m5", "x");
      montague.write(message.replace("Max-Forwards: 70", "Max-Forwards: 0"));
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 483 ");
      montague.write(PlainClient.message(PARIS, "m6", "x"));
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 200 ");
      String mark = header(verona.takeRequest(), "Bridge-Trace");
      montague.write(PlainClient.message(PARIS, "m7", "x", "Bridge-Trace: " + mark));
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 482 ");
    }
  }

  @Test
  void whatWasPassedOnByUsBeforeIsALoop() throws Exception {
    Passport claims =
        new Passport(
            "https://keys.capulet.example/1.cer",
            Identifier.of("sip:romeo@montague.example"),
            List.of(Identifier.of(PARIS)),
            Bridge.NOW,
            Optional.of(Attestation.A),
            Optional.of("1"),
            Scope.gateway("capulet.example", "mtls"));
    SignedPassport token = SignedPassport.sign(claims, input -> Octets.copyOf(new byte[64]));
    try (PlainClient montague = new PlainClient(bridge.address(Transport.TCP))) {
      montague.write(PlainClient.message(PARIS, "m10", "x", "Identity: " + Identity.of(token)));
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 482 ");
    }
  }

  @Test
  void whoIsInNoPairIsRefusedAsBefore() throws Exception {
    try (PlainClient montague = new PlainClient(bridge.address(Transport.TCP))) {
      montague.write(PlainClient.message("sip:iago@venice.example", "m8", "x"));
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 403 ");
      MessageOperation arrived = bridge.takeArrived();
      assertThat(arrived.carried()).isEmpty();
    }
  }

  @Test
  void aRepeatIsCarriedOnceAndHasTheSameAnswer() throws Exception {
    try (PlainPeer verona = PlainPeer.tcp(request -> response(request, "202 Accepted"));
        PlainClient montague = new PlainClient(bridge.address(Transport.TCP))) {
      bridge.reaching(verona.address(), Transport.TCP);
      String message = PlainClient.message(PARIS, "m9", "x");
      montague.write(message);
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      montague.write(message.replace("z9hG4bKm9", "z9hG4bKanother"));
      assertThat(montague.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      verona.takeRequest();
      assertThat(verona.waitingRequests()).isZero();
    }
  }
}

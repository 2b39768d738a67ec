package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.withSource;
import static org.porin.simple.Bridge.failure;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.passport.Attestation;
import org.porin.profile.Carried.Proof;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Hops;
import org.porin.profile.MessageOperation;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.Sending;
import org.porin.profile.SubscriptId;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService;
import org.porin.trust.GatewayService;
import org.porin.trust.GatewayService.Arrival;

/** How requests are signed on their way out, whoever signs them (RFC 8224 §4.1). */
@Timeout(60)
class SigningTest {
  private static final String SIGNATURE = "x".repeat(700);

  /** Writes a number where others sign, on a thread of its own. */
  private static final class Numbering implements AuthenticationService {
    private final AtomicInteger count = new AtomicInteger();
    private volatile Attestation last = Attestation.C;

    @Override
    public CompletionStage<Signing> sign(SipRequest request, Attestation attestation) {
      last = attestation;
      int number = count.incrementAndGet();
      return CompletableFuture.supplyAsync(
          () ->
              new Signing(
                  request.withHeaders(
                      request
                          .headers()
                          .withFirst("Date", "Thu, 01 Jan 2026 12:00:0" + number + " GMT")
                          .with("Identity", SIGNATURE + number)),
                  Optional.empty()));
    }
  }

  private final Numbering numbering = new Numbering();

  @Test
  void everyAttemptThatIsWrittenAnewIsSignedAnew() throws Exception {
    try (PlainPeer peer =
            PlainPeer.tcp(
                request ->
                    header(request, "Content-Type").startsWith("message/cpim")
                        ? response(request, "415 Unsupported Media Type", "Accept: text/plain")
                        : response(request, "200 OK"));
        Bridge bridge = bridge(numbering)) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Identity")).isEqualTo(SIGNATURE + 1);
      assertThat(header(peer.takeRequest(), "Identity")).isEqualTo(SIGNATURE + 2);
      assertThat(numbering.last).isEqualTo(Attestation.A);
    }
  }

  /** What an outbox repeats is the same message, by a signature of the time at which it leaves. */
  @Test
  void aRepeatOfAnOutboxIsSignedAnew() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(numbering)) {
      bridge.reaching(peer.address(), Transport.TCP);
      for (boolean repeat : List.of(false, true)) {
        bridge
            .transport()
            .message(Bridge.message("x"), new Sending("a".repeat(26), 1, 0, repeat))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
      }
      String first = peer.takeRequest();
      String second = peer.takeRequest();
      assertThat(header(first, "Identity")).isEqualTo(SIGNATURE + 1);
      assertThat(header(second, "Identity")).isEqualTo(SIGNATURE + 2);
      assertThat(header(second, "Date")).isEqualTo("Thu, 01 Jan 2026 12:00:02 GMT");
      assertThat(header(second, "Call-ID")).isEqualTo(header(first, "Call-ID"));
    }
  }

  @Test
  void aDateThatIsStaleToThePeerIsReplacedOnce() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "403 Stale Date"));
        Bridge bridge = bridge(numbering)) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(403, "Stale Date", Optional.empty()));
      String first = peer.takeRequest();
      String second = peer.takeRequest();
      assertThat(header(second, "Date")).isNotEqualTo(header(first, "Date"));
      assertThat(header(second, "Call-ID")).isEqualTo(header(first, "Call-ID"));
      assertThat(header(second, "CSeq")).isEqualTo("2 MESSAGE");
      assertThat(peer.waitingRequests()).isZero();
      assertThat(bridge.transport().status().identities().disbelieved()).containsEntry(403, 1L);
    }
  }

  @Test
  void whoDoesNotSignDoesNotTryAgainForItsDate() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "403 Stale Date"));
        Bridge bridge = bridge(SigningTest::asItIs)) {
      bridge.reaching(peer.address(), Transport.TCP);
      bridge.send("x");
      peer.takeRequest();
      assertThat(peer.waitingRequests()).isZero();
      assertThat(bridge.transport().status().identities().disbelieved()).isEmpty();
    }
  }

  @Test
  @Requirement("8224-6.1-4")
  void whatHasNoKeyIsSentAsItIs() throws Exception {
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(SigningTest::asItIs)) {
      bridge.reaching(peer.address(), Transport.UDP, Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Identity")).isEmpty();
      assertThat(unsigned(bridge, IdentityVolume.Unsigned.NO_KEY)).isEqualTo(1);
    }
  }

  @Test
  void whatIsSignedGoesByAConnectionThoughItWouldFitADatagram() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(numbering)) {
      bridge.reaching(peer.address(), Transport.UDP, Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Identity")).isNotEmpty();
    }
  }

  @Test
  void whoTakesNoConnectionsGetsItUnsignedAndIsNotTriedAgainEachTime() throws Exception {
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(numbering)) {
      bridge.reaching(peer.address(), Transport.UDP, Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(bridge.send("y").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Identity")).isEmpty();
      assertThat(numbering.count).hasValue(1);
      assertThat(unsigned(bridge, IdentityVolume.Unsigned.NO_ROOM)).isEqualTo(2);
    }
  }

  @Test
  void whereThePathHasNoRoomForASignatureThereIsNone() throws Exception {
    PeerSettings narrow =
        new PeerSettings(10, 1_300, Optional.empty(), Optional.empty(), false, false);
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(numbering, narrow, Patience.DEFAULT)) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x".repeat(200)).status()).isEqualTo(Status.SUCCESS);
      String sent = peer.takeRequest();
      assertThat(header(sent, "Identity")).isEmpty();
      assertThat(header(sent, "Date")).isEqualTo("Thu, 01 Jan 2026 12:00:00 GMT");
      assertThat(failure(bridge.send("x".repeat(1_300))))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE));
    }
  }

  @Test
  void whatCannotBeSignedThoughItShouldIsNotSent() throws Exception {
    Refused refused = new Refused(Reason.INTERNAL, "the clock is wrong");
    AuthenticationService service =
        (request, attestation) ->
            CompletableFuture.completedFuture(
                new AuthenticationService.Signing(request, Optional.of(refused)));
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(service)) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x"))).isEqualTo(refused);
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  void whatAUserAsksIsSurerThanWhatTheBridgeAsksByItself() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "404 Not Found"));
        Bridge bridge = bridge(numbering)) {
      bridge.reaching(peer.address(), Transport.UDP, Transport.TCP);
      subscribe(bridge, new Hops(69, List.of("bridge-a")));
      assertThat(numbering.last).isEqualTo(Attestation.A);
      subscribe(bridge, Hops.NEW);
      assertThat(numbering.last).isEqualTo(Attestation.B);
      assertThat(header(peer.takeRequest(), "Identity")).isEqualTo(SIGNATURE + 1);
      assertThat(header(peer.takeRequest(), "Identity")).isEqualTo(SIGNATURE + 2);
    }
  }

  @Test
  void whatTheGatewayItselfWritesIsNotSaidToBeOfAUser() throws Exception {
    MessageOperation gateways =
        withSource(Bridge.message("x"), new ImUri(MessageOperation.GATEWAY, "capulet.example"));
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(numbering)) {
      bridge.reaching(peer.address(), Transport.TCP);
      bridge.transport().message(gateways).toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(numbering.last).isEqualTo(Attestation.B);
    }
  }

  /** TRUST 3: the gateway says that it came here, and nobody speaks for its sender. */
  @Test
  @Requirement("8224-6.1-3")
  void ofAVisitorTheGatewayAloneSaysThatItCameHere() throws Exception {
    AtomicReference<Optional<Arrival>> arrived = new AtomicReference<>(Optional.empty());
    GatewayService gateway =
        (request, arrival) -> {
          arrived.set(Optional.of(arrival));
          return numbering.sign(request, Attestation.C);
        };
    AuthenticationService nobody =
        (request, attestation) -> {
          throw new AssertionError("nobody here speaks for a visitor");
        };
    Identities who =
        new Identities(
            Optional.of(
                new Identities.Signing(
                    nobody,
                    Attestation.A,
                    nobody,
                    Optional.of(gateway),
                    Set.of("capulet.example"))), // who sends in these tests
            Optional.empty());
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"));
        Bridge bridge = new Bridge(who, PeerSettings.DEFAULT, Patience.DEFAULT)) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Identity")).isEqualTo(SIGNATURE + 1);
      assertThat(arrived.get()).contains(new Arrival(Proof.S2S, Optional.empty()));
    }
  }

  private static void subscribe(Bridge bridge, Hops hops) throws Exception {
    PresUri juliet = new PresUri("juliet", "capulet.example");
    PresUri romeo = new PresUri("romeo", "montague.example");
    Subscribe operation =
        new Subscribe(juliet, romeo, Duration.ofHours(1), new SubscriptId("s"), new TransId("t"));
    bridge
        .transport()
        .subscribe(operation, bridge.transport().leg(juliet, romeo), hops)
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void aFaultOfWhoSignsEndsThatOneMessage() throws Exception {
    AuthenticationService service =
        (request, attestation) -> {
          throw new IllegalStateException("a fault");
        };
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"));
        Bridge bridge = bridge(service)) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isInstanceOfSatisfying(
              Refused.class, each -> assertThat(each.reason()).isEqualTo(Reason.INTERNAL));
    }
  }

  @Test
  void whatIsBeingSignedAtTheCloseFailsAndIsNotSent() throws Exception {
    CompletableFuture<AuthenticationService.Signing> signature = new CompletableFuture<>();
    CompletableFuture<SipRequest> asked = new CompletableFuture<>();
    AuthenticationService service =
        (request, attestation) -> {
          asked.complete(request);
          return signature;
        };
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      Bridge bridge =
          bridge(service, PeerSettings.DEFAULT, Bridge.answerWithin(Duration.ofSeconds(30)));
      bridge.reaching(peer.address(), Transport.TCP);
      CompletableFuture<Response> outcome =
          bridge.transport().message(Bridge.message("x")).toCompletableFuture();
      SipRequest request = asked.get(10, TimeUnit.SECONDS);
      bridge.close();
      signature.complete(new AuthenticationService.Signing(request, Optional.empty()));
      assertThat(failure(outcome.get(10, TimeUnit.SECONDS)))
          .isInstanceOfSatisfying(
              Refused.class, each -> assertThat(each.reason()).isEqualTo(Reason.STOPPING));
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  private static CompletionStage<AuthenticationService.Signing> asItIs(
      SipRequest request, Attestation attestation) {
    return CompletableFuture.completedFuture(
        new AuthenticationService.Signing(request, Optional.empty()));
  }

  private static long unsigned(Bridge bridge, IdentityVolume.Unsigned cause) {
    return bridge.transport().status().identities().unsigned(cause);
  }

  private static Bridge bridge(AuthenticationService service) throws Exception {
    return bridge(service, PeerSettings.DEFAULT, Patience.DEFAULT);
  }

  private static Bridge bridge(AuthenticationService service, PeerSettings peers, Patience patience)
      throws Exception {
    Identities who =
        new Identities(
            Optional.of(new Identities.Signing(service, Attestation.A)), Optional.empty());
    return new Bridge(who, peers, patience);
  }
}

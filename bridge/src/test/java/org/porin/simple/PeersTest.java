package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.Bridge.failure;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.mapping.Dialect;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;

/** What an operator sets for one foreign domain, and what is learnt of it, on the wire. */
class PeersTest {
  @Test
  void aTargetThatAsksToWaitIsNotAskedAgainWhileTheOtherIs() throws Exception {
    try (PlainPeer busy =
            PlainPeer.tcp(r -> response(r, "503 Service Unavailable", "Retry-After: 60 (a lot)"));
        PlainPeer ready = PlainPeer.tcp(r -> response(r, "200 OK"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(busy.address(), Transport.TCP).reaching(ready.address(), Transport.TCP);
      assertThat(bridge.send("first").status()).isEqualTo(Status.SUCCESS);
      assertThat(bridge.send("second").status()).isEqualTo(Status.SUCCESS);
      busy.takeRequest();
      assertThat(busy.waitingRequests()).isZero();
      assertThat(ready.waitingRequests()).isEqualTo(2);
    }
  }

  @Test
  void whenTheOnlyTargetAsksToWaitTheSenderReadsForHowLong() throws Exception {
    try (PlainPeer busy =
            PlainPeer.udp(r -> response(r, "503 Service Unavailable", "Retry-After: 60"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(busy.address(), Transport.UDP);
      assertThat(failure(bridge.send("first")))
          .isEqualTo(
              new Failure.SipAnswer(
                  503,
                  "Service Unavailable",
                  Optional.empty(),
                  Optional.of(Duration.ofMinutes(1))));
      assertThat(failure(bridge.send("second")))
          .isInstanceOfSatisfying(
              Failure.Refused.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.PEER_UNREACHABLE);
                assertThat(refused.text()).contains("another", "Retry-After");
              });
      busy.takeRequest();
      assertThat(busy.waitingRequests()).isZero();
      assertThat(bridge.transport().peers().get(0).waitsUntil()).isPresent();
    }
  }

  @Test
  void noMoreRequestsWaitForAnswersThanTheWindowAllows() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    try (PlainPeer slow =
            PlainPeer.tcp(
                request -> {
                  go.join();
                  return response(request, "200 OK");
                });
        Bridge bridge = new Bridge(window(3))) {
      bridge.reaching(slow.address(), Transport.TCP);
      List<CompletionStage<Response>> outcomes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ImUri user = new ImUri("user" + i, "montague.example");
        outcomes.add(bridge.transport().message(Bridge.message(user, "Verona", "x")));
      }
      slow.takeRequest();
      PeerStatus status;
      do { // until the connection is there and the first three are sent
        List<PeerStatus> known = bridge.transport().peers();
        status = known.isEmpty() ? null : known.get(0);
      } while (status == null || status.inFlight() < 3);
      assertThat(status.inFlight()).isEqualTo(3);
      assertThat(status.waiting()).isEqualTo(7);
      assertThat(status.window()).isEqualTo(3);
      go.complete(null);
      for (CompletionStage<Response> outcome : outcomes) {
        assertThat(outcome.toCompletableFuture().get(10, TimeUnit.SECONDS).status())
            .isEqualTo(Status.SUCCESS);
      }
    }
  }

  @Test
  void whoWaitsForRoomWhenTheTargetAsksToBeLeftAloneIsNotSent() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    try (PlainPeer busy =
            PlainPeer.tcp(
                request -> {
                  go.join();
                  return response(request, "503 Service Unavailable", "Retry-After: 60");
                });
        Bridge bridge = new Bridge(window(1))) {
      bridge.reaching(busy.address(), Transport.TCP);
      List<CompletionStage<Response>> outcomes = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ImUri user = new ImUri("user" + i, "montague.example");
        outcomes.add(bridge.transport().message(Bridge.message(user, "Verona", "x")));
      }
      busy.takeRequest();
      assertThat(bridge.transport().peers().get(0).waiting()).isEqualTo(2);
      go.complete(null);
      List<Failure> failures = new ArrayList<>();
      for (CompletionStage<Response> outcome : outcomes) {
        failures.add(failure(outcome.toCompletableFuture().get(10, TimeUnit.SECONDS)));
      }
      assertThat(failures.get(0))
          .isEqualTo(
              new Failure.SipAnswer(
                  503,
                  "Service Unavailable",
                  Optional.empty(),
                  Optional.of(Duration.ofMinutes(1))));
      assertThat(failures.subList(1, 3))
          .allSatisfy(each -> assertThat(each.text()).contains("another", "Retry-After"));
      assertThat(busy.waitingRequests()).isZero();
    }
  }

  @Test
  @Requirement("3428-5-3")
  void anOutboundProxyIsARouteAndTheRequestUriStaysTheUsers() throws Exception {
    SipUri proxy = SipUri.parse("sip:proxy.montague.example:5070;transport=tcp");
    PeerSettings usual = PeerSettings.DEFAULT;
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "200 OK"));
        Bridge bridge =
            new Bridge(
                new PeerSettings(
                    usual.window(),
                    usual.pathOctets(),
                    Optional.empty(),
                    Optional.of(proxy),
                    false,
                    false))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      String request = peer.takeRequest();
      assertThat(request).startsWith("MESSAGE sip:romeo@montague.example SIP/2.0\r\n");
      assertThat(header(request, "Route"))
          .isEqualTo("<sip:proxy.montague.example:5070;transport=tcp;lr>");
    }
  }

  @Test
  @Requirement("3428-8-2")
  void overAPathThatIsNotKnown1300OctetsAreTheMostAlsoByTcp() throws Exception {
    PeerSettings usual = PeerSettings.DEFAULT;
    PeerSettings unknown =
        new PeerSettings(usual.window(), 1_300, Optional.empty(), Optional.empty(), false, false);
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "200 OK"));
        Bridge bridge = new Bridge(unknown)) {
      bridge.reaching(peer.address(), Transport.UDP, Transport.TCP);
      assertThat(failure(bridge.send("x".repeat(1_300))))
          .isInstanceOfSatisfying(
              Failure.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE));
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  void whatIsLearntOfAPeerCanBeSeen() throws Exception {
    try (PlainPeer peer =
            PlainPeer.udp(
                request -> {
                  if (request.startsWith("MESSAGE sip:tybalt@")) {
                    return response(request, "500 Fault");
                  }
                  return header(request, "Content-Type").startsWith("text/plain")
                      ? response(request, "200 OK")
                      : response(request, "415 No", "Accept: text/plain");
                });
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.UDP);
      assertThat(bridge.transport().peers()).isEmpty();
      bridge.send("x");
      ImUri tybalt = new ImUri("tybalt", "montague.example");
      bridge
          .transport()
          .message(Bridge.message(tybalt, "Verona", "x"))
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      assertThat(bridge.transport().peers())
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.domain()).isEqualTo("montague.example");
                assertThat(status.address()).isEqualTo(peer.address());
                assertThat(status.dialects()).isEqualTo(Map.of(Dialect.TEXT_PLAIN, 1));
                assertThat(status.lastTaken()).isPresent();
                assertThat(status.lastTrouble().orElseThrow().cause()).isEqualTo("500 Fault");
                assertThat(status.inFlight()).isZero();
                assertThat(status.window()).isEqualTo(1_000);
              });
    }
  }

  /** What one message cannot do is not to be paid for by those before and behind it. */
  @Test
  void aFaultOfOursInOneMessageHoldsUpNoOther() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    try (PlainPeer slow =
            PlainPeer.tcp(
                request -> {
                  go.join();
                  return response(request, "200 OK");
                });
        Bridge bridge = new Bridge(window(1))) {
      bridge.reaching(slow.address(), Transport.TCP);
      CompletionStage<Response> before = bridge.transport().message(Bridge.message("before"));
      CompletionStage<Response> poison = bridge.transport().message(unwritable());
      CompletionStage<Response> behind = bridge.transport().message(Bridge.message("behind"));
      slow.takeRequest();
      go.complete(null);
      assertThat(status(before)).isEqualTo(Status.SUCCESS);
      assertThat(status(poison)).isEqualTo(Status.FAILURE);
      assertThat(status(behind)).isEqualTo(Status.SUCCESS);
      assertThat(status(bridge.transport().message(unwritable()))).isEqualTo(Status.FAILURE);
      assertThat(bridge.send("at last").status()).isEqualTo(Status.SUCCESS);
      assertThat(bridge.transport().peers().get(0).inFlight()).isZero();
    }
  }

  private static Status status(CompletionStage<Response> outcome) throws Exception {
    return outcome.toCompletableFuture().get(10, TimeUnit.SECONDS).status();
  }

  /** One that no header can name. */
  private static MessageOperation unwritable() {
    MessageOperation message = Bridge.message("poison");
    return new MessageOperation(
        message.source(),
        message.destination(),
        message.transId(),
        message.maxForwards(),
        List.of("a bridge\r\nof sighs"),
        message.origin(),
        message.repeatKey(),
        message.conversation(),
        message.content(),
        message.carried());
  }

  private static PeerSettings window(int size) {
    return new PeerSettings(size, 65_536, Optional.empty(), Optional.empty(), false, false);
  }
}

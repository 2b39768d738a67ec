package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;
import static org.porin.simple.Presences.leg;
import static org.porin.simple.Presences.notifying;
import static org.porin.simple.Presences.number;
import static org.porin.simple.Presences.subscribe;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.SipUri;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.Response.Status;
import org.porin.profile.SubscriptionState;
import org.porin.requirement.Requirement;
import org.porin.resolve.Service;
import org.porin.resolve.Transport;

/** Juliet watches Romeo: this bridge is the subscriber, plain sockets are the notifier. */
class WatchingTest {
  private static final String OK = "200 OK";

  private final Keeper keeper = new Keeper();
  private Bridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = new Bridge(keeper);
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  @Test
  @Requirement({
    "8048-5.2.1-1",
    "3856-6.1-1",
    "3856-6.5-1",
    "6665-4.4.4-1",
    "3859-3.2.1-1",
    "3261-8.1.1.6-1"
  })
  void aSubscribeOperationIsASubscribe() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, OK, "Expires: 3600"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      Leg leg = leg(bridge);
      Outcome outcome = subscribe(bridge, leg, 3_600);
      assertThat(outcome.response().status()).isEqualTo(Status.SUCCESS);
      assertThat(outcome.response().transId().value()).isEqualTo("t1");
      assertThat(outcome.duration()).contains(Duration.ofSeconds(3_600));
      assertThat(outcome.leg().name()).isEqualTo(leg.name());
      assertThat(outcome.legLost()).isFalse();
      String request = peer.takeRequest();
      assertThat(request).startsWith("SUBSCRIBE sip:romeo@montague.example SIP/2.0\r\n");
      assertThat(header(request, "From")).matches("<sip:juliet@capulet.example>;tag=[a-z2-7]{26}");
      assertThat(header(request, "To")).isEqualTo("<sip:romeo@montague.example>");
      assertThat(header(request, "Event")).isEqualTo("presence");
      assertThat(header(request, "Accept")).isEqualTo("application/pidf+xml, message/cpim");
      assertThat(header(request, "Expires")).isEqualTo("3600");
      assertThat(header(request, "Max-Forwards")).isEqualTo("69");
      assertThat(header(request, "Bridge-Trace")).isEqualTo("bridge-a");
      assertThat(header(request, "Allow-Events")).isEqualTo("presence");
      assertThat(header(request, "Allow")).contains("SUBSCRIBE", "NOTIFY");
      assertThat(header(request, "Contact"))
          .matches(
              "<sip:127\\.0\\.0\\.1:"
                  + bridge.address(Transport.TCP).getPort()
                  + ";transport=tcp;gr=[a-z2-7]{26}>");
      assertThat(leg.name())
          .isEqualTo(
              header(request, "Call-ID") + " " + header(request, "From").replaceAll(".*tag=", ""));
      assertThat(bridge.asked()).containsExactly(Service.PRES);
    }
  }

  @Test
  @Requirement({"6665-4.1.2.4-1", "6665-4.4.1-1"})
  void theNotifyMayComeBeforeTheAnswer() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(this::notifyAndThenAnswer)) {
      peerPort = peer.address().getPort();
      bridge.reaching(peer.address(), Transport.TCP);
      Leg leg = leg(bridge);
      keeper.keep(leg);
      Outcome outcome = subscribe(bridge, leg, 600);
      String initial = peer.takeRequest();
      Notification notification = keeper.takeNotification();
      assertThat(notification.watcher()).isEqualTo(Presences.JULIET);
      assertThat(notification.target()).isEqualTo(Presences.ROMEO);
      assertThat(notification.state().state()).isEqualTo(SubscriptionState.State.PENDING);
      assertThat(notification.document()).isEmpty();
      assertThat(keeper.takeArrival().opened()).isEmpty();
      // whichever of the two legs is used, the refresh is on the dialog that the NOTIFY made
      for (Leg each : List.of(outcome.leg(), keeper.leg(leg.name()))) {
        subscribe(bridge, each, 600);
        String refresh = peer.takeRequest();
        assertThat(refresh).startsWith("SUBSCRIBE sip:pa@127.0.0.1:");
        assertThat(header(refresh, "To")).isEqualTo("<sip:romeo@montague.example>;tag=early");
        assertThat(header(refresh, "Call-ID")).isEqualTo(header(initial, "Call-ID"));
        assertThat(header(refresh, "From")).isEqualTo(header(initial, "From"));
        assertThat(header(refresh, "Contact")).isEqualTo(header(initial, "Contact"));
      }
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  /** A notifier that is fast. */
  private String notifyAndThenAnswer(String subscribe) {
    if (!header(subscribe, "To").contains("tag=")) {
      String contact = "Contact: <sip:pa@127.0.0.1:" + portOf(subscribe) + ";transport=tcp>";
      assertThat(send(notifying(subscribe, "early", 1, "pending;expires=600", "", contact)))
          .startsWith("SIP/2.0 200 OK\r\n");
    }
    return response(subscribe, OK, "Expires: 600", "Contact: <sip:late@127.0.0.9>");
  }

  private volatile int peerPort;

  private int portOf(String subscribe) {
    assertThat(subscribe).startsWith("SUBSCRIBE ");
    return peerPort;
  }

  private PlainPeer answering(String... headers) throws IOException {
    PlainPeer peer = PlainPeer.tcp(request -> response(request, OK, headers));
    peerPort = peer.address().getPort();
    bridge.reaching(peer.address(), Transport.TCP);
    return peer;
  }

  private String send(String request) {
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(request);
      return client.read().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Requirement({"3856-6.9-1", "6665-4.1.4-1", "6665-4.1.3-1"})
  void ofTwoForksTheOneThatNotifiesFirstIsTheSubscription() throws Exception {
    try (PlainPeer peer = answering("Expires: 600", "Contact: <sip:one@127.0.0.1:9>")) {
      keeper.keep(subscribe(bridge, leg(bridge), 600).leg()); // the 200 is that of tag "plain"
      String initial = peer.takeRequest();
      String contact = "Contact: <sip:two@127.0.0.1:" + peerPort + ";transport=tcp>";
      assertThat(send(notifying(initial, "two", 7, "active;expires=600", "", contact)))
          .startsWith("SIP/2.0 200 ");
      assertThat(send(notifying(initial, "plain", 8, "active;expires=600", "", contact)))
          .startsWith("SIP/2.0 481 ");
      Leg leg = keeper.leg(keeper.takeArrival().legName());
      subscribe(bridge, leg, 600);
      assertThat(peer.takeRequest()).startsWith("SUBSCRIBE sip:two@127.0.0.1:");
    }
  }

  @Test
  @Requirement({"6665-4.1.2.3-1", "8048-5.2.3-1"})
  void aRefreshAndTheEndAreWithinTheDialogAndCountOn() throws Exception {
    try (PlainPeer peer = answering("Expires: 600")) {
      Leg leg = established(peer, "Record-Route: <sip:127.0.0.1:%d;lr;transport=tcp;x=y>");
      Outcome refreshed = subscribe(bridge, leg, 600);
      Outcome ended = subscribe(bridge, refreshed.leg(), 0);
      assertThat(ended.response().status()).isEqualTo(Status.SUCCESS);
      assertThat(ended.duration()).contains(Duration.ZERO);
      String refresh = peer.takeRequest();
      String end = peer.takeRequest();
      assertThat(refresh).startsWith("SUBSCRIBE sip:pa.invalid SIP/2.0\r\n");
      assertThat(header(refresh, "Route"))
          .isEqualTo("<sip:127.0.0.1:" + peerPort + ";lr;transport=tcp;x=y>");
      assertThat(header(end, "Expires")).isEqualTo("0");
      assertThat(header(end, "To")).endsWith(";tag=pa");
      assertThat(number(refresh)).isEqualTo(first + 1);
      assertThat(number(end)).isEqualTo(first + 2);
    }
  }

  private long first;

  /** A leg whose other end is an unreachable address behind a route, or where it is told. */
  private Leg established(PlainPeer peer, String header) throws Exception {
    keeper.keep(subscribe(bridge, leg(bridge), 600).leg());
    String initial = peer.takeRequest();
    first = number(initial);
    String contact = "Contact: <sip:pa.invalid>";
    String answer =
        send(
            notifying(
                initial, "pa", 1, "active;expires=600", "", contact, header.formatted(peerPort)));
    assertThat(answer).startsWith("SIP/2.0 200 ");
    keeper.takeNotification();
    return keeper.leg(keeper.takeArrival().legName());
  }

  @Test
  @Requirement({"6665-4.4.3-1", "8048-7.1-1"})
  void aFetchIsASubscribeOnALegOfItsOwn() throws Exception {
    try (PlainPeer peer = answering("Expires: 0")) {
      Leg one = leg(bridge);
      Leg other = leg(bridge);
      assertThat(other.name()).isNotEqualTo(one.name());
      keeper.keep(other);
      assertThat(subscribe(bridge, other, 0).duration()).contains(Duration.ZERO);
      String fetch = peer.takeRequest();
      assertThat(header(fetch, "Expires")).isEqualTo("0");
      assertThat(header(fetch, "To")).isEqualTo("<sip:romeo@montague.example>");
      String contact = "Contact: <sip:pa@127.0.0.1>";
      send(notifying(fetch, "pa", 1, "terminated;reason=timeout", Presences.PIDF, contact));
      Notification notification = keeper.takeNotification();
      assertThat(notification.state())
          .isEqualTo(SubscriptionState.terminated(SubscriptionState.Reason.TIMEOUT));
      assertThat(notification.document().orElseThrow().body().toUtf8()).isEqualTo(Presences.PIDF);
    }
  }

  @ParameterizedTest
  @CsvSource({"600, 300, 300", "600, 3600, 600", "600, soon, -1", "600, -, -1"})
  @Requirement("6665-4.1.2.1-1")
  void whatIsGrantedIsNeverMoreThanWasAsked(long asked, String said, long granted)
      throws Exception {
    String expires = said.equals("-") ? "X-None: 1" : "Expires: " + said;
    try (PlainPeer peer = answering(expires)) {
      assertThat(subscribe(bridge, leg(bridge), asked).duration())
          .isEqualTo(granted < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(granted)));
      assertThat(peer.waitingRequests()).isEqualTo(1);
    }
  }

  @Test
  @Requirement("6665-8.3.1-1")
  void a202IsNoOtherThanA200() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tcp(request -> response(request, "202 Accepted", "Expires: 60"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      Outcome outcome = subscribe(bridge, leg(bridge), 600);
      assertThat(outcome.response().status()).isEqualTo(Status.SUCCESS);
      assertThat(outcome.duration()).contains(Duration.ofSeconds(60));
    }
  }

  @Test
  @Requirement("8048-5.2.2-5")
  void tooShortATimeComesWithTheShortestThatWouldDo() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tcp(
            request ->
                response(
                    request,
                    "423 Interval Too Brief",
                    "Min-Expires: 1800",
                    "Retry-After: 9 (soon)"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      Outcome outcome = subscribe(bridge, leg(bridge), 600);
      assertThat(outcome.response().failure())
          .contains(new Failure.SipAnswer(423, "Interval Too Brief", Optional.empty()));
      assertThat(outcome.duration()).contains(Duration.ofSeconds(1_800));
      assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(9));
      assertThat(outcome.legLost()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        400, 401, 403, 404, 405, 408, 410, 416, 423, 480, 481, 482, 483, 484, 485, 486, 489, 500,
        501, 504, 513, 603, 604
      })
  @Requirement({"6665-4.1.2.2-1", "6665-4.1.2.2-2"})
  void someAnswersSayThatTheSubscriptionIsGone(int status) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (PlainPeer peer =
        PlainPeer.tcp(
            request -> response(request, asked.getAndIncrement() == 0 ? OK : status + " No"))) {
      peerPort = peer.address().getPort();
      bridge.reaching(peer.address(), Transport.TCP);
      Leg leg = established(peer, "Record-Route: <sip:127.0.0.1:%d;lr;transport=tcp>");
      Outcome outcome = subscribe(bridge, leg, 600);
      boolean gone =
          List.of(404, 405, 410, 416, 489, 501, 604).contains(status)
              || (status >= 480 && status <= 485);
      assertThat(outcome.legLost()).isEqualTo(gone);
      assertThat(outcome.response().failure())
          .contains(new Failure.SipAnswer(status, "No", Optional.empty()));
    }
  }

  @Test
  void aLegIsUsedOnAfterARestartBeyondAllNumbersThatMayHaveBeenUsed() throws Exception {
    try (PlainPeer peer = answering("Expires: 600")) {
      Leg leg = established(peer, "Record-Route: <sip:127.0.0.1:%d;lr;transport=tcp>");
      subscribe(bridge, leg, 600);
      subscribe(bridge, leg, 600); // what it gave back was not kept in time
      long last = first + 1;
      assertThat(number(peer.takeRequest())).isEqualTo(last);
      assertThat(number(peer.takeRequest())).isEqualTo(last);
      bridge.close();
      Instant later = Bridge.NOW.plusSeconds(100);
      bridge = new Bridge(keeper, PeerSettings.DEFAULT, InstantSource.fixed(later));
      bridge.reaching(peer.address(), Transport.TCP);
      Leg rebuilt = new Leg(leg.name(), leg.state());
      Outcome outcome = subscribe(bridge, rebuilt, 600);
      assertThat(number(peer.takeRequest())).isEqualTo(first + 100);
      subscribe(bridge, outcome.leg(), 600);
      String request = peer.takeRequest();
      assertThat(number(request)).isEqualTo(first + 101);
      assertThat(header(request, "To")).endsWith(";tag=pa");
    }
  }

  @Test
  @Requirement({"6665-4.1.3-1", "6665-4.1.3-2", "3856-6.8-1", "6665-8.2.1-1"})
  void aNotifyThatIsNotTheNextOfItsDialogIsRefused() throws Exception {
    try (PlainPeer peer = answering("Expires: 600")) {
      keeper.keep(subscribe(bridge, leg(bridge), 600).leg());
      String initial = peer.takeRequest();
      String at = "Contact: <sip:pa@127.0.0.1>";
      String active = "active;expires=600";
      assertThat(send(notifying(initial, "pa", 1, active, "", "X-No: Contact")))
          .startsWith("SIP/2.0 400 ");
      assertThat(send(notifying(initial, "pa", 10, active, "", at))).startsWith("SIP/2.0 200 ");
      String last = notifying(initial, "pa", 20, active, "", at, "X-Gap: 1");
      assertThat(send(last)).startsWith("SIP/2.0 200 ");
      assertThat(send(notifying(initial, "pa", 19, active, "", at))).startsWith("SIP/2.0 500 ");
      assertThat(send(last.replace("branch=z9hG4bK", "branch=z9hG4bKa")))
          .startsWith("SIP/2.0 200 ");
      assertThat(send(notifying(initial, "other", 21, active, "", at))).startsWith("SIP/2.0 481 ");
      String elsewhere = notifying(initial, "pa", 21, active, "", at);
      assertThat(send(elsewhere.replace("Call-ID: ", "Call-ID: x"))).startsWith("SIP/2.0 481 ");
      assertThat(send(elsewhere.replaceAll("(?m)^(To: .*);tag=.*$", "$1;tag=x")))
          .startsWith("SIP/2.0 481 ");
      assertThat(send(elsewhere.replaceAll("(?m)^(To: .*);tag=.*$", "$1")))
          .startsWith("SIP/2.0 481 ");
      assertThat(send(notifying(initial, "pa", 21, active, "", at, "Event: presence;id=1")))
          .startsWith("SIP/2.0 481 ");
      for (String bad : List.of("Event: presence.winfo", "Event: dialog", "Event-")) {
        String answer = send(notifying(initial, "pa", 21, active, "", at, bad));
        assertThat(answer).startsWith("SIP/2.0 489 ");
        assertThat(header(answer, "Allow-Events")).isEqualTo("presence");
      }
      for (String bad : List.of("", "waiting", "active\"")) {
        assertThat(send(notifying(initial, "pa", 21, bad, "", at))).startsWith("SIP/2.0 400 ");
      }
      assertThat(send(notifying(initial, "pa", 21, active, "", at))).startsWith("SIP/2.0 200 ");
    }
  }

  @Test
  void aNotifyHasADocumentOfAKindThatWasAskedFor() throws Exception {
    try (PlainPeer peer = answering("Expires: 600")) {
      keeper.keep(subscribe(bridge, leg(bridge), 600).leg());
      String initial = peer.takeRequest();
      String at = "Contact: <sip:pa@127.0.0.1>";
      String active = "active;expires=600";
      String refused =
          send(notifying(initial, "pa", 1, active, "x", at, "Content-Type: text/plain"));
      assertThat(refused).startsWith("SIP/2.0 415 ");
      assertThat(header(refused, "Accept")).isEqualTo("application/pidf+xml, message/cpim");
      String encoded = "Content-Encoding: gzip";
      assertThat(send(notifying(initial, "pa", 1, active, "x", at, encoded)))
          .startsWith("SIP/2.0 415 ");
      String large = "x".repeat(65_537);
      assertThat(send(notifying(initial, "pa", 1, active, large, at))).startsWith("SIP/2.0 413 ");
      String cpim = "Content-Type: Message/CPIM";
      assertThat(send(notifying(initial, "pa", 1, active, "any", at, cpim, "Content-Language: it")))
          .startsWith("SIP/2.0 200 ");
      var document = keeper.takeNotification().document().orElseThrow();
      assertThat(document.contentType().is("message", "cpim")).isTrue();
      assertThat(document.header("Content-Language")).contains("it");
      assertThat(document.body().toUtf8()).isEqualTo("any");
    }
  }

  @Test
  @Requirement("3263-4.3-1")
  void theNextTargetIsTriedWhereOneIsBusyOrGone() throws Exception {
    PlainPeer gone = PlainPeer.tcp(request -> PlainPeer.SILENCE);
    gone.close();
    bridge.reaching(gone.address(), Transport.TCP);
    try (PlainPeer busy =
        PlainPeer.tcp(request -> response(request, "503 Busy", "Retry-After: 60"))) {
      bridge.reaching(busy.address(), Transport.TCP);
      try (PlainPeer peer = answering("Expires: 600")) {
        assertThat(subscribe(bridge, leg(bridge), 600).response().status())
            .isEqualTo(Status.SUCCESS);
        assertThat(header(peer.takeRequest(), "Call-ID"))
            .isEqualTo(header(busy.takeRequest(), "Call-ID"));
        subscribe(bridge, leg(bridge), 600);
        assertThat(busy.waitingRequests()).isZero();
      }
    }
  }

  @Test
  void whereNothingCanBeReachedTheLegIsStillGood() throws Exception {
    Outcome nowhere = subscribe(bridge, leg(bridge), 600);
    assertThat(nowhere.response().failure())
        .containsInstanceOf(Failure.Refused.class)
        .hasValueSatisfying(
            failure ->
                assertThat(((Failure.Refused) failure).reason())
                    .isEqualTo(Reason.DOMAIN_NOT_FOUND));
    assertThat(nowhere.legLost()).isFalse();
    try (PlainPeer peer = answering("Expires: 600")) {
      subscribe(bridge, nowhere.leg(), 600);
      assertThat(peer.takeRequest()).startsWith("SUBSCRIBE ");
    }
  }

  @Test
  void aLegThatCannotBeReadIsLost() throws Exception {
    Leg leg = leg(bridge);
    for (Leg broken :
        List.of(
            new Leg(leg.name(), ""),
            new Leg("other", leg.state()),
            new Leg(leg.name(), leg.state().replace("WATCHER", "NOTIFIER")),
            new Leg(leg.name(), leg.state() + "\r\nX: y"))) {
      Outcome outcome = subscribe(bridge, broken, 600);
      assertThat(outcome.legLost()).isTrue();
      assertThat(outcome.response().status()).isEqualTo(Status.FAILURE);
      assertThat(outcome.leg()).isEqualTo(broken);
    }
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsMadeAgainOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (PlainPeer peer =
        PlainPeer.tcp(
            request ->
                asked.getAndIncrement() == 1
                    ? PlainPeer.RESET
                    : response(request, OK, "Expires: 600"))) {
      peerPort = peer.address().getPort();
      bridge.reaching(peer.address(), Transport.TCP);
      Leg leg = established(peer, "Record-Route: <sip:127.0.0.1:%d;lr;transport=tcp>");
      Outcome outcome = subscribe(bridge, leg, 600);
      assertThat(outcome.response().status()).isEqualTo(Status.SUCCESS);
      assertThat(number(peer.takeRequest())).isEqualTo(first + 1);
      assertThat(number(peer.takeRequest())).isEqualTo(first + 2);
      subscribe(bridge, outcome.leg(), 600);
      assertThat(number(peer.takeRequest())).isEqualTo(first + 3);
    }
  }

  @Test
  void aChallengeIsAnsweredAndTheNumberCountsOn() throws Exception {
    bridge.close();
    Credentials ours = new Credentials("porin", "secret", Optional.empty());
    bridge = new Bridge(keeper, settings(Optional.of(ours), Optional.empty()), clock());
    String challenge = "WWW-Authenticate: Digest realm=\"m\", nonce=\"n\", qop=\"auth\"";
    try (PlainPeer peer =
        PlainPeer.tcp(
            request ->
                header(request, "Authorization").isEmpty()
                    ? response(request, "401 Unauthorized", challenge)
                    : response(request, OK, "Expires: 600"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      Outcome outcome = subscribe(bridge, leg(bridge), 600);
      assertThat(outcome.response().status()).isEqualTo(Status.SUCCESS);
      String first = peer.takeRequest();
      String second = peer.takeRequest();
      assertThat(number(second)).isEqualTo(number(first) + 1);
      assertThat(header(second, "Authorization")).contains("username=\"porin\"");
      subscribe(bridge, outcome.leg(), 600);
      assertThat(number(peer.takeRequest())).isEqualTo(number(first) + 2);
    }
  }

  @Test
  void anOutboundProxyIsWhereAllRequestsGo() throws Exception {
    bridge.close();
    SipUri proxy = SipUri.parse("sip:proxy.example");
    bridge = new Bridge(keeper, settings(Optional.empty(), Optional.of(proxy)), clock());
    try (PlainPeer peer = answering("Expires: 600")) {
      keeper.keep(subscribe(bridge, leg(bridge), 600).leg());
      String initial = peer.takeRequest();
      assertThat(header(initial, "Route")).isEqualTo("<sip:proxy.example;lr>");
      send(notifying(initial, "pa", 1, "active;expires=9", "", "Contact: <sip:pa@192.0.2.1>"));
      subscribe(bridge, keeper.leg(keeper.takeArrival().legName()), 600);
      String refresh = peer.takeRequest();
      assertThat(refresh).startsWith("SUBSCRIBE sip:pa@192.0.2.1 SIP/2.0\r\n");
      assertThat(header(refresh, "Route")).isEmpty();
    }
  }

  private static InstantSource clock() {
    return InstantSource.fixed(Bridge.NOW);
  }

  private static PeerSettings settings(Optional<Credentials> ours, Optional<SipUri> proxy) {
    return new PeerSettings(10, 65_536, ours, proxy, false, false);
  }
}

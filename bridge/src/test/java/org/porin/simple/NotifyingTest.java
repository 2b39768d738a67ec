package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainPeer.body;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;
import static org.porin.simple.Presences.PIDF;
import static org.porin.simple.Presences.number;
import static org.porin.simple.Presences.subscribe;
import static org.porin.simple.Presences.tell;
import static org.porin.simple.Presences.uri;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Leg;
import org.porin.profile.Origin;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.PresenceService.Arrival;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.SubscriptionState;
import org.porin.profile.SubscriptionState.State;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;

/** Romeo watches Juliet: plain sockets are the subscriber, this bridge is the notifier. */
class NotifyingTest {
  private static final String URI = "sip:juliet@capulet.example";
  private static final String TO = "<sip:juliet@capulet.example>";
  private static final String CONTACT = "sip:romeo@127.0.0.1:5999;transport=tcp";
  private static final SubscriptionState ACTIVE =
      SubscriptionState.of(State.ACTIVE, Duration.ofSeconds(600));

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
  @Requirement({"6665-4.5.1-1", "6665-4.4.4-1", "6665-4.2.1.1-4", "8048-5.1-4"})
  void aSubscribeIsHandedInAndAnsweredAtOnce() throws Exception {
    String answer =
        ask(
            subscribe(
                URI,
                TO,
                CONTACT,
                1,
                "Expires: 600",
                "Accept: application/pidf+xml;q=0.9, message/cpim, text/x;q=0",
                "Bridge-Trace: bridge-x",
                "Record-Route: <sip:p2.example;lr>;a=b, <sip:p1.example;lr>"));
    assertThat(answer).startsWith("SIP/2.0 200 OK\r\n");
    assertThat(header(answer, "Expires")).isEqualTo("600");
    assertThat(header(answer, "Allow-Events")).isEqualTo("presence");
    assertThat(header(answer, "Event")).isEmpty();
    assertThat(answer)
        .contains("Record-Route: <sip:p2.example;lr>;a=b\r\nRecord-Route: <sip:p1.example;lr>\r\n");
    String tag = header(answer, "To").replaceAll(".*;tag=", "");
    assertThat(header(answer, "Contact"))
        .isEqualTo(
            "<sip:127.0.0.1:%d;transport=tcp;gr=%s>"
                .formatted(bridge.address(Transport.TCP).getPort(), tag));
    Subscribe operation = keeper.takeSubscribe();
    assertThat(operation.watcher()).isEqualTo(Presences.ROMEO);
    assertThat(operation.target()).isEqualTo(Presences.JULIET);
    assertThat(operation.duration()).isEqualTo(Duration.ofSeconds(600));
    assertThat(operation.subscriptId().value()).isEqualTo(tag);
    assertThat(operation.transId().value()).isEqualTo("watch@ua.montague.example|1");
    Arrival arrival = keeper.takeArrival();
    assertThat(arrival.origin()).isEqualTo(new Origin(Origin.Side.SIMPLE, "127.0.0.1"));
    assertThat(arrival.hops().maxForwards()).isEqualTo(70);
    assertThat(arrival.hops().trace()).containsExactly("bridge-x");
    assertThat(arrival.accept()).containsExactly("application/pidf+xml", "message/cpim");
    assertThat(arrival.legName()).isEqualTo("watch@ua.montague.example " + tag);
    assertThat(arrival.opened().orElseThrow().name()).isEqualTo(arrival.legName());
  }

  @Test
  @Requirement({"3856-6.4-1", "6665-3.1-1"})
  void aSubscribeWithoutExpiresIsForAnHour() throws Exception {
    assertThat(header(ask(subscribe(URI, TO, CONTACT, 1)), "Expires")).isEqualTo("3600");
    assertThat(keeper.takeSubscribe().duration()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "4294967295, 2147483647", "00600, 600"})
  void aTimeIsReadAsFarAsItGoes(String expires, long seconds) throws Exception {
    assertThat(ask(subscribe(URI, TO, CONTACT, 1, "Expires: " + expires)))
        .startsWith("SIP/2.0 200 ");
    assertThat(keeper.takeSubscribe().duration()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pres:juliet@capulet.example",
        "im:juliet@capulet.example",
        "sip:juliet@capulet.example:5070;transport=tcp",
        "sip:JULIET%40x@capulet.example"
      })
  @Requirement("8048-5.1-4")
  void allFormsOfAnAddressAreTaken(String uri) throws Exception {
    assertThat(ask(subscribe(uri, TO, CONTACT, 1))).startsWith("SIP/2.0 200 ");
    assertThat(keeper.takeSubscribe().target().domain()).isEqualTo("capulet.example");
  }

  @Test
  @Requirement({"8048-6.2-12", "6665-4.2.2-3", "3856-6.5-1"})
  void aNotifyOperationIsANotifyToTheContact() throws Exception {
    try (PlainPeer watcher = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      String asked = subscribe(URI, "Juliet " + TO, contact(watcher), 1);
      String answer = ask(asked);
      Outcome outcome = tell(bridge, opened(), ACTIVE, Optional.of(PIDF));
      assertThat(outcome.response().status()).isEqualTo(Status.SUCCESS);
      assertThat(outcome.response().transId().value()).isEqualTo("n1");
      assertThat(outcome.legLost()).isFalse();
      String notify = watcher.takeRequest();
      assertThat(notify).startsWith("NOTIFY " + contact(watcher) + " SIP/2.0\r\n");
      assertThat(header(notify, "To")).isEqualTo("<sip:romeo@montague.example>;tag=r1");
      assertThat(header(notify, "From"))
          .isEqualTo(header(answer, "To").replace("Juliet ", "").replace("\"Juliet\" ", ""));
      assertThat(header(notify, "Call-ID")).isEqualTo("watch@ua.montague.example");
      assertThat(header(notify, "Event")).isEqualTo("presence");
      assertThat(header(notify, "Subscription-State")).isEqualTo("active;expires=600");
      assertThat(header(notify, "Content-Type")).isEqualTo("application/pidf+xml; charset=utf-8");
      assertThat(header(notify, "Content-Language")).isEqualTo("it");
      assertThat(header(notify, "Max-Forwards")).isEqualTo("70");
      assertThat(header(notify, "Contact")).isEqualTo(header(answer, "Contact"));
      assertThat(body(notify)).isEqualTo(PIDF);
      tell(
          bridge,
          outcome.leg(),
          SubscriptionState.of(State.PENDING, Duration.ZERO),
          Optional.empty());
      String next = watcher.takeRequest();
      assertThat(number(next)).isEqualTo(number(notify) + 1);
      assertThat(header(next, "Content-Type")).isEmpty();
      assertThat(body(next)).isEmpty();
      assertThat(watcher.connections()).isEqualTo(1);
      assertThat(bridge.asked()).isEmpty();
    }
  }

  @Test
  @Requirement({"6665-8.2.1-1", "3856-6.1-1"})
  void theEventComesBackWithItsId() throws Exception {
    try (PlainPeer watcher = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      ask(subscribe(URI, TO, contact(watcher), 1, "Event: presence;x=1;id=a7"));
      tell(bridge, opened(), ACTIVE, Optional.empty());
      assertThat(header(watcher.takeRequest(), "Event")).isEqualTo("presence;id=a7");
    }
  }

  @Test
  @Requirement("3856-6.7-3")
  void whoTakesMessageCpimAloneGetsIt() throws Exception {
    try (PlainPeer watcher = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      String answer =
          ask(subscribe(URI, TO, contact(watcher), 1, "Accept: message/cpim, application/*;q=0"));
      Leg leg = opened();
      Outcome outcome = tell(bridge, leg, ACTIVE, Optional.of(PIDF));
      String wrapped = watcher.takeRequest();
      assertThat(header(wrapped, "Content-Type")).isEqualTo("message/cpim");
      assertThat(body(wrapped))
          .startsWith("From: <im:juliet@capulet.example>\r\nTo: <im:romeo@montague.example>\r\n")
          .contains("\r\n\r\nContent-Type: application/pidf+xml; charset=utf-8\r\n")
          .endsWith("\r\n\r\n" + PIDF);
      keeper.keep(outcome.leg());
      // the most recent Accept counts
      assertThat(ask(subscribe(uri(answer, "Contact"), header(answer, "To"), "", 2)))
          .startsWith("SIP/2.0 200 ");
      tell(bridge, keeper.leg(leg.name()), ACTIVE, Optional.of(PIDF));
      assertThat(header(watcher.takeRequest(), "Content-Type")).startsWith("application/pidf+xml");
    }
  }

  @Test
  @Requirement("3856-4-1")
  void aRefreshIsWithinTheDialogAndMayMoveItsEnd() throws Exception {
    try (PlainPeer watcher = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      String answer =
          ask(
              subscribe(
                  URI,
                  TO,
                  "sip:romeo@127.0.0.1:9",
                  1,
                  "Record-Route: <sip:127.0.0.1:%d;lr;transport=tcp>"
                      .formatted(watcher.address().getPort())));
      Leg leg = opened();
      String within = header(answer, "To");
      String to = uri(answer, "Contact");
      String refreshed =
          ask(subscribe(to, within, "sip:moved.invalid", 3, "Expires: 60", "Max-Forwards: 0"));
      assertThat(refreshed).startsWith("SIP/2.0 200 OK\r\n");
      assertThat(header(refreshed, "Expires")).isEqualTo("60");
      assertThat(header(refreshed, "Contact")).isEqualTo(header(answer, "Contact"));
      assertThat(header(refreshed, "To")).isEqualTo(within);
      keeper.takeSubscribe();
      Subscribe refresh = keeper.takeSubscribe();
      assertThat(refresh.target()).isEqualTo(Presences.JULIET);
      assertThat(refresh.subscriptId().value()).isEqualTo(leg.name().split(" ")[1]);
      assertThat(keeper.takeArrival().opened()).isEmpty();
      tell(bridge, keeper.leg(leg.name()), ACTIVE, Optional.empty());
      String notify = watcher.takeRequest();
      assertThat(notify).startsWith("NOTIFY sip:moved.invalid SIP/2.0\r\n");
      assertThat(header(notify, "Route")).startsWith("<sip:127.0.0.1:");
      // what is out of order changes nothing, and ends nothing
      assertThat(ask(subscribe(to, within, CONTACT, 2))).startsWith("SIP/2.0 500 ");
      assertThat(ask(subscribe(to, within, CONTACT, 3))).startsWith("SIP/2.0 500 ");
      assertThat(ask(subscribe(to, within, CONTACT, 4, "Event: presence;id=1")))
          .startsWith("SIP/2.0 481 ");
      assertThat(ask(subscribe(to, within + "x", CONTACT, 4))).startsWith("SIP/2.0 481 ");
      assertThat(ask(subscribe(to, within, CONTACT, 4).replace("tag=r1", "tag=r2")))
          .startsWith("SIP/2.0 481 ");
      assertThat(ask(subscribe(to, within, "mailto:a@b.example", 4))).startsWith("SIP/2.0 400 ");
      assertThat(ask(subscribe(to, within, "", 4, "Expires: 0"))).startsWith("SIP/2.0 200 ");
    }
  }

  @Test
  @Requirement("6665-4.2.1.1-3")
  void tooShortATimeIsAnsweredWithTheShortest() throws Exception {
    keeper.saying(
        operation ->
            Optional.of(
                refusal(operation, Reason.DURATION_TOO_SHORT, Optional.of(Duration.ofMinutes(5)))));
    String answer = ask(subscribe(URI, TO, CONTACT, 1, "Expires: 10"));
    assertThat(answer).startsWith("SIP/2.0 423 Interval Too Brief\r\n");
    assertThat(header(answer, "Min-Expires")).isEqualTo("300");
  }

  @Test
  @Requirement("6665-4.2.1.1-4")
  void whatIsGrantedIsNeverLongerThanWasAsked() throws Exception {
    keeper.saying(
        operation ->
            Optional.of(
                new Answer(
                    Response.success(operation.transId()),
                    Optional.empty(),
                    Optional.of(Duration.ofHours(9)))));
    assertThat(header(ask(subscribe(URI, TO, CONTACT, 1, "Expires: 60")), "Expires"))
        .isEqualTo("60");
  }

  @ParameterizedTest
  @CsvSource({"DENIED, 403", "LOOP, 482", "CONGESTED, 480", "HOPS_EXHAUSTED, 483", "RELAY, 403"})
  @Requirement("6665-4.2.1.3-1")
  void aRefusalHasTheStatusOfItsCause(Reason reason, int status) throws Exception {
    keeper.saying(operation -> Optional.of(refusal(operation, reason, Optional.empty())));
    String answer = ask(subscribe(URI, TO, CONTACT, 1));
    assertThat(answer).startsWith("SIP/2.0 " + status + " ");
    assertThat(header(answer, "Contact")).isEmpty();
    assertThat(header(answer, "Expires")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"CONGESTED", "LINK_DOWN", "RATE_OF_SENDER"})
  void whatPassesEndsNoSubscription(Reason reason) throws Exception {
    String answer = ask(subscribe(URI, TO, CONTACT, 1));
    keeper.saying(operation -> Optional.of(refusal(operation, reason, Optional.empty())));
    String refused = ask(subscribe(uri(answer, "Contact"), header(answer, "To"), CONTACT, 2));
    assertThat(refused).startsWith("SIP/2.0 500 "); // 480 to 485 would
    assertThat(header(refused, "Retry-After")).isEqualTo("10");
    assertThat(ask(subscribe(URI, TO, CONTACT, 3))).startsWith("SIP/2.0 480 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "489 Bad Event|Event: presence|Event: presence.winfo|Allow-Events",
        "489 Bad Event|Event: presence|Event: Presence|Allow-Events",
        "489 Bad Event|Event: presence|X-Event: presence|Allow-Events",
        "400 |Event: presence|Event: presence;id=1;id=2|Via",
        "400 |Event: presence|Event: presence;id=\"1 2\"|Via",
        "400 |Event: presence|Event: presence\\r\\nEvent: presence|Via",
        "406 Not Acceptable|Event|Accept: text/plain\\r\\nEvent|Accept",
        "406 Not Acceptable|Event|Accept:\\r\\nEvent|Accept",
        "406 Not Acceptable|Event|Accept: */*;q=0\\r\\nEvent|Accept",
        "400 |Event|Accept: text\\r\\nEvent|Via",
        "400 |Event|Expires: soon\\r\\nEvent|Via",
        "400 |Event|Expires: 4294967296\\r\\nEvent|Via",
        "400 |Event|Expires: -1\\r\\nEvent|Via",
        "400 |Contact: <sip:romeo|Contact: <tel:romeo|Via",
        "400 |Contact: |X-Contact: |Via",
        "400 |Contact: <sip:romeo@127.0.0.1:5999|Contact: <sip:169.254.169.254:80|Via",
        "400 |Contact: <sip|Contact: <sip:a@b.example>\\r\\nRecord-Route: <tel:1>\\r\\nX: <sip|Via",
        "400 |From: Romeo <sip:romeo@montague.example>|From: <sip:127.0.0.1>|Via",
        "420 Bad Extension|Event|Require: eventlist\\r\\nEvent|Unsupported",
        "483 Too Many Hops|Max-Forwards: 70|Max-Forwards: 0|Via",
        "416 Unsupported URI Scheme|SUBSCRIBE sip:|SUBSCRIBE sips:|Via",
        "416 Unsupported URI Scheme|SUBSCRIBE sip:juliet@capulet.example|SUBSCRIBE tel:+1|Via",
        "415 Unsupported Media Type|Content-Length: 0|Content-Type: application/simple-filter+xml\\r\\nContent-Length: 0|Via",
      })
  @Requirement({"6665-4.2.1.1-2", "6665-4.1.2.1-2", "6665-8.2.1-1", "3261-16.3-1"})
  void whatCannotBeActedUponIsRefusedWithItsReason(
      String status, String part, String replacement, String explaining) throws Exception {
    String request = subscribe(URI, TO, CONTACT, 1);
    String broken =
        request.replaceFirst(
            Pattern.quote(part), replacement.replace("\\r\\n", "\r\n").replace("$", "\\$"));
    if (status.startsWith("415")) {
      broken = broken.replace("Content-Length: 0\r\n\r\n", "Content-Length: 1\r\n\r\nx");
    }
    String answer = ask(broken);
    assertThat(answer).startsWith("SIP/2.0 " + status);
    assertThat(header(answer, explaining)).isNotEmpty();
  }

  @Test
  void whatAPeerPutsIntoItsAddressesStaysThere() throws Exception {
    try (PlainPeer watcher = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      String at = "@127.0.0.1:" + watcher.address().getPort() + ";transport=tcp";
      assertThat(ask(subscribe(URI, TO, "sip:ro%0d%0aX-Injected:1" + at, 1)))
          .startsWith("SIP/2.0 400 ");
      String odd = "sip:ro%3e%22;X-Injected=1" + at;
      String name = "\"J\\\"\r\n X-Injected: 1\" ";
      ask(subscribe(URI, name + "<sip:juliet@capulet.example;z=%0aX>", odd, 2));
      tell(bridge, opened(), ACTIVE, Optional.of(PIDF));
      String notify = watcher.takeRequest();
      assertThat(notify).startsWith("NOTIFY " + odd + " SIP/2.0\r\n");
      assertThat(header(notify, "X-Injected")).isEmpty();
      assertThat(header(notify, "From")).startsWith("<sip:juliet@capulet.example;z=%0aX>;tag=");
    }
  }

  @Test
  @Requirement("6665-4.2.2-2")
  void aNotifyThatIsRefusedMayEndTheLeg() throws Exception {
    try (PlainPeer watcher =
        PlainPeer.tcp(
            request -> response(request, body(request).isEmpty() ? "481 Gone" : "500 Not Now"))) {
      ask(subscribe(URI, TO, contact(watcher), 1));
      Outcome outcome = tell(bridge, opened(), ACTIVE, Optional.of(PIDF));
      assertThat(outcome.legLost()).isFalse();
      outcome = tell(bridge, outcome.leg(), ACTIVE, Optional.empty());
      assertThat(outcome.legLost()).isTrue();
      assertThat(outcome.response().failure())
          .contains(new Failure.SipAnswer(481, "Gone", Optional.empty()));
    }
  }

  @Test
  void aLegIsToldOfAfterARestartBeyondAllNumbersThatMayHaveBeenUsed() throws Exception {
    try (PlainPeer watcher = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      String answer = ask(subscribe(URI, TO, contact(watcher), 1));
      Leg leg = opened();
      tell(bridge, leg, ACTIVE, Optional.empty());
      long before = number(watcher.takeRequest());
      bridge.close();
      Instant later = Bridge.NOW.plusSeconds(30);
      bridge = new Bridge(keeper, PeerSettings.DEFAULT, InstantSource.fixed(later));
      tell(bridge, new Leg(leg.name(), leg.state()), ACTIVE, Optional.empty());
      String notify = watcher.takeRequest();
      assertThat(number(notify)).isEqualTo(before + 30);
      assertThat(uri(notify, "Contact").replaceAll(".*gr=", ""))
          .isEqualTo(uri(answer, "Contact").replaceAll(".*gr=", ""));
      assertThat(ask(subscribe(uri(notify, "Contact"), header(answer, "To"), "", 2)))
          .startsWith("SIP/2.0 200 ");
    }
  }

  @Test
  void whatIsTooLargeForADatagramGoesByAConnection() throws Exception {
    try (PlainPeer datagrams = PlainPeer.udp(request -> response(request, "200 OK"))) {
      String at = "sip:romeo@127.0.0.1:" + datagrams.address().getPort();
      ask(subscribe(URI, TO, at, 1));
      Outcome small = tell(bridge, opened(), ACTIVE, Optional.of(PIDF));
      assertThat(small.response().status()).isEqualTo(Status.SUCCESS);
      String notify = datagrams.takeRequest();
      assertThat(header(notify, "Via")).startsWith("SIP/2.0/UDP ");
      assertThat(header(notify, "Contact"))
          .matches("<sip:127.0.0.1:" + bridge.address(Transport.UDP).getPort() + ";gr=[a-z2-7]+>");
      String large = PIDF + " ".repeat(1_300);
      Outcome outcome = tell(bridge, small.leg(), ACTIVE, Optional.of(large));
      assertThat(outcome.response().status()).isEqualTo(Status.SUCCESS);
      String notLost = datagrams.takeRequest(); // nobody takes connections there
      assertThat(header(notLost, "Via")).startsWith("SIP/2.0/UDP ");
      assertThat(body(notLost)).isEqualTo(large);
      assertThat(number(notLost)).isEqualTo(number(notify) + 1);
    }
    try (PlainPeer connections = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      ask(subscribe(URI, TO, "sip:romeo@127.0.0.1:" + connections.address().getPort(), 2));
      String large = PIDF + " ".repeat(1_300);
      tell(bridge, opened(), ACTIVE, Optional.of(large));
      assertThat(header(connections.takeRequest(), "Via")).startsWith("SIP/2.0/TCP ");
    }
  }

  @Test
  @Requirement("6665-4.4.4-1")
  void optionsTellThatPresenceIsServed() throws Exception {
    String options = subscribe(URI, TO, "", 1).replace("SUBSCRIBE", "OPTIONS");
    String answer = ask(options);
    assertThat(header(answer, "Allow")).isEqualTo("MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS, CANCEL");
    assertThat(header(answer, "Allow-Events")).isEqualTo("presence");
    assertThat(header(answer, "Accept")).contains("application/pidf+xml", "message/cpim");
  }

  @Test
  @Requirement("6665-4.6-1")
  void cancelIsAnsweredAndHasNoEffect() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    keeper.after(gate);
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      String request = subscribe(URI, TO, CONTACT, 1);
      client.write(request);
      keeper.takeSubscribe();
      client.write(request.replace("SUBSCRIBE", "CANCEL"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 200 ").contains("1 CANCEL");
      gate.complete(null);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 200 ").contains("1 SUBSCRIBE");
    }
  }

  @Test
  void howRequestsEndIsCounted() throws Exception {
    try (PlainPeer watcher =
        PlainPeer.tcp(
            request -> response(request, body(request).isEmpty() ? "200 OK" : "500 Not Now"))) {
      ask(subscribe(URI, TO, contact(watcher), 1));
      ask(subscribe(URI, TO, contact(watcher), 2, "Event: dialog"));
      ask(subscribe(URI, TO, contact(watcher), 3, "Event: dialog").replace("SUBSCRIBE", "NOTIFY"));
      Leg leg = opened();
      tell(bridge, leg, ACTIVE, Optional.empty());
      tell(bridge, leg, ACTIVE, Optional.of(PIDF));
      NetworkStatus status = bridge.transport().status();
      assertThat(status.presence(PresenceVolume.Kind.SUBSCRIBE_IN))
          .isEqualTo(new PresenceVolume(1, 1, 0));
      assertThat(status.presence(PresenceVolume.Kind.NOTIFY_IN))
          .isEqualTo(new PresenceVolume(0, 1, 0));
      assertThat(status.presence(PresenceVolume.Kind.NOTIFY_OUT))
          .isEqualTo(new PresenceVolume(1, 1, 0));
      Presences.subscribe(bridge, Presences.leg(bridge), 60); // there is no target
      assertThat(status(PresenceVolume.Kind.SUBSCRIBE_OUT)).isEqualTo(new PresenceVolume(0, 0, 1));
    }
  }

  @Test
  void aTagThatNobodyHereGaveIsOfNoSubscription() throws Exception {
    String answer = ask(subscribe(URI, TO + ";tag=" + "x".repeat(300), CONTACT, 1));
    assertThat(answer).startsWith("SIP/2.0 481 ");
  }

  private PresenceVolume status(PresenceVolume.Kind kind) {
    return bridge.transport().status().presence(kind);
  }

  private Leg opened() throws Exception {
    return keeper.takeArrival().opened().orElseThrow();
  }

  private static String contact(PlainPeer watcher) {
    return "sip:romeo@127.0.0.1:" + watcher.address().getPort() + ";transport=tcp";
  }

  private static Answer refusal(Subscribe operation, Reason reason, Optional<Duration> shortest) {
    return new Answer(
        Response.failure(operation.transId(), new Failure.Refused(reason, "so it is said")),
        Optional.empty(),
        shortest);
  }

  private String ask(String request) throws Exception {
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(request);
      return client.read().orElseThrow();
    }
  }
}

package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.withContent;
import static org.porin.simple.Bridge.failure;
import static org.porin.simple.PlainPeer.RESET;
import static org.porin.simple.PlainPeer.SILENCE;
import static org.porin.simple.PlainPeer.body;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Conversation;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.Sending;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.wire.Octets;

/** Messages on their way out, against far ends on plain sockets. */
class OutgoingTest {
  private Bridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = new Bridge();
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  @Test
  @Requirement({"3428-4-2", "3428-5-2", "3261-8.1.1.6-1", "3860-2-2", "3860-3.3-1", "3860-3.4.1-4"})
  void aMessageIsAMessageRequestInTheStandardsDialect() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("Art thou not Romeo?").status()).isEqualTo(Status.SUCCESS);
      String request = peer.takeRequest();
      assertThat(request).startsWith("MESSAGE sip:romeo@montague.example SIP/2.0\r\n");
      assertThat(header(request, "Via"))
          .matches("SIP/2\\.0/TCP 127\\.0\\.0\\.1:\\d+;rport;branch=z9hG4bK[a-z2-7]{26}");
      assertThat(header(request, "From")).matches("<sip:juliet@capulet.example>;tag=[a-z2-7]{26}");
      assertThat(header(request, "To")).isEqualTo("<sip:romeo@montague.example>");
      assertThat(header(request, "Max-Forwards")).isEqualTo("69");
      assertThat(header(request, "CSeq")).isEqualTo("1 MESSAGE");
      assertThat(header(request, "Bridge-Trace")).isEqualTo("bridge-a, bridge-b");
      assertThat(header(request, "Date")).isEqualTo("Thu, 01 Jan 2026 12:00:00 GMT");
      assertThat(header(request, "Content-Type")).isEqualTo("message/cpim");
      assertThat(header(request, "Contact")).isEmpty();
      assertThat(body(request))
          .isEqualTo(
              """
              From: <im:juliet@capulet.example>
              To: <im:romeo@montague.example>
              DateTime: 2026-01-01T12:00:00.000Z
              Subject: Verona

              Content-type: text/plain; charset=utf-8

              Art thou not Romeo?"""
                  .replace("\n", "\r\n"));
    }
  }

  @Test
  @Requirement("3428-4-1")
  void aPeerThatTakesOnlyTextGetsTextAndIsRememberedForIt() throws Exception {
    try (PlainPeer peer =
        PlainPeer.udp(
            request ->
                header(request, "Content-Type").startsWith("text/plain")
                    ? response(request, "200 OK")
                    : response(request, "415 Unsupported Media Type", "Accept: text/plain"))) {
      bridge.reaching(peer.address(), Transport.UDP);
      assertThat(bridge.send("first").status()).isEqualTo(Status.SUCCESS);
      String refused = peer.takeRequest();
      String taken = peer.takeRequest();
      assertThat(header(taken, "Call-ID")).isEqualTo(header(refused, "Call-ID"));
      assertThat(header(taken, "CSeq")).isEqualTo("2 MESSAGE");
      assertThat(header(taken, "Via")).isNotEqualTo(header(refused, "Via"));
      assertThat(header(taken, "Subject")).isEqualTo("Verona");
      assertThat(body(taken)).isEqualTo("first");
      assertThat(bridge.send("second").status()).isEqualTo(Status.SUCCESS);
      assertThat(body(peer.takeRequest())).isEqualTo("second");
    }
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void aMessageThatGoesAgainHasTheNamesThatItHadAndInANewRoundNewOnes() throws Exception {
    String token = "abcdefghijklmnopqrstuvwxyz";
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.UDP);
      List<String> requests = new ArrayList<>();
      for (Sending sending :
          List.of(
              new Sending(token, 1, 0, false),
              new Sending(token, 1, 0, true),
              new Sending(token, 1, 1, false))) {
        bridge
            .transport()
            .message(Bridge.message("x"), sending)
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
        requests.add(peer.takeRequest());
      }
      for (String name : List.of("Call-ID", "From", "CSeq")) {
        assertThat(header(requests.get(1), name)).isEqualTo(header(requests.get(0), name));
      }
      assertThat(header(requests.get(0), "Call-ID")).startsWith(token);
      assertThat(header(requests.get(2), "Call-ID"))
          .isNotEqualTo(header(requests.get(0), "Call-ID"));
      assertThat(header(requests.get(2), "From")).isNotEqualTo(header(requests.get(0), "From"));
    }
  }

  @Test
  void inAThreadWhoseNameIsTheCallIdTheNumberIsThatOfTheMessage() throws Exception {
    MessageOperation message =
        Bridge.message("x").in(new Conversation(Optional.of("thread-1"), Optional.empty()));
    Sending sending = new Sending("abcdefghijklmnopqrstuvwxyz", 217_000_000, 0, true);
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.UDP);
      bridge.transport().message(message, sending).toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(header(peer.takeRequest(), "CSeq")).isEqualTo("217000000 MESSAGE");
    }
  }

  @Test
  void aPeerThatWantsSipAddressesInsideGetsThem() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tcp(
            request ->
                body(request).startsWith("From: <sip:juliet@capulet.example>\r\n")
                    ? response(request, "200 OK")
                    : response(request, "488 Not Acceptable Here"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  @Requirement("5438-12.1.1-1")
  void aNotificationGoesAsMessageCpimAndInNoOtherDialect() throws Exception {
    CpimMessage notification =
        new CpimBuilder()
            .from(Mailbox.of(Bridge.JULIET.toString()))
            .to(Mailbox.of(Bridge.ROMEO.toString()))
            .namespace("imdn", "urn:ietf:params:imdn")
            .header("imdn", "Message-ID", "d834jied93rf")
            .build(
                MimeEntity.of(
                    List.of(
                        new MimeHeader("Content-Type", "message/imdn+xml"),
                        new MimeHeader("Content-Disposition", "notification")),
                    Octets.utf8("<imdn xmlns='urn:ietf:params:xml:ns:imdn'/>")));
    try (PlainPeer peer =
        PlainPeer.tcp(
            request ->
                response(request, "415 Unsupported Media Type", "Accept: text/plain, */*"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      CompletionStage<Response> outcome =
          bridge.transport().message(withContent(Bridge.message("x"), notification));
      assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS).status())
          .isEqualTo(Status.FAILURE);
      for (int dialect = 0; dialect < 2; dialect++) {
        String request = peer.takeRequest();
        assertThat(request).startsWith("MESSAGE sip:romeo@montague.example SIP/2.0\r\n");
        assertThat(header(request, "Content-Type")).isEqualTo("message/cpim");
        assertThat(body(request)).contains("\r\nContent-Type: message/imdn+xml\r\n");
      }
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  @Requirement({"3428-4-3", "3428-4-4", "2779-4.2.1-1"})
  void a202LeavesItOpenWhetherTheMessageArrives() throws Exception {
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "202 Accepted"))) {
      bridge.reaching(peer.address(), Transport.UDP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.INDETERMINANT);
    }
  }

  @Test
  void provisionalResponsesAreWaitedThrough() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tcp(
            request ->
                response(request, "100 Trying")
                    + response(request, "180 Ringing")
                    + response(request, "404 Not Found"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(404, "Not Found", Optional.empty()));
    }
  }

  @Test
  @Requirement({"3428-8-1", "3428-8-2"})
  void aLargeMessageGoesByTcpWhereThePeerHasBoth() throws Exception {
    String large = "O Romeo, ".repeat(2_300); // 20 kB
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.UDP, Transport.TCP);
      assertThat(bridge.send(large).status()).isEqualTo(Status.SUCCESS);
      assertThat(body(peer.takeRequest())).endsWith("\r\n\r\n" + large);
    }
  }

  @Test
  @Requirement("3428-8-2")
  void aRequestOver1300OctetsIsNeverADatagram() throws Exception {
    try (PlainPeer peer = PlainPeer.udp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.UDP);
      int fitting = 0;
      for (int octets = 300; octets < 900; octets += 7) {
        Response outcome = bridge.send("x".repeat(octets));
        if (outcome.status() == Status.SUCCESS) {
          assertThat(peer.takeRequest().length()).isLessThanOrEqualTo(1300);
          fitting++;
        } else {
          assertThat(failure(outcome))
              .isInstanceOfSatisfying(
                  Failure.Refused.class,
                  refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
                    assertThat(refused.text()).contains("1300 octets", "sip1.montague.example");
                  });
        }
      }
      assertThat(fitting).isGreaterThan(10);
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  @Requirement("3263-4.3-1")
  void a503GoesToTheSecondTargetAsTheSameRequest() throws Exception {
    try (PlainPeer busy = PlainPeer.tcp(r -> response(r, "503 Service Unavailable"));
        PlainPeer ready = PlainPeer.tcp(r -> response(r, "200 OK"))) {
      bridge.reaching(busy.address(), Transport.TCP).reaching(ready.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      String first = busy.takeRequest();
      String second = ready.takeRequest();
      assertThat(header(second, "Call-ID")).isEqualTo(header(first, "Call-ID"));
      assertThat(header(second, "CSeq")).isEqualTo(header(first, "CSeq"));
      assertThat(header(second, "Via")).isNotEqualTo(header(first, "Via"));
    }
  }

  @Test
  @Requirement("3861-6-3")
  void aRefusedConnectionGoesToTheSecondTarget() throws Exception {
    try (PlainPeer ready = PlainPeer.tcp(r -> response(r, "200 OK"))) {
      bridge.reaching(deaf(), Transport.TCP).reaching(ready.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void whenNobodyListensTheTargetAndTheCauseAreNamed() throws Exception {
    InetSocketAddress deaf = deaf();
    bridge.reaching(deaf, Transport.TCP);
    assertThat(failure(bridge.send("x")))
        .isEqualTo(
            new Failure.Refused(
                Reason.PEER_UNREACHABLE,
                "sip1.montague.example:" + deaf.getPort() + ": connection refused"));
  }

  @Test
  void aPeerThatTakesTheMessageAndHangsIsWaitedForABoundedTime() throws Exception {
    bridge.close();
    bridge = new Bridge(Limits.DEFAULT, Bridge.answerWithin(Duration.ofSeconds(2)));
    try (PlainPeer hanging = PlainPeer.tcp(r -> SILENCE);
        PlainPeer alsoHanging = PlainPeer.udp(r -> SILENCE)) {
      bridge.reaching(hanging.address(), Transport.TCP);
      bridge.reaching(alsoHanging.address(), Transport.UDP);
      assertThat(failure(bridge.send("x")))
          .isInstanceOfSatisfying(
              Failure.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.PEER_TIMEOUT));
      assertThat(header(alsoHanging.takeRequest(), "Call-ID"))
          .isEqualTo(header(hanging.takeRequest(), "Call-ID"));
    }
  }

  @Test
  void aResetMidWayIsRepeatedOnceAsTheSameRequest() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (PlainPeer peer =
        PlainPeer.tcp(r -> count.getAndIncrement() == 0 ? RESET : response(r, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      String first = peer.takeRequest();
      String repeat = peer.takeRequest();
      assertThat(header(repeat, "Call-ID")).isEqualTo(header(first, "Call-ID"));
      assertThat(header(repeat, "CSeq")).isEqualTo(header(first, "CSeq"));
      assertThat(body(repeat)).isEqualTo(body(first));
    }
  }

  @Test
  void aPeerThatAlwaysResetsLeavesTheMessageInDoubt() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(r -> RESET)) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isInstanceOfSatisfying(
              Failure.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.PEER_TIMEOUT));
      assertThat(peer.connections()).isEqualTo(2);
    }
  }

  @Test
  void oneConnectionCarriesAllMessagesToAPeer() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      List<CompletionStage<Response>> outcomes =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      bridge
                          .transport()
                          .message(
                              Bridge.message(
                                  new ImUri("user" + i, "montague.example"), "Verona", "hello")))
              .toList();
      for (CompletionStage<Response> outcome : outcomes) {
        assertThat(outcome.toCompletableFuture().get(10, TimeUnit.SECONDS).status())
            .isEqualTo(Status.SUCCESS);
      }
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void noHeaderCanBeInjectedThroughASubject() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tcp(
            request ->
                header(request, "Content-Type").startsWith("text/plain")
                    ? response(request, "200 OK")
                    : response(request, "415 Unsupported Media Type", "Accept: text/plain"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      MessageOperation hostile = Bridge.message("a\\r\\nX-Injected: 1\\u000d\\u000aX-Too: 2", "x");
      bridge.transport().message(hostile).toCompletableFuture().get(10, TimeUnit.SECONDS);
      peer.takeRequest();
      String request = peer.takeRequest();
      assertThat(header(request, "X-Injected")).isEmpty();
      assertThat(header(request, "X-Too")).isEmpty();
      assertThat(header(request, "Subject")).isEqualTo("a X-Injected: 1 X-Too: 2");
    }
  }

  @Test
  void anUnknownDomainIsTheResolversFailure() throws Exception {
    assertThat(failure(bridge.send("x")))
        .isEqualTo(new Failure.Refused(Reason.DOMAIN_NOT_FOUND, "montague.example has no targets"));
  }

  @Test
  void afterCloseEveryMessageFailsAndNoneHangs() throws Exception {
    bridge.close();
    assertThat(failure(bridge.send("x")))
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.STOPPING));
  }

  /** A port on which nobody listens. */
  private static InetSocketAddress deaf() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, PlainPeer.LOOPBACK)) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }
}

package org.porin.simple;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.CpimCodec;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;

/** What is not taken, either way, and how that is said on the wire (RFC 3261 §21, RFC 7247 §7). */
class RefusalsTest {
  private static final String JULIET = "sip:juliet@capulet.example";

  /** What each cause of our own is to a SIP sender. */
  private static final Map<Reason, Integer> STATUSES =
      Map.ofEntries(
          Map.entry(Reason.INVALID_ADDRESS, 400),
          Map.entry(Reason.FORGED_SOURCE, 403),
          Map.entry(Reason.UNPROVEN_CONNECTION, 403),
          Map.entry(Reason.RELAY, 403),
          Map.entry(Reason.DENIED, 403),
          Map.entry(Reason.RATE_OF_SENDER, 480),
          Map.entry(Reason.RATE_OF_PEER, 503),
          Map.entry(Reason.RATE_OF_DESTINATION, 480),
          Map.entry(Reason.FIRST_CONTACTS, 480),
          Map.entry(Reason.OVERLOADED, 503),
          Map.entry(Reason.HOPS_EXHAUSTED, 483),
          Map.entry(Reason.LOOP, 482),
          Map.entry(Reason.REPEAT_DIFFERS, 400),
          Map.entry(Reason.DOMAIN_NOT_FOUND, 404),
          Map.entry(Reason.DOMAIN_IN_DOUBT, 504),
          Map.entry(Reason.PEER_UNREACHABLE, 504),
          Map.entry(Reason.PEER_TIMEOUT, 504),
          Map.entry(Reason.TOO_LARGE, 413),
          Map.entry(Reason.UNSUPPORTED_CONTENT, 415),
          Map.entry(Reason.UNSUPPORTED_REQUIRE, 488),
          Map.entry(Reason.NOT_EXPRESSIBLE, 488),
          Map.entry(Reason.CONGESTED, 480),
          Map.entry(Reason.LINK_DOWN, 480),
          Map.entry(Reason.NO_SUBSCRIPTION, 481),
          Map.entry(Reason.DURATION_TOO_SHORT, 423),
          Map.entry(Reason.IDENTITY_REQUIRED, 428),
          Map.entry(Reason.CREDENTIAL_UNAVAILABLE, 436),
          Map.entry(Reason.CREDENTIAL_UNTRUSTED, 437),
          Map.entry(Reason.IDENTITY_INVALID, 438),
          Map.entry(Reason.IDENTITY_STALE, 403),
          Map.entry(Reason.IDENTITY_REPLAYED, 403),
          Map.entry(Reason.ATTESTATION_TOO_LOW, 403),
          Map.entry(Reason.REPLAY_MEMORY_FULL, 503),
          Map.entry(Reason.STOPPING, 503),
          Map.entry(Reason.INTERNAL, 500));

  private Bridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = new Bridge();
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyCauseHasItsStatusAndNamesItself(Reason reason) throws Exception {
    int status = requireNonNull(STATUSES.get(reason));
    bridge.inbound(
        operation ->
            CompletableFuture.completedFuture(
                Response.failure(
                    operation.transId(), new Failure.Refused(reason, "so it is said"))));
    String answer = ask(message(JULIET, "r1", "x"));
    assertThat(answer).startsWith("SIP/2.0 " + status + " ");
    assertThat(header(answer, "Warning")).isEqualTo("399 porin \"so it is said\"");
    assertThat(header(answer, "Retry-After").isEmpty()).isEqualTo(status != 503);
    assertThat(header(answer, "Accept").isEmpty()).isEqualTo(reason != Reason.UNSUPPORTED_CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        300, 301, 302, 305, 380, 400, 401, 402, 403, 404, 405, 407, 408, 410, 413, 414, 416, 420,
        421, 423, 480, 481, 482, 483, 484, 485, 486, 487, 489, 491, 493, 500, 501, 502, 503, 504,
        505, 513, 600, 603, 604, 606
      })
  void everyAnswerOfAPeerIsTheFailureWithItsStatusAndReason(int status) throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, status + " Because"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(Bridge.failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(status, "Because", Optional.empty()));
      peer.takeRequest();
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {406, 415, 488})
  void whoRefusesEveryDialectIsAskedInEachOnce(int status) throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, status + " Because"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(Bridge.failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(status, "Because", Optional.empty()));
      assertThat(peer.waitingRequests()).isEqualTo(3);
    }
  }

  @Test
  @Requirement("7247-8-2")
  void whatAsksToBeSecureUpToTheRecipientDoesNotGoOnByXmpp() throws Exception {
    assertThat(ask(message("sips:juliet@capulet.example", "s1", "x")))
        .startsWith("SIP/2.0 416 Unsupported URI Scheme\r\n");
    assertThat(ask(message(JULIET, "s2", "x").replace("To: <sip:", "To: <sips:")))
        .startsWith("SIP/2.0 416 ");
    assertThat(bridge.arrivedCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "SUBSCRIBE, 489 Bad Event",
    "NOTIFY, 481 Subscription Does Not Exist",
    "PUBLISH, 405 Method Not Allowed",
    "REGISTER, 405 Method Not Allowed",
    "INFO, 405 Method Not Allowed",
    "TELEPORT, 405 Method Not Allowed",
    "message, 405 Method Not Allowed",
  })
  void anotherMethodIsRefusedByName(String method, String status) throws Exception {
    String answer = ask(message(JULIET, "o1", "x", "Event: presence").replace("MESSAGE", method));
    assertThat(answer).startsWith("SIP/2.0 " + status + "\r\n");
    if (status.startsWith("405")) {
      assertThat(header(answer, "Allow")).isEqualTo("MESSAGE, OPTIONS, CANCEL");
    }
    assertThat(bridge.arrivedCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Thu, 01 Jan 2026 11:59:00 GMT|59|480", // Bridge.NOW is 12:00:00
        "Thu, 01 Jan 2026 11:59:00 GMT|60|480",
        "Thu, 01 Jan 2026 11:59:00 GMT|61|202",
        "-|1|202",
        "-|0|202",
        "Thu, 01 Jan 2026 11:59:00 GMT|soon|202",
        "Thu, 01 Jan 2026 11:59:00 GMT|9999999999|202",
      })
  @Requirement("3428-7-6")
  void aMessageWhoseTimeIsOverIsRefused(String date, String expires, int status) throws Exception {
    String request = message(JULIET, "e" + expires, "x", "Expires: " + expires);
    if (!date.equals("-")) {
      request = request.replace("CSeq:", "Date: " + date + "\r\nCSeq:");
    }
    assertThat(ask(request)).startsWith("SIP/2.0 " + status + " ");
    assertThat(bridge.arrivedCount()).isEqualTo(status == 202 ? 1 : 0);
  }

  @Test
  void aPeerThatWants200Gets200() throws Exception {
    bridge.close();
    bridge =
        new Bridge(new PeerSettings(10, 65_536, Optional.empty(), Optional.empty(), true, false));
    assertThat(ask(message(JULIET, "a1", "x"))).startsWith("SIP/2.0 200 OK\r\n");
    assertThat(ask(message(JULIET, "a2", "x").replace("montague", "verona")))
        .startsWith("SIP/2.0 202 Accepted\r\n");
  }

  @Test
  void optionsNameNoExtensionAsSupported() throws Exception {
    String answer = ask(message(JULIET, "p1", "").replace("MESSAGE", "OPTIONS"));
    assertThat(answer).startsWith("SIP/2.0 200 OK\r\n").contains("\r\nSupported: \r\n");
  }

  @Test
  @Requirement("3261-8.2.2.2-1")
  void aForkThatComesByAnotherWayIsRefusedAsMerged() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      String request = message(JULIET, "f1", "x");
      client.write(request);
      var operation = bridge.takeArrived();
      client.write(
          request
              .replace("z9hG4bKf1", "z9hG4bKf2")
              .replace("MESSAGE sip:juliet@", "MESSAGE sip:nurse@"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 482 ");
      outcome.complete(Response.indeterminant(operation.transId()));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  @Requirement("3261-8.2.2.2-1")
  void theSameRequestFromAnotherAddressIsRefusedAsMergedWhileTheFirstIsOpen() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    InetSocketAddress here = bridge.address(Transport.TCP);
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2"); // the other way through the network
    try (PlainClient client = new PlainClient(here);
        PlainClient other =
            new PlainClient(new Socket(here.getAddress(), here.getPort(), elsewhere, 0))) {
      String request = message(JULIET, "f2", "x");
      client.write(request);
      var operation = bridge.takeArrived();
      other.write(request.replace("branch=z9hG4bKf2", "branch=z9hG4bKf3"));
      assertThat(other.read().orElseThrow()).startsWith("SIP/2.0 482 ");
      assertThat(bridge.arrivedCount()).isZero();
      outcome.complete(Response.indeterminant(operation.transId()));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  void ofAMultipartTheBestPartThatCanBeCarriedIsTaken() throws Exception {
    String parts =
        "--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n"
            + "--b\r\nContent-Type: text/html\r\n\r\n<b>rich</b>\r\n--b--\r\n";
    String type = "Content-Type: multipart/alternative;boundary=b";
    assertThat(ask(message(JULIET, "q1", parts, type))).startsWith("SIP/2.0 202 ");
    assertThat(CpimCodec.encode(bridge.takeArrived().content()).toUtf8()).endsWith("plain");
  }

  @Test
  void aMultipartWithNothingToReadIsRefusedSayingWhatWouldBe() throws Exception {
    String parts = "--b\r\nContent-Type: image/png\r\n\r\n...\r\n--b--\r\n";
    String answer = ask(message(JULIET, "q2", parts, "Content-Type: multipart/mixed;boundary=b"));
    assertThat(answer).startsWith("SIP/2.0 415 ");
    assertThat(answer).contains("Accept: ", "text/plain", "message/cpim");
    assertThat(ask(message(JULIET, "q3", parts, "Content-Type: multipart/mixed")))
        .startsWith("SIP/2.0 400 ");
    assertThat(bridge.arrivedCount()).isZero();
  }

  @Test
  @Requirement("3428-11-1")
  void aSecuredObjectIsHandedInOctetForOctet() throws Exception {
    String object = "MIIB\r\nAAECAwQ=\r\n";
    String answer =
        ask(
            message(
                JULIET,
                "q4",
                object,
                "Content-Type: application/pkcs7-mime;smime-type=enveloped-data"));
    assertThat(answer).startsWith("SIP/2.0 202 ");
    assertThat(bridge.takeArrived().content().entity().octets().toUtf8()).endsWith(object);
  }

  private String ask(String request) throws Exception {
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(request);
      return client.read().orElseThrow();
    }
  }
}

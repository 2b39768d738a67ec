package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.body;
import static org.porin.simple.PlainPeer.header;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Response;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.stanza.StanzaError;

/** Requests on their way in, from clients on plain sockets. */
class IncomingTest {
  private static final String JULIET = "sip:juliet@capulet.example";
  private static final String CPIM =
      """
      From: <im:romeo@montague.example>
      To: <im:juliet@capulet.example>
      To: <im:nurse@capulet.example>
      Subject:;lang=cs Ahoj
      NS: imdn <urn:ietf:params:imdn>
      imdn.Message-ID: 34jk324j

      Content-type: text/plain; charset=utf-8

      Čau"""
          .replace("\n", "\r\n");

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
  @Requirement("2779-5.4.2-1")
  void whatIsRepeatedOverAnotherConnectionCanBeRecognised() throws Exception {
    MessageOperation first;
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m1", "Wherefore?"));
      first = bridge.takeArrived();
    }
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m1", "Wherefore?"));
      MessageOperation again = bridge.takeArrived();
      assertThat(again.origin()).isEqualTo(first.origin());
      assertThat(again.repeatKey()).isPresent().isEqualTo(first.repeatKey());
    }
  }

  @Test
  void anotherMessageOfAThreadUnderANumberThatCameBeforeIsNoRepeat() throws Exception {
    String other = message(JULIET, "m1", "Wherefore?").replace(";tag=r1", ";tag=r2");
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m1", "Wherefore?"));
      MessageOperation first = bridge.takeArrived();
      client.write(other); // by a sender that was started again
      MessageOperation second = bridge.takeArrived();
      assertThat(second.transId()).isEqualTo(first.transId());
      assertThat(second.repeatKey()).isPresent().isNotEqualTo(first.repeatKey());
    }
  }

  @Test
  @Requirement({"3428-7-2", "3428-7-3", "3428-7-5"})
  void aTextIsHandedInAsAnOperationAndAnswered202() throws Exception {
    try (PlainClient client = client()) {
      client.write(
          message(JULIET, "m1", "Wherefore?", "Bridge-Trace: bridge-x", "Subject: Verona"));
      String answer = client.read().orElseThrow();
      assertThat(answer).startsWith("SIP/2.0 202 Accepted\r\n");
      assertThat(header(answer, "Contact")).isEmpty();
      assertThat(body(answer)).isEmpty();
      assertThat(header(answer, "To")).matches("<sip:juliet@capulet.example>;tag=[a-z2-7]+");
      assertThat(header(answer, "Via")).contains("received=127.0.0.1", "rport=");
      MessageOperation operation = bridge.takeArrived();
      assertThat(operation.source()).isEqualTo(Bridge.ROMEO);
      assertThat(operation.destination()).isEqualTo(Bridge.JULIET);
      assertThat(operation.maxForwards()).isEqualTo(70);
      assertThat(operation.trace()).containsExactly("bridge-x");
      assertThat(operation.origin().side()).isEqualTo(Origin.Side.SIMPLE);
      assertThat(operation.origin().peer()).isEqualTo("127.0.0.1");
      assertThat(operation.repeatKey()).contains("m1@client.montague.example|1|r1");
      assertThat(operation.transId().value()).isEqualTo("m1@client.montague.example|1");
      assertThat(CpimCodec.encode(operation.content()).toUtf8())
          .startsWith("From: Romeo <im:romeo@montague.example>\r\n")
          .contains("Subject: Verona\r\n")
          .endsWith("\r\n\r\nWherefore?");
    }
  }

  @Test
  @Requirement("2779-5.4.5-1")
  void nothingOfTheAddressOfASenderIsHandedIn() throws Exception {
    String request =
        message(JULIET, "m1", "x", "Contact: <sip:romeo@192.0.2.7>")
            .replace("client.montague.example", "192.0.2.7");
    assertThat(request).contains("Via: SIP/2.0/TCP 192.0.2.7", "Call-ID: m1@192.0.2.7");
    try (PlainClient client = client()) {
      client.write(request);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      MessageOperation operation = bridge.takeArrived();
      assertThat(operation.conversation().thread()).isPresent();
      assertThat(operation.conversation().toString()).doesNotContain("192.0.2.7");
      assertThat(CpimCodec.encode(operation.content()).toUtf8()).doesNotContain("192.0.2.7");
    }
  }

  @Test
  void aBodyWithATransferEncodingIsHandedInWithoutIt() throws Exception {
    try (PlainClient client = client()) {
      client.write(message(JULIET, "b1", "V2hlcmVmb3JlPw==", "Content-Transfer-Encoding: base64"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 Accepted\r\n");
      assertThat(CpimCodec.encode(bridge.takeArrived().content()).toUtf8())
          .endsWith("\r\n\r\nWherefore?");
      client.write(message(JULIET, "b2", "x", "Content-Transfer-Encoding: x-rot13"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 415 ");
    }
  }

  @Test
  @Requirement("3428-11.5-1")
  void aCpimObjectIsHandedInOctetForOctetForTheRequestUriAlone() throws Exception {
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m2", CPIM, "Content-Type: Message/CPIM"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      MessageOperation operation = bridge.takeArrived();
      assertThat(operation.destination()).isEqualTo(Bridge.JULIET);
      assertThat(operation.repeatKey()).contains("34jk324j");
      assertThat(CpimCodec.encode(operation.content()).toUtf8()).isEqualTo(CPIM);
    }
  }

  @Test
  void aMessageCpimOverALimitIsRefused() throws Exception {
    bridge.close();
    int headers = CPIM.substring(0, CPIM.indexOf("\r\n\r\n")).split("\r\n").length;
    CpimLimits limits = new CpimLimits(1_000, headers, 1_000);
    bridge = new Bridge(new Limits(10, 10, 10, 10, 65_536, 4 << 20, 100, limits), Patience.DEFAULT);
    try (PlainClient client = client()) {
      for (String over : List.of(CPIM + "x".repeat(1_000), "X: y\r\n" + CPIM)) {
        client.write(message(JULIET, "m5" + over.length(), over, "Content-Type: message/cpim"));
        assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 400 Bad Request: expected ");
        assertThat(bridge.arrivedCount()).isZero();
      }
      client.write(message(JULIET, "m6", CPIM, "Content-Type: message/cpim"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  void aForgedFromInsideIsRefused() throws Exception {
    try (PlainClient client = client()) {
      String forged = CPIM.replace("romeo@montague", "tybalt@capulet");
      client.write(message(JULIET, "m3", forged, "Content-Type: message/cpim"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 403 ");
      assertThat(bridge.arrivedCount()).isZero();
    }
  }

  @Test
  void whoIsTooFastReadsWhenToTryAgain() throws Exception {
    Optional<Duration> later = Optional.of(Duration.ofSeconds(6));
    for (Reason reason : List.of(Reason.RATE_OF_SENDER, Reason.RATE_OF_PEER)) {
      bridge.inbound(
          operation ->
              CompletableFuture.completedFuture(
                  Response.failure(
                      operation.transId(), new Failure.Refused(reason, "too fast", later))));
      try (PlainClient client = client()) {
        client.write(message(JULIET, "rate-" + reason, "Again?"));
        String answer = client.read().orElseThrow();
        assertThat(answer)
            .startsWith(reason == Reason.RATE_OF_PEER ? "SIP/2.0 503 " : "SIP/2.0 480 ");
        assertThat(header(answer, "Retry-After")).isEqualTo("6");
      }
    }
  }

  @Test
  @Requirement("2779-4.2.1-1")
  void successIsAnswered200() throws Exception {
    bridge.inbound(
        operation -> CompletableFuture.completedFuture(Response.success(operation.transId())));
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m4", "x"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 200 OK\r\n");
    }
  }

  @Test
  @Requirement({"2779-4.2.1-1", "2779-5.4.1-1"})
  void aBounceIsAnsweredByTheErrorTables() throws Exception {
    StanzaError unknown = StanzaError.of(StanzaError.Condition.ITEM_NOT_FOUND, "no such user");
    bridge.inbound(
        operation ->
            CompletableFuture.completedFuture(
                Response.failure(operation.transId(), new Failure.StanzaBounce(unknown, true))));
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m5", "x"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 404 ");
    }
  }

  @Test
  void aRefusalNamesItsCause() throws Exception {
    bridge.inbound(
        operation ->
            CompletableFuture.completedFuture(
                Response.failure(
                    operation.transId(),
                    new Failure.Refused(Reason.LINK_DOWN, "the link is down\r\nX-Injected: 1"))));
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m6", "x"));
      String answer = client.read().orElseThrow();
      assertThat(answer).startsWith("SIP/2.0 480 ");
      assertThat(header(answer, "X-Injected")).isEmpty();
      assertThat(header(answer, "Warning")).contains("the link is down");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "405 Method Not Allowed|MESSAGE sip|INVITE sip|Allow",
        "483 Too Many Hops|Max-Forwards: 70|Max-Forwards: 0|Via",
        "420 Bad Extension|Max-Forwards: 70|Require: teleport|Unsupported",
        "416 Unsupported URI Scheme|MESSAGE sip:juliet@capulet.example|MESSAGE tel:+1|Via",
        "416 Unsupported URI Scheme|MESSAGE sip:|MESSAGE sips:|Via",
        "416 Unsupported URI Scheme|To: <sip:|To: <sips:|Via",
        "481 Call/Transaction Does Not Exist|To: <sip:juliet@capulet.example>|To:<sip:j@c.example>;tag=1|Via",
        "415 Unsupported Media Type|Content-Type: text/plain|Content-Type: image/png|Accept",
        "415 Unsupported Media Type|Content-Length|Content-Encoding: gzip;Content-Length|Accept-Encoding",
        "400 |Content-Type: text/plain;charset=utf-8|Content-Type: message/cpim|Via",
        "400 |CSeq: 1 MESSAGE|CSeq: one MESSAGE|Via",
      })
  @Requirement({"3428-9-1", "3261-16.3-1", "7247-8-2"})
  void whatCannotBeActedUponIsRefusedWithItsReason(
      String status, String part, String replacement, String explaining) throws Exception {
    try (PlainClient client = client()) {
      String request = message(JULIET, "m7", "x").replace(part, replacement.replace(";C", "\r\nC"));
      if (part.equals("MESSAGE sip")) {
        request = request.replace("1 MESSAGE", "1 INVITE");
      }
      client.write(request);
      String answer = client.read().orElseThrow();
      assertThat(answer).startsWith("SIP/2.0 " + status);
      assertThat(header(answer, explaining)).isNotEmpty();
      assertThat(bridge.arrivedCount()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MESSAGE sip:juliet@capulet.example|MESSAGE sip:capulet.example",
        "MESSAGE sip:juliet@capulet.example|MESSAGE im:juliet",
        "MESSAGE sip:juliet@capulet.example|MESSAGE im:@capulet.example",
        "From: Romeo <sip:romeo@|From: Romeo <sip:",
        "From: Romeo <sip:|From: Romeo <mailto:",
        "From: Romeo <sip:romeo@montague.example>|From: Romeo <im:romeo%ZZ@montague.example>",
        "From: <im:romeo@montague.example>|From: <im:montague.example>",
      })
  @Requirement("3860-3.4.1-1")
  void whatNamesNoInstantInboxIsRefused(String part, String replacement) throws Exception {
    String request = message(JULIET, "m7", CPIM, "Content-Type: message/cpim");
    String length = "Content-Length: " + CPIM.getBytes(StandardCharsets.UTF_8).length;
    assertThat(request).contains(part, length);
    String changed = request.replace(part, replacement);
    String body = changed.substring(changed.indexOf("\r\n\r\n") + 4);
    int octets = body.getBytes(StandardCharsets.UTF_8).length;
    try (PlainClient client = client()) {
      client.write(changed.replace(length, "Content-Length: " + octets));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 4");
      assertThat(bridge.arrivedCount()).isZero();
      client.write(request);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  void a420NamesWhatIsNotSupported() throws Exception {
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m8", "x", "Require: teleport, time-travel"));
      assertThat(header(client.read().orElseThrow(), "Unsupported"))
          .isEqualTo("teleport, time-travel");
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndTheConnectionLivesOn() throws Exception {
    try (PlainClient client = client()) {
      client.write(message(JULIET, "m9", "x".repeat(65_537)));
      client.write(message(JULIET, "m10", "x".repeat(65_536)));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 413 ");
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  void optionsAreAnsweredHonestly() throws Exception {
    String options = message(JULIET, "m11", "").replace("MESSAGE", "OPTIONS");
    try (PlainClient client = client()) {
      client.write(options);
      String answer = client.read().orElseThrow();
      assertThat(answer).startsWith("SIP/2.0 200 OK\r\n");
      assertThat(header(answer, "Allow")).isEqualTo("MESSAGE, OPTIONS, CANCEL");
      assertThat(header(answer, "Accept"))
          .isEqualTo("message/cpim, text/plain, application/pkcs7-mime, multipart/*");
    }
  }

  @Test
  void cancelHasNoEffectAndAckNoAnswer() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    try (PlainClient client = client()) {
      String request = message(JULIET, "m12", "x");
      client.write(request);
      MessageOperation operation = bridge.takeArrived();
      client.write(request.replace("MESSAGE", "ACK"));
      client.write(request.replace("MESSAGE", "CANCEL"));
      assertThat(header(client.read().orElseThrow(), "CSeq")).isEqualTo("1 CANCEL");
      outcome.complete(Response.indeterminant(operation.transId()));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ").contains("1 MESSAGE");
    }
  }

  @Test
  void aSlowAnswerHoldsUpNothingElse() throws Exception {
    CompletableFuture<Response> slow = new CompletableFuture<>();
    bridge.inbound(
        operation ->
            operation.repeatKey().orElseThrow().startsWith("slow")
                ? slow
                : CompletableFuture.completedFuture(Response.indeterminant(operation.transId())));
    try (PlainClient client = client()) {
      client.write(message(JULIET, "slow", "x") + message(JULIET, "quick", "x"));
      assertThat(header(client.read().orElseThrow(), "Call-ID")).startsWith("quick");
      slow.complete(Response.indeterminant(bridge.takeArrived().transId()));
      assertThat(header(client.read().orElseThrow(), "Call-ID")).startsWith("slow");
    }
  }

  @Test
  void pipelinedMessagesAreHandedInInTheirOrder() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      all.append(message(JULIET, "p" + i, "text " + i));
    }
    try (PlainClient client = client()) {
      client.write(all.toString());
      for (int i = 0; i < 500; i++) {
        assertThat(header(client.read().orElseThrow(), "Call-ID")).startsWith("p" + i + "@");
        assertThat(bridge.takeArrived().transId().value()).startsWith("p" + i + "@");
      }
    }
  }

  @Test
  void aMessageInFragmentsIsOneMessage() throws Exception {
    byte[] octets = message(JULIET, "f1", "in pieces").getBytes(StandardCharsets.UTF_8);
    try (PlainClient client = client()) {
      for (byte octet : octets) {
        client.write(new byte[] {octet});
      }
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      assertThat(CpimCodec.encode(bridge.takeArrived().content()).toUtf8()).endsWith("in pieces");
    }
  }

  @Test
  void twentyKilobytesComeInOverTcp() throws Exception {
    String large = "Ó Romeo, ".repeat(2_000);
    try (PlainClient client = client()) {
      client.write(message(JULIET, "f2", large));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      assertThat(CpimCodec.encode(bridge.takeArrived().content()).toUtf8()).endsWith(large);
    }
  }

  @Test
  void aKeepaliveIsAnswered() throws Exception {
    try (PlainClient client = client()) {
      client.write("\r\n\r\n");
      assertThat(client.readOctets(2)).isEqualTo("\r\n");
    }
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void retransmissionsOverUdpAreDeliveredOnce() throws Exception {
    byte[] request =
        message(JULIET, "u1", "x")
            .replace("SIP/2.0/TCP", "SIP/2.0/UDP")
            .getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(10_000);
      DatagramPacket packet =
          new DatagramPacket(request, request.length, bridge.address(Transport.UDP));
      socket.send(packet);
      String first = PlainClient.receive(socket);
      socket.send(packet);
      socket.send(packet);
      assertThat(PlainClient.receive(socket)).isEqualTo(first).startsWith("SIP/2.0 202 ");
      assertThat(PlainClient.receive(socket)).isEqualTo(first);
      bridge.takeArrived();
      assertThat(bridge.arrivedCount()).isZero();
    }
  }

  @Test
  void overloadIsAnswered503WithRetryAfter() throws Exception {
    bridge.close();
    bridge =
        new Bridge(
            new Limits(10, 10, 1, 10, 65_536, 4 << 20, 100),
            Bridge.answerWithin(Duration.ofSeconds(1)));
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    bridge.inbound(operation -> outcome);
    try (PlainClient client = client()) {
      client.write(message(JULIET, "o1", "x") + message(JULIET, "o2", "x"));
      String answer = client.read().orElseThrow();
      assertThat(answer).startsWith("SIP/2.0 503 ");
      assertThat(header(answer, "Call-ID")).startsWith("o2");
      assertThat(header(answer, "Retry-After")).matches("[0-9]+");
      outcome.complete(Response.indeterminant(bridge.takeArrived().transId()));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  void aConnectionOverTheLimitIsClosedAtOnce() throws Exception {
    bridge.close();
    bridge = new Bridge(new Limits(1, 10, 10, 10, 65_536, 4 << 20, 100), Patience.DEFAULT);
    try (PlainClient first = client()) {
      first.write(message(JULIET, "c1", "x"));
      assertThat(first.read()).isPresent();
      try (PlainClient second = client()) {
        assertThat(closed(second)).isTrue();
      }
      first.write(message(JULIET, "c2", "x"));
      assertThat(first.read()).isPresent();
    }
  }

  @Test
  void aPeerThatLeavesAMessageHalfSentIsCutOff() throws Exception {
    bridge.close();
    bridge = new Bridge(Limits.DEFAULT, patience(Duration.ofMillis(300), Duration.ofMinutes(1)));
    try (PlainClient client = client()) {
      client.write("MESSAGE sip:juliet@capulet.example SIP/2.0\r\nVia: ");
      assertThat(closed(client)).isTrue();
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    bridge.close();
    bridge = new Bridge(Limits.DEFAULT, patience(Duration.ofMinutes(1), Duration.ofMillis(300)));
    try (PlainClient client = client()) {
      assertThat(closed(client)).isTrue();
    }
  }

  @Test
  void aPeerThatReadsNoAnswersIsCutOff() throws Exception {
    bridge.close();
    Patience usual = Patience.DEFAULT;
    bridge =
        new Bridge(
            new Limits(10, 10, 100_000, 100_000, 65_536, 65_536, 100_000),
            new Patience(
                usual.answer(),
                usual.connect(),
                usual.firstMessage(),
                usual.message(),
                Duration.ofMillis(300),
                usual.idle(),
                usual.keepAlive(),
                Duration.ZERO,
                usual.dialect()));
    byte[] options =
        message(JULIET, "s1", "").replace("MESSAGE", "OPTIONS").getBytes(StandardCharsets.UTF_8);
    try (PlainClient client = client()) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000_000; i++) {
                  client.write(options);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsNoSipEndsTheConnection() throws Exception {
    try (PlainClient client = client()) {
      client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(closed(client)).isTrue();
    }
  }

  private PlainClient client() throws IOException {
    return new PlainClient(bridge.address(Transport.TCP));
  }

  private static boolean closed(PlainClient client) {
    try {
      return client.read().equals(Optional.empty());
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static Patience patience(Duration message, Duration idle) {
    Patience usual = Patience.DEFAULT;
    return new Patience(
        usual.answer(),
        usual.connect(),
        usual.firstMessage(),
        message,
        usual.unsent(),
        idle,
        usual.keepAlive(),
        Duration.ZERO,
        usual.dialect());
  }
}

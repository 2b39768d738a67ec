package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.Bridge.failure;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.TransId;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;

/** Peers that forge, repeat, flood and never come to an end. */
class HostilePeerTest {
  private static final String JULIET = "sip:juliet@capulet.example";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "branch=z9hG4bK|branch=z9hG4bKx",
        "1 MESSAGE|1 OPTIONS",
        "Via: SIP/2.0/TCP 127.0.0.1|Via: SIP/2.0/TCP 127.0.0.9",
        "From: |Via: SIP/2.0/TCP elsewhere.example;branch=z9hG4bK1~From: ",
      })
  void anAnswerToAnotherRequestIsNone(String part, String forged) throws Exception {
    try (PlainPeer peer =
            PlainPeer.tcp(
                request ->
                    response(request, "200 OK").replace(part, forged.replace("~", "\r\n"))
                        + response(request, "404 Not Found"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(404, "Not Found", Optional.empty()));
    }
  }

  @Test
  void aSecondFinalAnswerChangesNothing() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, "404 Not Found") + response(r, "200 OK"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.TCP);
      for (int i = 0; i < 3; i++) {
        assertThat(failure(bridge.send("x")))
            .isEqualTo(new Failure.SipAnswer(404, "Not Found", Optional.empty()));
      }
    }
  }

  @Test
  void provisionalAnswersDoNotProlongTheWait() throws Exception {
    try (PlainPeer peer =
            PlainPeer.tcp(
                r ->
                    r.endsWith("the first")
                        ? response(r, "200 OK")
                        : response(r, "100 Trying").repeat(500));
        Bridge bridge = new Bridge(Limits.DEFAULT, Bridge.answerWithin(Duration.ofSeconds(2)))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("the first").status()).isEqualTo(Status.SUCCESS); // it is connected
      assertThat(failure(bridge.send("x")))
          .isInstanceOfSatisfying(
              Failure.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.PEER_TIMEOUT));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 Busy|Retry-After: -1",
        "503 Busy|Retry-After: ;",
        "401 Who|WWW-Authenticate: Digest",
        "401 Who|WWW-Authenticate: Digest realm=\"a, nonce=b",
        "415 No|Accept: ;;;;",
        "301 Moved|Contact: <sip:@@@>",
      })
  void whatIsGarbageInAnAnswerSaysNothing(String status, String garbage) throws Exception {
    PeerSettings usual = PeerSettings.DEFAULT;
    Credentials ours = new Credentials("porin", "secret", Optional.empty());
    PeerSettings known =
        new PeerSettings(
            usual.window(), usual.pathOctets(), Optional.of(ours), Optional.empty(), false, false);
    try (PlainPeer peer = PlainPeer.tcp(r -> response(r, status, garbage));
        Bridge bridge = new Bridge(known)) {
      bridge.reaching(peer.address(), Transport.TCP);
      for (int i = 0; i < 2; i++) { // and the second message is sent as the first was
        assertThat(failure(bridge.send("x")))
            .isInstanceOfSatisfying(
                Failure.SipAnswer.class,
                answer -> assertThat(status).startsWith(answer.status() + " "));
      }
    }
  }

  @Test
  void aRepeatedBranchOfAnotherSenderIsAnotherRequest() throws Exception {
    try (Bridge bridge = new Bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      String request = message(JULIET, "b1", "x");
      client.write(request);
      client.write(
          request
              .replace("client.montague.example;branch", "other.montague.example;branch")
              .replace("b1@", "b2@"));
      List<String> calls = new ArrayList<>();
      calls.add(header(client.read().orElseThrow(), "Call-ID").substring(0, 2));
      calls.add(header(client.read().orElseThrow(), "Call-ID").substring(0, 2));
      assertThat(calls).containsExactly("b1", "b2");
    }
  }

  @Test
  void aFloodOfDatagramsIsAnsweredAndEveryOtherSenderToo() throws Exception {
    CompletableFuture<Response> never = new CompletableFuture<>();
    try (Bridge bridge = new Bridge();
        DatagramSocket flood = new DatagramSocket();
        PlainPeer peer = PlainPeer.udp(r -> response(r, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.UDP);
      bridge.inbound(operation -> never);
      for (int i = 0; i < 20_000; i++) {
        byte[] octets =
            message(JULIET, "flood" + i, "x")
                .replace("SIP/2.0/TCP", "SIP/2.0/UDP")
                .getBytes(StandardCharsets.UTF_8);
        flood.send(new DatagramPacket(octets, octets.length, bridge.address(Transport.UDP)));
      }
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      never.complete(Response.indeterminant(new TransId("t")));
    }
  }
}

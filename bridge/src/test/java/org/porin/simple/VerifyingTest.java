package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Verdict;

/** What comes in while it is verified, whoever verifies it (RFC 8224 §4.2). */
@Timeout(60)
class VerifyingTest {
  private static final String JULIET = "sip:juliet@capulet.example";
  private static final Assertion VOUCHED =
      new Assertion(Attestation.A, "montague.example", Instant.EPOCH, "token");

  /** A request whose verdict the test gives. */
  private record Asked(SipRequest request, CompletableFuture<Verdict> verdict) {
    void vouch() {
      verdict.complete(new Verdict(Optional.of(VOUCHED), Optional.empty()));
    }

    void refuse(Reason reason) {
      verdict.complete(new Verdict(Optional.empty(), Optional.of(new Refused(reason, "no"))));
    }
  }

  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  @Test
  void whoVouchesTravelsWithTheMessage() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "x"));
      take().vouch();
      assertThat(bridge.takeArrived().origin().assertion()).contains(VOUCHED);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  void aMessageForWhichNobodyVouchesIsHandedInWithoutAnAssertion() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "x"));
      take().verdict().complete(new Verdict(Optional.empty(), Optional.empty()));
      assertThat(bridge.takeArrived().origin().assertion()).isEmpty();
    }
  }

  @Test
  void aLaterMessageDoesNotOvertakeOneThatIsBeingVerified() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "first") + message(JULIET, "a2", "second"));
      Asked first = take();
      take().vouch();
      client.write(message("sip:nurse@capulet.example", "a3", "third"));
      take().vouch();
      assertThat(bridge.takeArrived().destination().localPart()).isEqualTo("nurse");
      assertThat(bridge.arrivedCount()).isZero();
      first.vouch();
      assertThat(bridge.takeArrived().content().entity().body().toUtf8()).isEqualTo("first");
      assertThat(bridge.takeArrived().content().entity().body().toUtf8()).isEqualTo("second");
    }
  }

  @Test
  void oneThatIsRefusedHoldsUpNobody() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "first") + message(JULIET, "a2", "second"));
      Asked first = take();
      Asked second = take();
      second.refuse(Reason.IDENTITY_INVALID);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 438 ").contains("a2");
      first.refuse(Reason.IDENTITY_REQUIRED);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 428 ").contains("a1");
      client.write(message(JULIET, "a3", "third"));
      take().vouch();
      assertThat(bridge.takeArrived().content().entity().body().toUtf8()).isEqualTo("third");
      assertThat(bridge.arrivedCount()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTITY_REQUIRED, 428 Use Identity Header",
    "CREDENTIAL_UNAVAILABLE, 436 Bad Identity Info",
    "CREDENTIAL_UNTRUSTED, 437 Unsupported Credential",
    "IDENTITY_INVALID, 438 Invalid Identity Header",
    "IDENTITY_STALE, 403 Stale Date",
    "ATTESTATION_TOO_LOW, 403 Forbidden",
    "LOOP, 482 Loop Detected",
  })
  void whatIsRefusedIsAnsweredAsItsCauseWants(Reason reason, String answer) throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "x"));
      take().refuse(reason);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 " + answer + "\r\n");
      assertThat(bridge.arrivedCount()).isZero();
    }
  }

  @Test
  void aFaultOfWhoVerifiesEndsThatOneRequest() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "x"));
      take().verdict().completeExceptionally(new IllegalStateException("a fault"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 500 ");
    }
  }

  /** What needs the time while a request is acted upon meets a fault: before its turn, or in it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFaultOfOursBehindAVerdictEndsThatOneRequestAndHoldsUpNoOther(int before) throws Exception {
    BrokenClock clock = new BrokenClock();
    try (Bridge bridge = bridge(clock);
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "first") + message(JULIET, "a2", "second"));
      Asked first = take();
      Asked second = take();
      int asked = clock.asked();
      second.vouch();
      while (clock.asked() == asked) { // the second has its verdict, and waits for the first
        Thread.sleep(5);
      }
      clock.breakAfter(before);
      first.vouch();
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 500 ").contains("a1");
      assertThat(bridge.takeArrived().content().entity().body().toUtf8()).isEqualTo("second");
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ").contains("a2");
    }
  }

  @Test
  void aStopAnswersWhatIsBeingVerifiedAndHandsItInNoMore() throws Exception {
    Bridge bridge = bridge();
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "a1", "x"));
      Asked open = take();
      bridge.close();
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 504 ");
      open.vouch();
      assertThat(bridge.arrivedCount()).isZero();
    }
  }

  private Asked take() throws InterruptedException {
    Asked next = asked.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was to be verified");
    }
    return next;
  }

  private Bridge bridge() throws Exception {
    return bridge(InstantSource.fixed(Bridge.NOW));
  }

  private Bridge bridge(InstantSource clock) throws Exception {
    Identities who =
        new Identities(
            Optional.empty(),
            Optional.of(
                (request, hop) -> {
                  CompletableFuture<Verdict> verdict = new CompletableFuture<>();
                  asked.add(new Asked(request, verdict));
                  return verdict;
                }));
    Patience patience = Bridge.answerWithin(Duration.ofSeconds(32));
    return new Bridge(who, PeerSettings.DEFAULT, patience, clock);
  }
}

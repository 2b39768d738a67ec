package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Verdict;

/** Wrong signatures come by the hundred, on a connection. */
@Timeout(60)
class RestraintTest {
  private static final String JULIET = "sip:juliet@capulet.example";
  private static final String SIGNED = "Identity: a..b;info=<https://montague.example/1.cer>";
  private static final int MANY = 400;

  private final AtomicInteger lookedAt = new AtomicInteger();

  @Test
  void ofWrongSignaturesOfOneDomainFewAreLookedAt() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      int held = 0;
      for (int i = 0; i < MANY; i++) {
        held += answer(client, from("evil.example", i, SIGNED)).startsWith("SIP/2.0 480 ") ? 1 : 0;
      }
      assertThat(held).isPositive();
      assertThat(lookedAt.get()).isGreaterThanOrEqualTo(50).isEqualTo(MANY - held);
      assertThat(bridge.transport().status().restrained()).isEqualTo(held);
      assertThat(answer(client, from("other.example", MANY, SIGNED)))
          .as("others behind the same address are looked at")
          .startsWith("SIP/2.0 438 ");
    }
  }

  @Test
  void whoNamesADomainAfterTheOtherIsHeldBackAsANetwork() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP));
        PlainClient again = new PlainClient(bridge.address(Transport.TCP))) {
      int held = 0;
      for (int i = 0; i < 2 * MANY; i++) { // by two connections, of which each has its share
        PlainClient one = i % 2 == 0 ? client : again;
        String answer = answer(one, from("evil" + i + ".example", i, SIGNED));
        if (answer.startsWith("SIP/2.0 503 ")) {
          assertThat(answer).contains("\r\nRetry-After: ");
          held++;
        }
      }
      assertThat(held).isPositive();
      assertThat(lookedAt.get()).isGreaterThanOrEqualTo(200).isEqualTo(2 * MANY - held);
    }
  }

  @Test
  void whatIsUnsignedIsNeverHeldBack() throws Exception {
    try (Bridge bridge = bridge();
        PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      for (int i = 0; i < MANY; i++) {
        answer(client, from("evil.example", i, SIGNED));
      }
      assertThat(answer(client, from("evil.example", MANY, "Subject: none")))
          .startsWith("SIP/2.0 202 ");
      assertThat(bridge.takeArrived().source().domain()).isEqualTo("evil.example");
    }
  }

  private static String from(String domain, int number, String header) {
    return message(JULIET, "a" + number, "x", header)
        .replace("<sip:romeo@montague.example>", "<sip:romeo@" + domain + ">");
  }

  private static String answer(PlainClient client, String request) throws Exception {
    client.write(request);
    return client.read().orElseThrow();
  }

  private Bridge bridge() throws Exception {
    Identities who = new Identities(Optional.empty(), Optional.of((request, hop) -> of(request)));
    Patience patience = Bridge.answerWithin(Duration.ofSeconds(32));
    return new Bridge(who, PeerSettings.DEFAULT, patience);
  }

  /** All that is signed is signed wrongly. */
  private CompletableFuture<Verdict> of(SipRequest request) {
    if (!Signer.isSigned(request)) {
      return CompletableFuture.completedFuture(new Verdict(Optional.empty(), Optional.empty()));
    }
    lookedAt.incrementAndGet();
    Refused refused = new Refused(Reason.IDENTITY_INVALID, "no");
    return CompletableFuture.completedFuture(new Verdict(Optional.empty(), Optional.of(refused)));
  }
}

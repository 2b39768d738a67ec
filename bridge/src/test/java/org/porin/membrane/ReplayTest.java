package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.withOrigin;
import static org.porin.membrane.Operations.withRepeatKey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.trust.ReplayCache;
import org.porin.trust.TrustCounters;

/** One signature vouches for one operation (TRUST 6 step 13), behind its repeats (OPEN b). */
class ReplayTest {
  private final RecordingEdge xmpp = new RecordingEdge();
  private final Membrane membrane =
      new Membrane(
          new MembraneSettings(
              Set.of("capulet.example"),
              "bridge1",
              Policy.OPEN,
              Optional.empty(),
              Optional.empty(),
              1_000),
          xmpp,
          new Lanes(new RecordingEdge(), 10, 1 << 20, Duration.ofMinutes(1), System::nanoTime),
          memory(new ReplayCache(new TrustCounters(), System::nanoTime)),
          System::nanoTime);

  private static ReplayMemory memory(ReplayCache cache) {
    return ReplayMemory.of(cache::admit, cache::forget);
  }

  @Test
  @Requirement("2779-2.5.2-1")
  void aSignatureThatComesAgainWithAnotherMessageIsRefused() {
    membrane.message(signed("call|1", "token", "x"));
    Response replayed = outcome(membrane.message(signed("call|2", "token", "x")));
    assertThat(reason(replayed)).isEqualTo(Reason.IDENTITY_REPLAYED);
    assertThat(xmpp.operations).hasSize(1);
  }

  @Test
  void aRepeatOfTheSameMessageHasItsAnswerAndIsNoReplay() {
    CompletionStage<Response> first = membrane.message(signed("call|1", "token", "x"));
    CompletionStage<Response> again = membrane.message(signed("call|1", "token", "x"));
    xmpp.succeed(0);
    assertThat(outcome(first).status()).isEqualTo(Status.SUCCESS);
    assertThat(outcome(again).status()).isEqualTo(Status.SUCCESS);
    assertThat(outcome(membrane.message(signed("call|1", "token", "x"))).status())
        .isEqualTo(Status.SUCCESS);
    assertThat(xmpp.operations).hasSize(1);
  }

  @Test
  void whatFailedMayComeAgainAsItWas() {
    membrane.message(signed("call|1", "token", "x"));
    xmpp.answers
        .get(0)
        .complete(
            Response.failure(
                xmpp.operations.get(0).transId(), new Refused(Reason.LINK_DOWN, "down")));
    membrane.message(signed("call|1", "token", "x"));
    assertThat(xmpp.operations).hasSize(2);
  }

  /** Else a third one would pass. */
  @Test
  void aReplayThatIsRefusedIsNotForgotten() {
    membrane.message(signed("call|1", "token", "x"));
    membrane.message(signed("call|2", "token", "x"));
    assertThat(reason(outcome(membrane.message(signed("call|3", "token", "x")))))
        .isEqualTo(Reason.IDENTITY_REPLAYED);
  }

  @Test
  void twoMessagesOfOneSecondWithTheirOwnSignaturesBothPass() {
    membrane.message(signed("call|1", "one", "x"));
    membrane.message(signed("call|2", "two", "x"));
    assertThat(xmpp.operations).hasSize(2);
  }

  @Test
  void whatIsNotSignedIsNoReplay() {
    membrane.message(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    membrane.message(withRepeatKey(inward(ROMEO, NURSE, "x"), "call|2"));
    assertThat(xmpp.operations).hasSize(2);
  }

  private static MessageOperation signed(String repeatKey, String token, String text) {
    MessageOperation plain = withRepeatKey(inward(ROMEO, JULIET, text), repeatKey);
    Assertion assertion = new Assertion(Attestation.A, "montague.example", Instant.EPOCH, token);
    return withOrigin(plain, new Origin(Side.SIMPLE, "peer", Optional.of(assertion)));
  }

  private static Response outcome(CompletionStage<Response> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Reason reason(Response response) {
    return ((Refused) response.failure().orElseThrow()).reason();
  }
}

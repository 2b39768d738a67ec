package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;
import static org.porin.membrane.Operations.withRepeatKey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.requirement.Requirement;

class LanesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final RecordingEdge edge = new RecordingEdge();
  private long now;
  private final Lanes lanes = lanes(edge, 3, 8 * Lanes.OVERHEAD_OCTETS);

  @Test
  @Requirement("3428-8-3")
  void oneMessageIsInFlightForEachDestinationAndTheOthersKeepTheirOrder() {
    lanes.message(outward(JULIET, ROMEO, "1"));
    lanes.message(outward(JULIET, ROMEO, "2"));
    lanes.message(outward(JULIET, ROMEO, "3"));
    assertThat(edge.texts()).containsExactly("1");
    edge.succeed(0);
    assertThat(edge.texts()).containsExactly("1", "2");
    edge.succeed(1);
    assertThat(edge.texts()).containsExactly("1", "2", "3");
  }

  @Test
  void aStuckDestinationDelaysNoOther() {
    lanes.message(outward(JULIET, ROMEO, "stuck"));
    lanes.message(outward(JULIET, BENVOLIO, "1"));
    edge.succeed(1);
    lanes.message(outward(JULIET, BENVOLIO, "2"));
    assertThat(edge.texts()).containsExactly("stuck", "1", "2");
  }

  @Test
  void sourcesTakeTurns() {
    lanes.message(outward(JULIET, ROMEO, "j1"));
    lanes.message(outward(JULIET, ROMEO, "j2"));
    lanes.message(outward(JULIET, ROMEO, "j3"));
    lanes.message(outward(NURSE, ROMEO, "n1"));
    for (int i = 0; i < 4; i++) {
      edge.succeed(i);
    }
    assertThat(edge.texts()).containsExactly("j1", "j2", "n1", "j3");
  }

  @Test
  void aFullLaneRefusesAndSaysWhy() {
    for (int i = 0; i < 4; i++) {
      lanes.message(outward(JULIET, ROMEO, "m" + i));
    }
    assertThat(reasonOf(lanes.message(outward(JULIET, ROMEO, "m4")))).isEqualTo(Reason.CONGESTED);
    assertThat(lanes.message(outward(JULIET, BENVOLIO, "x")).toCompletableFuture()).isNotDone();
    edge.succeed(0);
    assertThat(lanes.message(outward(JULIET, ROMEO, "m5")).toCompletableFuture()).isNotDone();
  }

  @Test
  void theOctetsOfAllLanesTogetherAreBoundedAndGivenBack() {
    String half = "x".repeat(Lanes.OVERHEAD_OCTETS - 100);
    lanes.message(outward(JULIET, ROMEO, half));
    lanes.message(outward(JULIET, BENVOLIO, half));
    assertThat(reasonOf(lanes.message(outward(NURSE, ROMEO, "y")))).isEqualTo(Reason.CONGESTED);
    edge.succeed(0);
    assertThat(lanes.message(outward(NURSE, ROMEO, "y")).toCompletableFuture()).isNotDone();
  }

  @Test
  void headersAndTheMereNumberOfMessagesCountAsOctetsToo() {
    MessageOperation plain = outward(JULIET, ROMEO, "x");
    Header subject = Header.of("", "", "Subject", List.of(), "s".repeat(9_400));
    MessageOperation withSubject =
        new MessageOperation(
            plain.source(),
            plain.destination(),
            plain.transId(),
            plain.maxForwards(),
            plain.trace(),
            plain.origin(),
            plain.repeatKey(),
            new CpimMessage(List.of(subject), plain.content().entity()));
    lanes.message(withSubject);
    lanes.message(outward(JULIET, BENVOLIO, ""));
    assertThat(reasonOf(lanes.message(outward(NURSE, ROMEO, "")))).isEqualTo(Reason.CONGESTED);
  }

  @Test
  void identitiesCountAsOctetsToo() {
    lanes.message(withRepeatKey(outward(JULIET, ROMEO, "x"), "i".repeat(9_400)));
    lanes.message(outward(JULIET, BENVOLIO, ""));
    assertThat(reasonOf(lanes.message(outward(NURSE, ROMEO, "")))).isEqualTo(Reason.CONGESTED);
  }

  @Test
  void whatHasWaitedTooLongFailsWhenItsTurnComesAndWhatHasNotIsCarried() {
    lanes.message(outward(JULIET, ROMEO, "1"));
    CompletionStage<Response> early = lanes.message(outward(JULIET, ROMEO, "2"));
    now += 1;
    CompletionStage<Response> late = lanes.message(outward(JULIET, ROMEO, "3"));
    now += PATIENCE.toNanos();
    edge.succeed(0);
    assertThat(reasonOf(early)).isEqualTo(Reason.CONGESTED);
    assertThat(late.toCompletableFuture()).isNotDone();
    assertThat(edge.texts()).containsExactly("1", "3");
  }

  @Test
  void anEdgeThatThrowsStillEndsInATypedFailureAndTheLaneGoesOn() {
    List<String> carried = new ArrayList<>();
    Lanes throwing =
        lanes(
            operation -> {
              carried.add(Operations.textOf(operation));
              throw new IllegalStateException("broken edge");
            },
            3,
            10_000);
    assertThat(reasonOf(throwing.message(outward(JULIET, ROMEO, "1")))).isEqualTo(Reason.INTERNAL);
    assertThat(reasonOf(throwing.message(outward(JULIET, ROMEO, "2")))).isEqualTo(Reason.INTERNAL);
    assertThat(carried).containsExactly("1", "2");
  }

  @Test
  void aHundredThousandAnswersAtOnceDoNotDeepenTheStack() {
    CompletableFuture<Response> gate = new CompletableFuture<>();
    List<MessageOperation> carried = new ArrayList<>();
    Lanes deep =
        lanes(
            operation -> {
              carried.add(operation);
              return carried.size() == 1
                  ? gate
                  : CompletableFuture.completedFuture(Response.success(operation.transId()));
            },
            100_000,
            1_000_000_000);
    for (int i = 0; i <= 100_000; i++) {
      deep.message(outward(JULIET, ROMEO, "x"));
    }
    gate.complete(Response.success(carried.get(0).transId()));
    assertThat(carried).hasSize(100_001);
  }

  @Test
  void whatWaitsCanBeRefusedWhileWhatIsInFlightEndsByItself() {
    CompletionStage<Response> inFlight = lanes.message(outward(JULIET, ROMEO, "1"));
    CompletionStage<Response> waiting = lanes.message(outward(JULIET, ROMEO, "2"));
    lanes.refuseWaiting(Reason.STOPPING, "the bridge is stopping");
    assertThat(reasonOf(waiting)).isEqualTo(Reason.STOPPING);
    assertThat(inFlight.toCompletableFuture()).isNotDone();
    edge.succeed(0);
    assertThat(inFlight.toCompletableFuture().join().status()).isEqualTo(Response.Status.SUCCESS);
    assertThat(edge.texts()).containsExactly("1");
  }

  private Lanes lanes(CommonProfile edge, int waitingPerLane, long waitingOctets) {
    return new Lanes(edge, waitingPerLane, waitingOctets, PATIENCE, () -> now);
  }

  private static Reason reasonOf(CompletionStage<Response> answer) {
    Response response = answer.toCompletableFuture().getNow(null);
    return ((Refused) response.failure().orElseThrow()).reason();
  }
}

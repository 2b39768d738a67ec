package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;

/** What every {@link Outbox} promises, whatever it keeps its operations in. */
public interface OutboxContract {
  /** One that holds {@code waitingPerDestination} behind the one in flight, and in all a lot. */
  Outbox outbox(CommonProfile edge, int waitingPerDestination);

  /** Waits until what follows from the calls so far has happened. */
  default void settled() {
    // At once, unless it is recorded in between.
  }

  /** How many answers at once are too many for a stack, in a time that a test may take. */
  default int deep() {
    return 100_000;
  }

  /** What becomes of those that wait when the process ends. */
  default void assertUncarried(Response response) {
    assertThat(((Refused) response.failure().orElseThrow()).reason()).isEqualTo(Reason.STOPPING);
  }

  @Test
  @Requirement("3428-8-3")
  default void oneMessageIsInFlightForEachDestinationAndTheOthersKeepTheirOrder() {
    RecordingEdge edge = new RecordingEdge();
    Outbox outbox = outbox(edge, 3);
    outbox.message(outward(JULIET, ROMEO, "1"));
    outbox.message(outward(JULIET, ROMEO, "2"));
    outbox.message(outward(JULIET, ROMEO, "3"));
    settled();
    assertThat(edge.texts()).containsExactly("1");
    settled();
    edge.succeed(0);
    settled();
    assertThat(edge.texts()).containsExactly("1", "2");
    settled();
    edge.succeed(1);
    settled();
    assertThat(edge.texts()).containsExactly("1", "2", "3");
  }

  @Test
  default void aStuckDestinationDelaysNoOther() {
    RecordingEdge edge = new RecordingEdge();
    Outbox outbox = outbox(edge, 3);
    outbox.message(outward(JULIET, ROMEO, "stuck"));
    outbox.message(outward(JULIET, BENVOLIO, "1"));
    settled();
    edge.succeed(1);
    outbox.message(outward(JULIET, BENVOLIO, "2"));
    settled();
    assertThat(edge.texts()).containsExactly("stuck", "1", "2");
  }

  @Test
  default void sourcesTakeTurns() {
    RecordingEdge edge = new RecordingEdge();
    Outbox outbox = outbox(edge, 3);
    outbox.message(outward(JULIET, ROMEO, "j1"));
    settled(); // it is on its way, and does not count for the turns
    outbox.message(outward(JULIET, ROMEO, "j2"));
    outbox.message(outward(JULIET, ROMEO, "j3"));
    outbox.message(outward(NURSE, ROMEO, "n1"));
    for (int i = 0; i < 4; i++) {
      settled();
      edge.succeed(i);
    }
    settled();
    assertThat(edge.texts()).containsExactly("j1", "j2", "n1", "j3");
  }

  @Test
  default void aFullLaneRefusesAndSaysWhy() {
    RecordingEdge edge = new RecordingEdge();
    Outbox outbox = outbox(edge, 3);
    for (int i = 0; i < 4; i++) {
      outbox.message(outward(JULIET, ROMEO, "m" + i));
    }
    settled();
    assertThat(reasonOf(outbox.message(outward(JULIET, ROMEO, "m4")))).isEqualTo(Reason.CONGESTED);
    settled();
    assertThat(outbox.message(outward(JULIET, BENVOLIO, "x")).toCompletableFuture()).isNotDone();
    settled();
    edge.succeed(0);
    settled();
    assertThat(outbox.message(outward(JULIET, ROMEO, "m5")).toCompletableFuture()).isNotDone();
  }

  @Test
  default void itsStatusSaysWhatItHolds() {
    RecordingEdge edge = new RecordingEdge();
    Outbox outbox = outbox(edge, 3);
    outbox.message(outward(JULIET, ROMEO, "1"));
    outbox.message(outward(JULIET, ROMEO, "2"));
    outbox.message(outward(JULIET, BENVOLIO, "3"));
    settled();
    assertThat(outbox.status().waiting()).isEqualTo(1);
    settled();
    assertThat(outbox.status().lanes()).isEqualTo(2);
    settled();
    assertThat(outbox.status().octets()).isPositive();
    settled();
    edge.succeed(0);
    settled();
    edge.succeed(1);
    settled();
    edge.succeed(2);
    settled();
    assertThat(outbox.status()).isEqualTo(new OutboxStatus(0, 0, 0));
  }

  @Test
  @Requirement("3860-3.4.1-7")
  default void theAnswerComesRightWhenTheOutcomeIsKnownAndNotBefore() {
    RecordingEdge edge = new RecordingEdge();
    CompletionStage<Response> answer = outbox(edge, 3).message(outward(JULIET, ROMEO, "1"));
    settled();
    assertThat(answer.toCompletableFuture()).isNotDone();
    settled();
    edge.succeed(0);
    settled();
    assertThat(answer.toCompletableFuture().getNow(null).status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  default void anEdgeThatThrowsStillEndsInATypedFailureAndTheLaneGoesOn() {
    List<String> carried = new ArrayList<>();
    Outbox throwing =
        outbox(
            operation -> {
              carried.add(Operations.textOf(operation));
              throw new IllegalStateException("broken edge");
            },
            3);
    settled();
    assertThat(reasonOf(throwing.message(outward(JULIET, ROMEO, "1")))).isEqualTo(Reason.INTERNAL);
    settled();
    assertThat(reasonOf(throwing.message(outward(JULIET, ROMEO, "2")))).isEqualTo(Reason.INTERNAL);
    settled();
    assertThat(carried).containsExactly("1", "2");
  }

  @Test
  default void manyAnswersAtOnceDoNotDeepenTheStack() {
    CompletableFuture<Response> gate = new CompletableFuture<>();
    List<MessageOperation> carried = new ArrayList<>();
    Outbox deep =
        outbox(
            operation -> {
              carried.add(operation);
              return carried.size() == 1
                  ? gate
                  : CompletableFuture.completedFuture(Response.success(operation.transId()));
            },
            deep());
    CompletionStage<Response> last = deep.message(outward(JULIET, ROMEO, "x"));
    for (int i = 0; i < deep(); i++) {
      last = deep.message(outward(JULIET, ROMEO, "x"));
    }
    settled();
    gate.complete(Response.success(carried.get(0).transId()));
    assertThat(last.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join().status())
        .isEqualTo(Status.SUCCESS);
    settled();
    assertThat(carried).hasSize(deep() + 1);
  }

  @Test
  default void whatWaitsCanBeRefusedWhileWhatIsInFlightEndsByItself() {
    RecordingEdge edge = new RecordingEdge();
    Outbox outbox = outbox(edge, 3);
    CompletionStage<Response> inFlight = outbox.message(outward(JULIET, ROMEO, "1"));
    CompletionStage<Response> waiting = outbox.message(outward(JULIET, ROMEO, "2"));
    settled();
    outbox.refuseWaiting(Reason.STOPPING, "the bridge is stopping");
    settled();
    assertUncarried(waiting.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join());
    settled();
    assertThat(inFlight.toCompletableFuture()).isNotDone();
    settled();
    edge.succeed(0);
    settled();
    assertThat(inFlight.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join().status())
        .isEqualTo(Status.SUCCESS);
    settled();
    assertThat(edge.texts()).containsExactly("1");
  }

  /** Many senders, edges that answer on other threads, in any order: each pair keeps its own. */
  @Test
  default void underLoadFromManyThreadsNothingIsLostDoubledOrOutOfOrder() throws Exception {
    ShufflingEdge edge = new ShufflingEdge(2_000);
    Outbox outbox = outbox(edge, 100_000);
    Queue<CompletionStage<Response>> answers = new ConcurrentLinkedQueue<>();
    List<ImUri> sources = List.of(JULIET, NURSE, new ImUri("friar", "capulet.example"));
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (ImUri source : sources) {
      senders.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  ImUri to = new ImUri("r" + i % 7, "montague.example");
                  answers.add(outbox.message(outward(source, to, Integer.toString(i))));
                }
              }));
    }
    for (CompletableFuture<Void> each : senders) {
      each.join();
    }
    for (CompletionStage<Response> each : answers) {
      assertThat(each.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join().status())
          .isEqualTo(Status.SUCCESS);
    }
    edge.assertKept(sources.size() * 2_000);
    settled();
    assertThat(outbox.status().waiting()).isZero();
    assertThat(outbox.status().octets()).isZero();
  }

  static Reason reasonOf(CompletionStage<Response> answer) {
    Response response = answer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    return ((Refused) response.failure().orElseThrow()).reason();
  }

  /** Answers on threads of its own, and asserts what an outbox promises to an edge. */
  final class ShufflingEdge implements CommonProfile {
    private final Random random;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> last = new HashMap<>();
    private final Set<ImUri> inFlight = new HashSet<>();
    private int carried;

    ShufflingEdge(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      boolean later;
      synchronized (this) {
        if (!inFlight.add(operation.destination())) {
          faults.add("two in flight to " + operation.destination());
        }
        int number = Integer.parseInt(Operations.textOf(operation));
        String pair = operation.source() + " " + operation.destination();
        if (last.getOrDefault(pair, -1) >= number) {
          faults.add(number + " is out of order for " + pair);
        }
        last.put(pair, number);
        later = random.nextBoolean();
      }
      return later
          ? CompletableFuture.supplyAsync(() -> done(operation))
          : CompletableFuture.completedFuture(done(operation));
    }

    private synchronized Response done(MessageOperation operation) {
      inFlight.remove(operation.destination());
      carried++;
      return Response.success(operation.transId());
    }

    synchronized void assertKept(int all) {
      assertThat(faults).isEmpty();
      assertThat(carried).isEqualTo(all);
    }
  }
}

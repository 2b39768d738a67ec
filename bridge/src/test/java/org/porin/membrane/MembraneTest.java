package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;
import static org.porin.membrane.Operations.withHops;
import static org.porin.membrane.Operations.withRepeatKey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.TransId;
import org.porin.profile.Transit;
import org.porin.requirement.Requirement;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

@Timeout(60)
class MembraneTest {
  private final RecordingEdge xmpp = new RecordingEdge();
  private final RecordingEdge simple = new RecordingEdge();
  private final Membrane membrane =
      new Membrane(settings(), xmpp, outbox(simple), System::nanoTime);

  @Test
  @Requirement("3860-3.4.2-3")
  void relayingCountsOneHopAndLeavesAMark() {
    membrane.message(outward(JULIET, ROMEO, "x"));
    MessageOperation relayed = simple.operations.get(0);
    assertThat(relayed.maxForwards()).isEqualTo(MessageOperation.INITIAL_MAX_FORWARDS - 1);
    assertThat(relayed.trace()).singleElement().asString().startsWith("bridge1-");
    membrane.message(withHops(inward(ROMEO, JULIET, "x"), 1, List.of("other-1")));
    MessageOperation last = xmpp.operations.get(0);
    assertThat(last.maxForwards()).isZero();
    assertThat(last.trace()).hasSize(2).startsWith("other-1");
  }

  @Test
  void eachSideIsCarriedToTheOther() {
    membrane.message(outward(JULIET, ROMEO, "out"));
    membrane.message(inward(ROMEO, JULIET, "in"));
    assertThat(simple.texts()).containsExactly("out");
    assertThat(xmpp.texts()).containsExactly("in");
  }

  @Test
  @Requirement({"3860-3.4.1-8", "3860-3.1-5"})
  void theResponseHasTheTransIdOfTheOperationAlsoForARepeat() {
    CompletionStage<Response> first =
        membrane.message(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    MessageOperation repeat = withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1");
    CompletionStage<Response> again = membrane.message(repeat);
    xmpp.answers.get(0).complete(Response.indeterminant(xmpp.operations.get(0).transId()));
    assertThat(xmpp.operations).hasSize(1);
    assertThat(first.toCompletableFuture().join().status()).isEqualTo(Status.INDETERMINANT);
    assertThat(again.toCompletableFuture().join())
        .isEqualTo(new Response(repeat.transId(), Status.INDETERMINANT, Optional.empty()));
  }

  @Test
  @Requirement({"3860-3.4.1-4", "3860-3.4.1-5", "3860-3.4.1-6", "3860-3.4.1-7", "3860-3.1-5"})
  void whatTheOtherEdgeLearnsIsToldAtOnceUnderTheOperationsOwnTransId() {
    Refused failure = new Refused(Reason.PEER_TIMEOUT, "no answer");
    for (Side side : Side.values()) {
      RecordingEdge edge = side == Side.XMPP ? simple : xmpp;
      for (Status status : Status.values()) {
        String text = side + " " + status;
        MessageOperation operation =
            side == Side.XMPP ? outward(JULIET, ROMEO, text) : inward(ROMEO, JULIET, text);
        CompletableFuture<Response> answer = membrane.message(operation).toCompletableFuture();
        assertThat(answer).isNotDone();
        Optional<Failure> cause =
            status == Status.FAILURE ? Optional.of(failure) : Optional.empty();
        int last = edge.answers.size() - 1;
        edge.answers.get(last).complete(new Response(new TransId("of the edge"), status, cause));
        assertThat(answer.getNow(null)).isEqualTo(new Response(operation.transId(), status, cause));
      }
    }
  }

  @Test
  void whenAnOperationIsRecordedIsForTheOutboxToSay() {
    CompletableFuture<Void> onDisk = new CompletableFuture<>();
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    Outbox recording =
        new Outbox() {
          @Override
          public CompletionStage<Response> message(MessageOperation operation) {
            return outcome;
          }

          @Override
          public Acceptance accept(MessageOperation operation) {
            return new Acceptance(Optional.of(onDisk), outcome);
          }

          @Override
          public OutboxStatus status() {
            return new OutboxStatus(0, 0, 0);
          }

          @Override
          public void refuseWaiting(Reason reason, String text) {}
        };
    Membrane durable = new Membrane(settings(), xmpp, recording, System::nanoTime);
    Acceptance acceptance = durable.accept(outward(JULIET, ROMEO, "x"));
    assertThat(acceptance.recorded()).contains(onDisk);
    assertThat(durable.accept(outward(PARIS, ROMEO, "x")).recorded()).isEmpty();
    assertThat(durable.accept(inward(ROMEO, JULIET, "x")).recorded()).isEmpty();
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void policyAndRatesAreKeptAndNothingOfWhatTheyRefuseReachesAnEdge() throws Exception {
    AccessList verona = AccessList.parse(List.of("verona.example"));
    Policy policy = new Policy(new Policy.Rules(AccessList.NONE, verona), Policy.Rules.OPEN);
    Rate once = new Rate(1, Duration.ofMinutes(1), 1);
    Membrane strict =
        new Membrane(
            new MembraneSettings(
                Set.of("capulet.example"),
                "bridge1",
                policy,
                Optional.of(once),
                Optional.empty(),
                100),
            xmpp,
            outbox(simple),
            System::nanoTime);
    assertThat(reason(strict.message(outward(JULIET, PARIS, "x")))).isEqualTo(Reason.DENIED);
    strict.message(outward(JULIET, ROMEO, "1"));
    assertThat(reason(strict.message(outward(JULIET, ROMEO, "2"))))
        .isEqualTo(Reason.RATE_OF_SENDER);
    assertThat(simple.texts()).containsExactly("1");
  }

  @Test
  void whereTheOperatorConcealsItAStrangerDoesNotHearWhoThereIs() throws Exception {
    Membrane concealing =
        new Membrane(
            new MembraneSettings(
                Set.of("capulet.example"),
                "bridge1",
                Transit.NONE,
                Policy.OPEN,
                Quotas.NONE,
                true,
                100),
            xmpp,
            outbox(simple),
            System::nanoTime);
    var delivered = concealing.message(inward(ROMEO, JULIET, "1")).toCompletableFuture();
    var nobody = concealing.message(inward(ROMEO, NURSE, "2")).toCompletableFuture();
    var broken = concealing.message(inward(ROMEO, NURSE, "3")).toCompletableFuture();
    var outwards = concealing.message(outward(JULIET, ROMEO, "4")).toCompletableFuture();
    StanzaBounce bounce =
        new StanzaBounce(StanzaError.of(Condition.SERVICE_UNAVAILABLE, "no such user"), false);
    TransId id = new TransId("T1");
    xmpp.answers.get(0).complete(Response.indeterminant(id));
    xmpp.answers.get(1).complete(Response.failure(id, bounce));
    xmpp.answers.get(2).complete(Response.failure(id, new Refused(Reason.LINK_DOWN, "down")));
    simple.answers.get(0).complete(Response.failure(id, bounce));

    assertThat(nobody.get()).isEqualTo(delivered.get());
    assertThat(broken.get().failure()).as("of no recipient").isPresent();
    assertThat(outwards.get().failure()).as("to a user of one's own").contains(bounce);
    assertThat(concealing.tally(Side.SIMPLE).ended(Status.FAILURE))
        .as("what the operator sees")
        .isEqualTo(2);
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void aRefusalReachesNoEdgeAndNamesItsCause() {
    Response response =
        membrane.message(inward(ROMEO, PARIS, "x")).toCompletableFuture().getNow(null);
    assertThat(response.failure().orElseThrow())
        .isEqualTo(
            new Refused(
                Reason.RELAY, "verona.example is not served here, and this bridge does not relay"));
    assertThat(xmpp.operations).isEmpty();
    assertThat(simple.operations).isEmpty();
  }

  @Test
  void anEdgeThatFailsWithoutAResponseEndsInATypedFailure() {
    CompletionStage<Response> answer = membrane.message(inward(ROMEO, JULIET, "x"));
    xmpp.answers.get(0).completeExceptionally(new IllegalStateException("broken"));
    assertThat(reason(answer)).isEqualTo(Reason.INTERNAL);
  }

  @Test
  void anEdgeThatThrowsEndsInATypedFailureAndNothingStaysOpen() throws InterruptedException {
    CommonProfile throwing =
        operation -> {
          throw new IllegalStateException("broken edge");
        };
    Membrane broken = new Membrane(settings(), throwing, outbox(simple), System::nanoTime);
    MessageOperation operation = withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1");
    assertThat(reason(broken.message(operation))).isEqualTo(Reason.INTERNAL);
    assertThat(reason(broken.message(operation))).isEqualTo(Reason.INTERNAL);
    broken.drain(Duration.ofDays(1)); // returns, since nothing is open
  }

  @Test
  void twoThatAnswerEachOtherByMachineAreStopped() {
    xmpp.answersAtOnce = true;
    for (int i = 0; i < Breaker.MOST; i++) {
      membrane.message(withRepeatKey(inward(ROMEO, JULIET, "out of office"), "call|" + i));
    }
    assertThat(
            reason(
                membrane.message(withRepeatKey(inward(ROMEO, JULIET, "out of office"), "call|x"))))
        .isEqualTo(Reason.LOOP);
    assertThat(xmpp.operations).hasSize(Breaker.MOST);
  }

  @Test
  void whenItStopsItAdmitsNothingAndRefusesWhatStillWaits() throws InterruptedException {
    CompletionStage<Response> inFlight = membrane.message(outward(JULIET, ROMEO, "1"));
    CompletionStage<Response> waiting = membrane.message(outward(JULIET, ROMEO, "2"));
    membrane.drain(Duration.ZERO);
    assertThat(reason(waiting)).isEqualTo(Reason.STOPPING);
    assertThat(reason(membrane.message(outward(JULIET, ROMEO, "3")))).isEqualTo(Reason.STOPPING);
    simple.answers.get(0).complete(Response.success(new TransId("T1")));
    assertThat(inFlight.toCompletableFuture().join().status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void whatXmppSendsBehindTheEndOfTheStreamIsCarriedSinceNoRefusalHasAWayBack()
      throws InterruptedException {
    membrane.drain(Duration.ZERO);
    membrane.carryRemnants();
    CompletionStage<Response> remnant = membrane.message(outward(JULIET, ROMEO, "remnant"));
    simple.succeed(0);
    assertThat(simple.texts()).containsExactly("remnant");
    assertThat(remnant.toCompletableFuture().join().status()).isEqualTo(Status.SUCCESS);
    assertThat(reason(membrane.message(inward(ROMEO, JULIET, "x")))).isEqualTo(Reason.STOPPING);
  }

  @Test
  void drainingEndsAsSoonAsTheLastOutcomeIsThere() throws Exception {
    membrane.message(outward(JULIET, ROMEO, "1"));
    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(
            () -> {
              try {
                membrane.drain(Duration.ofSeconds(60));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    simple.succeed(0);
    drained.get(30, TimeUnit.SECONDS);
  }

  private static MembraneSettings settings() {
    return new MembraneSettings(
        Set.of("capulet.example"), "bridge1", Policy.OPEN, Optional.empty(), Optional.empty(), 100);
  }

  private static Outbox outbox(RecordingEdge edge) {
    return new Lanes(edge, 10, 100_000, Duration.ofMinutes(5), System::nanoTime);
  }

  private static Reason reason(CompletionStage<Response> answer) {
    Response response = answer.toCompletableFuture().getNow(null);
    return ((Refused) response.failure().orElseThrow()).reason();
  }
}

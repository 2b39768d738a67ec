package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.porin.address.AddressMapping;
import org.porin.mapping.ErrorMapping;
import org.porin.membrane.Outbox;
import org.porin.membrane.OutboxStatus;
import org.porin.profile.Acceptance;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;

class StandbyGateTest {
  private static final ErrorMapping ERRORS =
      new ErrorMapping(
          new AddressMapping(Set.of("capulet.example"), Set.of(), Optional.of("cpim.example")));

  private final Records outbox = new Records();
  private final StandbyGate gate =
      new StandbyGate(outbox, source -> source.domain().equals("montague.example"));

  /** Notes what it is given. */
  private static final class Records implements Outbox {
    final List<MessageOperation> accepted = new ArrayList<>();
    final List<Reason> refusals = new ArrayList<>();

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      return accept(operation).outcome();
    }

    @Override
    public Acceptance accept(MessageOperation operation) {
      accepted.add(operation);
      return Acceptance.atOnce(
          CompletableFuture.completedFuture(Response.success(operation.transId())));
    }

    @Override
    public OutboxStatus status() {
      return new OutboxStatus(accepted.size(), 0, 0);
    }

    @Override
    public void refuseWaiting(Reason reason, String text) {
      refusals.add(reason);
    }
  }

  @Test
  void whatComesForALinkOfAnotherBridgeIsAnswered503AndNotRecorded() {
    Acceptance acceptance = gate.accept(inward(PARIS, JULIET, "1"));
    Failure failure = acceptance.outcome().toCompletableFuture().join().failure().orElseThrow();
    assertThat(ERRORS.toSipStatus(failure).code()).isEqualTo(503);
    assertThat(ERRORS.toSipStatus(failure).retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(gate.message(inward(PARIS, JULIET, "2")).toCompletableFuture().join().failure())
        .isPresent();
    assertThat(outbox.accepted).isEmpty();
  }

  @Test
  void whatComesForItsOwnLinkPasses() {
    MessageOperation own = inward(ROMEO, JULIET, "1");
    assertThat(gate.message(own).toCompletableFuture().join().failure()).isEmpty();
    assertThat(outbox.accepted).containsExactly(own);
  }

  @Test
  void theRestIsTheOutboxes() {
    gate.message(inward(ROMEO, JULIET, "1"));
    gate.refuseWaiting(Reason.STOPPING, "the end");
    assertThat(gate.status().waiting()).isEqualTo(1);
    assertThat(outbox.refusals).containsExactly(Reason.STOPPING);
  }
}

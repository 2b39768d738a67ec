package org.porin.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.porin.address.ImUri;
import org.porin.membrane.Outbox;
import org.porin.membrane.OutboxStatus;
import org.porin.profile.Acceptance;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;

/**
 * Takes nothing for a link that another bridge has: this one could not end it. A SIP peer is
 * answered 503, and turns to the next bridge that the DNS names (RFC 3263 §4.3).
 */
final class StandbyGate implements Outbox {
  /** For whatever needs a link that another bridge has. */
  static final Refused REFUSAL =
      new Refused(
          Reason.OVERLOADED,
          "another bridge has the link of this domain",
          Optional.of(Duration.ofSeconds(2)));

  private final Outbox outbox;
  private final Predicate<ImUri> mayCarry;

  /**
   * @param mayCarry whether the link is this bridge's by which messages of somebody go
   */
  StandbyGate(Outbox outbox, Predicate<ImUri> mayCarry) {
    this.outbox = outbox;
    this.mayCarry = mayCarry;
  }

  @Override
  public CompletionStage<Response> message(MessageOperation operation) {
    return accept(operation).outcome();
  }

  @Override
  public Acceptance accept(MessageOperation operation) {
    if (mayCarry.test(operation.source())) {
      return outbox.accept(operation);
    }
    return Acceptance.atOnce(
        CompletableFuture.completedFuture(Response.failure(operation.transId(), REFUSAL)));
  }

  @Override
  public OutboxStatus status() {
    return outbox.status();
  }

  @Override
  public void refuseWaiting(Reason reason, String text) {
    outbox.refuseWaiting(reason, text);
  }
}

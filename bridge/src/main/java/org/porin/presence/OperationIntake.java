package org.porin.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.membrane.ReplayMemory;
import org.porin.presence.Asker.Standing;
import org.porin.presence.PresenceCounts.Input;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.Origin.Side;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.PresenceService.Arrival;
import org.porin.profile.Response;
import org.porin.profile.TransId;

/**
 * What comes from the other side: whom it is for, and whether it may pass. A notification passes
 * only against the direction of a subscription, on its leg, and is refused otherwise (OPEN a 4).
 */
final class OperationIntake {
  private final Gate gate;
  private final Refusals refusals;
  private final Course<Watch> watches;
  private final Course<Audience> audiences;
  private final AudienceRules audienceRules;
  private final ReplayMemory replays;
  private final Surroundings around;

  OperationIntake(
      Gate gate,
      Refusals refusals,
      Course<Watch> watches,
      Course<Audience> audiences,
      AudienceRules audienceRules,
      ReplayMemory replays,
      Surroundings around) {
    this.gate = gate;
    this.refusals = refusals;
    this.watches = watches;
    this.audiences = audiences;
    this.audienceRules = audienceRules;
    this.replays = replays;
    this.around = around;
  }

  /** Called on an event loop. */
  CompletionStage<Answer> subscribe(Subscribe operation, Arrival arrival) {
    around.counts().input(Input.SIP_SUBSCRIBE);
    boolean first = arrival.opened().isPresent();
    Optional<Refused> refusal = first ? early(operation, arrival) : Optional.empty();
    if (refusal.isPresent()) {
      Pair pair = new Pair(operation.target(), operation.watcher());
      SubscriptionLog.refused(audiences.kind(), pair, refusal.get());
      return refused(operation.transId(), refusal.get());
    }
    int size = Sizes.of(arrival);
    Vouching vouching = new Vouching(replays, arrival.origin().assertion());
    CompletableFuture<Answer> promise = promise(vouching);
    // what ends or goes on does so also where it cannot be kept
    Standing standing = first ? Standing.ASKED : Standing.TOLD;
    Outsider caller =
        Outsider.caller(standing, operation.transId(), promise, refusals, around.mailbox(), size);
    Mailbox.Work work =
        first
            ? () -> begin(operation, arrival, vouching, caller)
            : () -> further(operation, arrival, vouching, caller);
    boolean taken = around.mailbox().offer(caller.taking(work), size);
    return taken ? promise : refused(operation.transId(), Refusals.noRoom(around.mailbox()));
  }

  private Optional<Refused> early(Subscribe operation, Arrival arrival) {
    return around
        .admission()
        .refusalOf(Side.SIMPLE, operation.watcher(), operation.target(), arrival.hops())
        .or(
            () ->
                around
                    .admission()
                    .tooEarly(arrival.origin(), operation.watcher(), operation.target()));
  }

  private static CompletableFuture<Answer> promise(Vouching vouching) {
    CompletableFuture<Answer> promise = new CompletableFuture<>();
    promise.thenAccept(vouching::answered);
    return promise;
  }

  private void begin(Subscribe operation, Arrival arrival, Vouching vouching, Outsider caller) {
    Pair pair = new Pair(operation.target(), operation.watcher());
    Optional<Refused> refusal =
        audiences.table().find(pair).isPresent()
            ? gate.ofBlocked(pair)
            : gate.ofNew(audiences, pair);
    refusal = refusal.or(() -> vouching.refusalOf(operation.watcher(), operation.watcher()));
    if (refusal.isPresent()) {
      SubscriptionLog.refused(audiences.kind(), pair, refusal.get());
      caller.refuse(refusal.get());
      return;
    }
    Held<Audience> held = audiences.table().place(pair);
    audiences.give(
        held,
        new Task<>(
            (before, now) ->
                vouching.told(
                    before
                        .orElseGet(
                            () ->
                                Audience.of(operation.watcher(), held.pair().user(), audienceRules))
                        .subscribe(operation, arrival, now)),
            caller));
  }

  private void further(Subscribe operation, Arrival arrival, Vouching vouching, Outsider caller) {
    Optional<Held<Audience>> held = audiences.table().find(arrival.legName());
    if (held.isEmpty()) {
      caller.refuse(Refusals.noSubscription());
      return;
    }
    audiences.give(
        held.get(),
        new Task<>(
            (before, now) ->
                before
                    .map(each -> further(each, operation, arrival, vouching, now))
                    .orElseGet(() -> nobody(operation.transId())),
            caller));
  }

  /** A repeat on the leg has its own answer, and is no replay (OPEN b). */
  private static Step<Audience> further(
      Audience audience, Subscribe operation, Arrival arrival, Vouching vouching, Instant now) {
    Optional<Refused> refusal =
        audience.isNext(arrival)
            ? vouching.refusalOf(operation.watcher(), audience.watcher())
            : Optional.empty();
    return refusal
        .map(each -> Vouching.refused(Optional.of(audience), operation.transId(), each))
        .orElseGet(() -> vouching.told(audience.subscribe(operation, arrival, now)));
  }

  /** Called on an event loop. */
  CompletionStage<Answer> notify(Notification notification, Arrival arrival) {
    around.counts().input(Input.SIP_NOTIFY);
    int size = Sizes.of(notification);
    Vouching vouching = new Vouching(replays, arrival.origin().assertion());
    CompletableFuture<Answer> promise = promise(vouching);
    Outsider caller =
        Outsider.caller(
            Standing.TOLD, notification.transId(), promise, refusals, around.mailbox(), size);
    return around
            .mailbox()
            .offer(caller.taking(() -> notified(notification, arrival, vouching, caller)), size)
        ? promise
        : refused(notification.transId(), Refusals.noRoom(around.mailbox()));
  }

  private void notified(
      Notification notification, Arrival arrival, Vouching vouching, Outsider caller) {
    Optional<Held<Watch>> held = watches.table().find(arrival.legName());
    if (held.isEmpty()) {
      caller.refuse(Refusals.noSubscription());
      return;
    }
    watches.give(
        held.get(),
        new Task<>(
            (before, now) -> {
              Optional<Leg> after =
                  before
                      .flatMap(Watch::leg)
                      .filter(leg -> leg.name().equals(arrival.legName()))
                      .flatMap(arrival::on);
              return after
                  .map(leg -> notified(before.orElseThrow(), notification, leg, vouching, now))
                  .orElseGet(() -> unchanged(before, notification.transId()));
            },
            caller));
  }

  /** TRUST 5: it speaks for whom the SUBSCRIBE was to. */
  private static Step<Watch> notified(
      Watch watch, Notification notification, Leg leg, Vouching vouching, Instant now) {
    return vouching
        .refusalOf(notification.target(), watch.target())
        .map(each -> Vouching.refused(Optional.of(watch), notification.transId(), each))
        .orElseGet(() -> vouching.told(watch.notification(notification, leg, now)));
  }

  private CompletionStage<Answer> refused(TransId transId, Refused refusal) {
    return CompletableFuture.completedFuture(refusals.answer(transId, refusal));
  }

  private static <M> Step<M> nobody(TransId transId) {
    return unchanged(Optional.empty(), transId);
  }

  private static <M> Step<M> unchanged(Optional<M> before, TransId transId) {
    Response response = Response.failure(transId, Refusals.noSubscription());
    return new Step<>(
        before, List.of(new Action.Answer(response, Optional.empty(), Optional.empty())));
  }
}

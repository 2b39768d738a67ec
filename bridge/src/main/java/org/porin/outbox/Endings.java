package org.porin.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.porin.durable.StoreException;
import org.porin.outbox.Held.Step;
import org.porin.profile.Failure;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How messages end: deleted when they are delivered, or given up and told to their origins first.
 * Called under the lock of the outbox.
 */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(DurableOutbox.class);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(1);
  private static final Duration TELL_PAUSE = Duration.ofSeconds(5);

  private final Direction direction;
  private final OutboxStore store;
  private final OutboxTime time;
  private final Shelf shelf;
  private final Acting acting;
  private final BiConsumer<Lane, Effects> next;

  /**
   * @param next gives the next one in a lane its turn
   */
  Endings(
      Direction direction,
      OutboxStore store,
      OutboxTime time,
      Shelf shelf,
      Acting acting,
      BiConsumer<Lane, Effects> next) {
    this.direction = direction;
    this.store = store;
    this.time = time;
    this.shelf = shelf;
    this.acting = acting;
    this.next = next;
  }

  void giveUp(Held held, Response response) { // 4
    held.outcome = Optional.of(response);
    held.step = Step.GIVE_UP;
    store.park(held.parked(direction), held.hot, Optional.empty(), held);
  }

  void givenUp(Held held, Optional<StoreException> fault, Effects effects) {
    if (fault.isPresent()) {
      held.step = Step.GIVE_UP; // until then too: it has no turn any more
      again(() -> giveUp(held, held.outcome.orElseThrow()));
      return;
    }
    held.hot = false;
    held.isUntold = true;
    shelf.untold.add(held);
    leaveLane(held, effects);
    tell(held, effects);
  }

  void again(Runnable retry) {
    time.at(time.now().plus(STORE_PAUSE), () -> acting.act(effects -> retry.run()));
  }

  void tell(Held held, Effects effects) {
    if (held.answer != null) {
      MessageOperation operation = held.loaded().operation();
      effects.add(
          () -> {
            boolean hears = shelf.sink.map(sink -> sink.hears(operation)).orElse(true);
            acting.act(more -> answerOrTell(held, hears, more));
          });
    } else if (held.row.isEmpty()) {
      held.step = Step.READ;
      store.read(held.id, held);
    } else if (shelf.sink.isPresent()) {
      OutcomeSink teller = shelf.sink.get();
      MessageOperation operation = held.loaded().operation();
      Response outcome = held.outcome.orElseThrow();
      effects.add(
          () ->
              hear(
                  operation,
                  told -> teller.tell(operation, failure(outcome), told),
                  told -> {
                    OutboxLog.late(operation, outcome, told);
                    acting.act(
                        more -> {
                          shelf.counts.told(told);
                          told(held, told);
                        });
                  }));
    }
  }

  /** Whoever asked and cannot pass it on knows no more, and its origin is told later. */
  private void answerOrTell(Held held, boolean hears, Effects effects) {
    if (hears && held.answer != null) {
      answer(held, held.outcome.orElseThrow(), effects);
      passedOn(held, effects);
    } else {
      answerEarly(held, effects);
      tell(held, effects);
    }
  }

  /** What was answered may still be lost on its way to the origin. */
  private void passedOn(Held held, Effects effects) {
    MessageOperation operation = held.loaded().operation();
    Failure failure = failure(held.outcome.orElseThrow());
    Optional<OutcomeSink> sink = shelf.sink;
    effects.add(
        () ->
            hear(
                operation,
                told ->
                    sink.ifPresentOrElse(
                        it -> it.passedOn(operation, failure, told), () -> told.accept(Told.YES)),
                told -> acting.act(more -> told(held, told))));
  }

  private static Failure failure(Response outcome) {
    return outcome.failure().orElseThrow();
  }

  /** A fault of ours in that must not keep the message for ever, nor what follows from its end. */
  private static void hear(
      MessageOperation operation, Consumer<Consumer<Told>> telling, Consumer<Told> next) {
    CompletableFuture<Told> told = new CompletableFuture<>();
    try {
      telling.accept(told::complete);
    } catch (RuntimeException e) {
      told.completeExceptionally(e);
    }
    told.exceptionally(
            fault -> {
              LOG.error(
                  "op={}: its origin cannot be told of its end", operation.correlationId(), fault);
              return Told.NEVER;
            })
        .thenAccept(next)
        .whenComplete(
            (unused, fault) -> {
              if (fault != null) { // nobody else would hear of it
                LOG.error(
                    "op={}: a fault in what follows its end", operation.correlationId(), fault);
              }
            });
  }

  void told(Held held, Told told) {
    if (told == Told.LATER) {
      shelf.room.unload(held);
      time.at(time.now().plus(TELL_PAUSE), () -> acting.act(effects -> tell(held, effects)));
    } else {
      held.entry = held.entry.told();
      delete(held);
    }
  }

  void delete(Held held) { // 3
    held.step = Step.DELETE;
    store.delete(held.id, held.hot, held.identity, held);
  }

  void deleted(Held held, Optional<StoreException> fault, Effects effects) {
    if (fault.isPresent()) {
      held.step = Step.DELETE; // until then too
      again(() -> delete(held));
      return;
    }
    held.outcome.ifPresent(
        outcome -> {
          held.lane.counts.ended(outcome);
          if (!held.isUntold && held.answer == null) {
            OutboxLog.late(held.loaded().operation(), outcome);
          }
          answer(held, outcome, effects);
        });
    forget(held, effects);
  }

  void forget(Held held, Effects effects) {
    shelf.room.remove(held);
    if (held.isUntold) {
      shelf.untold.remove(held);
    } else {
      leaveLane(held, effects);
    }
  }

  private void leaveLane(Held held, Effects effects) {
    Lane lane = held.lane;
    if (lane.current.filter(held::equals).isPresent()) {
      lane.current = Optional.empty();
      lane.paused = false;
      lane.alarm++; // what it waited for was its own
      shelf.circuits.leave(lane);
      next.accept(lane, effects);
    } else {
      lane.remove(held);
    }
    shelf.forgetIdle(lane);
    if (lane.isEmpty()) {
      shelf.circuits.forgetIdle(lane.key().peer());
    }
  }

  /** Whoever waits hears that it is kept, and no more is known (OPEN p). */
  void answerEarly(Held held, Effects effects) {
    if (held.answer != null) {
      answer(held, Response.indeterminant(held.loaded().operation().transId()), effects);
    }
  }

  void answer(Held held, Response response, Effects effects) {
    CompletableFuture<Response> waiting = held.answer;
    if (waiting != null) {
      held.answer = null;
      effects.add(() -> waiting.complete(response));
    }
  }
}

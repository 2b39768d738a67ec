package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.Held.Step;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to messages from their record to the end of their tries: their turns, and the times
 * for which they wait. Every method but {@link #written} and {@link #found} is called under the
 * lock of the outbox.
 */
final class Carriage {
  private static final Logger LOG = LoggerFactory.getLogger(DurableOutbox.class);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(1);

  /** How many lanes go when one message has got through to a peer. */
  private static final int RELEASED = 2;

  private final Direction direction;
  private final CommonProfile edge;
  private final OutboxStore store;
  private final OutboxTime time;
  private final RandomGenerator random;
  private final Shelf shelf;
  private final Acting acting;
  private final Endings endings;

  Carriage(
      Direction direction,
      CommonProfile edge,
      OutboxStore store,
      OutboxTime time,
      RandomGenerator random,
      Shelf shelf,
      Acting acting) {
    this.direction = direction;
    this.edge = edge;
    this.store = store;
    this.time = time;
    this.random = random;
    this.shelf = shelf;
    this.acting = acting;
    this.endings = new Endings(direction, store, time, shelf, acting, this::advance);
  }

  Endings endings() {
    return endings;
  }

  /** See {@link OutboxStore.Written}. */
  void written(Held held, Optional<StoreException> fault) {
    acting.act(
        effects -> {
          Step step = held.step;
          held.step = Step.NONE;
          switch (step) {
            case INSERT -> inserted(held, fault, effects);
            case PARK -> parked(held, fault, effects);
            case GIVE_UP -> endings.givenUp(held, fault, effects);
            case DELETE -> endings.deleted(held, fault, effects);
            case READ, NONE -> throw new IllegalStateException("nothing was to be written");
          }
        });
  }

  private void inserted(Held held, Optional<StoreException> fault, Effects effects) {
    if (fault.isPresent()) {
      refuse(held, fault.get(), effects);
      return;
    }
    held.recorded = true;
    effects.add(() -> held.recording.complete(null));
    if (shelf.stopping) {
      endings.answerEarly(held, effects);
    } else if (held.lane.paused) {
      park(held);
    } else {
      advance(held.lane, effects);
    }
  }

  /** It is not on disk; or nobody knows, and then it must not be there after a restart either. */
  private void refuse(Held held, StoreException fault, Effects effects) {
    MessageOperation operation = held.loaded().operation();
    held.lane.remove(held);
    shelf.room.remove(held);
    shelf.forgetIdle(held.lane);
    if (fault.isUncertain()) {
      deleteRow(held.id);
    }
    Response refusal =
        Response.failure(
            operation.transId(),
            shelf.room.whole("this bridge cannot keep messages at the moment"));
    endings.answer(held, refusal, effects);
    effects.add(() -> held.recording.complete(null));
  }

  private void deleteRow(long id) {
    store.delete(
        id,
        true,
        Optional.empty(),
        fault -> fault.ifPresent(unused -> endings.again(() -> deleteRow(id))));
  }

  /** The next one has its turn, if there is one and nothing else has. */
  void advance(Lane lane, Effects effects) {
    if (mayAdvance(lane)) {
      lane.current = lane.next();
      if (lane.current.isPresent()) {
        begin(lane, effects);
      } else {
        shelf.forgetIdle(lane);
      }
    }
  }

  private boolean mayAdvance(Lane lane) {
    boolean carrying = shelf.sink.isPresent() && !shelf.stopping;
    return carrying && lane.current.isEmpty() && !lane.barred;
  }

  /** The same where the next one may have waited for its time in another process. */
  void takeUp(Lane lane, Effects effects) {
    if (mayAdvance(lane)) {
      lane.current = lane.next();
      Optional<Instant> due = lane.current.map(held -> held.entry.due());
      if (due.filter(time.now()::isBefore).isPresent()) {
        pause(lane, due.get(), false);
      } else if (due.isPresent()) {
        begin(lane, effects);
      } else {
        shelf.forgetIdle(lane);
      }
    }
  }

  /** Whose turn it is goes, unless something stands against it. */
  void begin(Lane lane, Effects effects) { // 2
    Held held = lane.current.orElseThrow();
    boolean busy = held.step != Step.NONE || !held.entry.isOpen();
    if (busy || lane.paused || shelf.stopping || shelf.sink.isEmpty()) {
      return; // it goes on when that has ended
    }
    Instant now = time.now();
    if (!store.isOurs()) {
      time.at(now.plus(STORE_PAUSE), () -> acting.act(later -> beginAgain(held, later)));
      return; // until it is certain again that nobody else carries it
    }
    String peer = lane.key().peer();
    boolean expired = !now.isBefore(held.entry.expires());
    if (!expired && !shelf.circuits.of(peer).lets(now)) {
      pause(lane, shelf.circuits.until(peer, now), false);
      return;
    }
    if (held.row.isEmpty()) {
      held.step = Step.READ;
      store.read(held.id, held);
      return;
    }
    held.entry = held.entry.turn(now);
    if (held.entry.state() == State.EXPIRED) {
      endings.giveUp(held, Expiry.of(held, direction, now));
    } else {
      shelf.circuits.tried(peer);
      effects.add(() -> carry(held));
    }
  }

  private void carry(Held held) {
    MessageOperation operation = held.loaded().operation();
    CompletionStage<Response> outcome;
    try {
      outcome = edge.message(operation, held.sending());
    } catch (RuntimeException e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    outcome.whenComplete(
        (response, fault) -> {
          Response end = endOf(operation, response, fault);
          Optional<SettledIdentity> identity = SettledIdentity.of(operation, end.status());
          try {
            acting.act(
                effects -> {
                  held.identity = identity;
                  ended(held, end, effects);
                });
          } catch (RuntimeException e) { // nobody else would hear of it
            LOG.error("op={}: a fault in what follows its end", operation.correlationId(), e);
          }
        });
  }

  /** An edge that breaks its promise still ends in a typed failure. */
  private static Response endOf(
      MessageOperation operation, @Nullable Response response, @Nullable Throwable fault) {
    if (response != null) {
      return new Response(operation.transId(), response.status(), response.failure());
    }
    LOG.error("op={}: an edge failed without a response", operation.correlationId(), fault);
    return Response.failure(
        operation.transId(), new Refused(Reason.INTERNAL, "a fault inside the bridge"));
  }

  private void ended(Held held, Response response, Effects effects) {
    Instant now = time.now();
    RetryRule rule = RetryRule.of(response);
    heard(held.lane.key().peer(), response, now, effects);
    Duration wait =
        rule == RetryRule.NEVER ? Duration.ZERO : rule.wait(response, held.entry.tries(), random);
    held.entry = held.entry.ended(RetryRule.ending(response), wait, now);
    held.lastFailure = response.failure();
    if (held.entry.state() == State.SETTLED) {
      held.outcome = Optional.of(response);
      endings.delete(held);
    } else if (held.entry.state() == State.FAILED) {
      endings.giveUp(held, response);
    } else {
      shelf.counts.retried(rule);
      pause(held.lane, held.entry.due(), true); // 5
      if (shelf.stopping) {
        endings.answerEarly(held, effects);
      }
    }
  }

  private void heard(String peer, Response response, Instant now, Effects effects) {
    if (RetryRule.isOfPeer(response)) {
      shelf.circuits.failed(peer, now);
    } else if (response.failure().filter(Refused.class::isInstance).isPresent()) {
      shelf.circuits.undecided(peer);
      if (RetryRule.of(response) == RetryRule.NEVER) { // it does not come back to ask again
        release(peer, 1, effects);
      }
    } else {
      shelf.circuits.answered(peer);
      release(peer, RELEASED, effects);
    }
  }

  private void release(String peer, int most, Effects effects) {
    shelf.circuits.released(peer, most).forEach(lane -> resume(lane, effects));
  }

  /**
   * The lane waits, and all that is in it leaves memory.
   *
   * @param changed whether the message whose turn it is stands elsewhere than its row says
   */
  void pause(Lane lane, Instant until, boolean changed) {
    lane.paused = true;
    int alarm = ++lane.alarm;
    Held current = lane.current.orElseThrow();
    if (shelf.stopping) {
      return; // the next process finds it
    }
    lane.forEach(
        held -> {
          if (held.recorded
              && held.step == Step.NONE
              && (held.hot || (changed && held == current))) {
            park(held);
          }
        });
    shelf.circuits.await(lane);
    Instant expires = current.entry.expires();
    lane.until = until.isBefore(expires) ? until : expires;
    time.at(lane.until, () -> acting.act(effects -> due(lane, alarm, effects)));
  }

  private void park(Held held) {
    held.step = Step.PARK;
    boolean answered = held.hot && held.row.isPresent(); // with 202 behind the commit
    Optional<SettledIdentity> identity =
        answered
            ? SettledIdentity.of(held.loaded().operation(), Status.INDETERMINANT)
            : Optional.empty();
    store.park(held.parked(direction), held.hot, identity, held);
  }

  private void due(Lane lane, int alarm, Effects effects) {
    if (lane.alarm == alarm && lane.paused) {
      resume(lane, effects);
    }
  }

  void resume(Lane lane, Effects effects) {
    shelf.circuits.leave(lane);
    lane.alarm++;
    lane.paused = false;
    begin(lane, effects);
  }

  private void parked(Held held, Optional<StoreException> fault, Effects effects) {
    if (fault.isEmpty()) {
      held.hot = false;
    } // else it stays recorded where it was
    endings.answerEarly(held, effects);
    if (!held.hot) {
      shelf.room.unload(held);
    }
    beginAgain(held, effects);
  }

  private void beginAgain(Held held, Effects effects) {
    if (held.lane.current.filter(held::equals).isPresent()) {
      begin(held.lane, effects);
    }
  }

  /** See {@link OutboxStore.Found}. */
  void found(Held held, Optional<byte[]> message, Optional<StoreException> fault) {
    acting.act(
        effects -> {
          if (fault.isPresent()) { // until then it is being read: nothing else becomes of it
            endings.again(() -> store.read(held.id, held));
            return;
          }
          held.step = Step.NONE;
          try {
            shelf.room.load(held, OutboxCodec.decode(message.orElseThrow(Gone::new)));
          } catch (MalformedException | Gone e) {
            leaveOut(held, e, effects);
            return;
          }
          goOn(held, effects);
        });
  }

  /** Somebody else has deleted it. */
  private static final class Gone extends Exception {
    private static final long serialVersionUID = 1L;

    Gone() {
      super("it is not there any more", null, false, false);
    }
  }

  private void goOn(Held held, Effects effects) {
    if (held.isUntold) {
      endings.tell(held, effects);
    } else {
      beginAgain(held, effects);
    }
  }

  /** It stays where it is, for an operator to look at, and keeps nobody waiting. */
  private void leaveOut(Held held, Exception why, Effects effects) {
    shelf.counts.unreadable();
    LOG.error(
        "message {} of the outbox cannot be read and is left out: {}", held.id, why.getMessage());
    endings.forget(held, effects);
  }
}

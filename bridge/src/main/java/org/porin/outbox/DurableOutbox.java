package org.porin.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.porin.membrane.Outbox;
import org.porin.membrane.OutboxStatus;
import org.porin.outbox.Held.Step;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;

/**
 * The outbox that outlives its process, in one direction. {@code docs/outbox.md} says what it does;
 * the numbers in comments are those of its list "What is kept, and when". One lock guards
 * everything; edges, callers and the sink are called without it, on the store's thread or the
 * edge's.
 */
public final class DurableOutbox implements Outbox {
  private static final Refused DROPPED =
      new Refused(Reason.DENIED, "the operator of this bridge took the message out of its queue");

  private final Direction direction;
  private final OutboxStore store;
  private final OutboxSettings settings;
  private final OutboxTime time;
  private final Intake intake;
  private final Shelf shelf; // guarded by this
  private final Carriage carriage;

  /**
   * One that carries nothing before {@link #start}.
   *
   * @param edge where messages go
   * @param random not to be guessed; safe for many threads
   */
  public DurableOutbox(
      Direction direction,
      CommonProfile edge,
      OutboxStore store,
      OutboxSettings settings,
      OutboxTime time,
      RandomGenerator random) {
    this.direction = direction;
    this.store = store;
    this.settings = settings;
    this.time = time;
    intake = new Intake(direction, settings, random);
    shelf = new Shelf(direction, settings, random);
    carriage = new Carriage(direction, edge, store, time, random, shelf, this::act);
  }

  /** Does it under the lock, and what follows from it without. */
  private void act(Consumer<Effects> change) {
    Effects effects = new Effects();
    synchronized (this) {
      change.accept(effects);
    }
    effects.run();
  }

  @Override
  public CompletionStage<Response> message(MessageOperation operation) {
    return accept(operation).outcome();
  }

  @Override
  public Acceptance accept(MessageOperation operation) { // 1
    Instant now = time.now();
    OutboxRow row;
    byte[] octets;
    try {
      row = intake.row(operation, now);
      octets = OutboxCodec.encode(row);
    } catch (IllegalArgumentException e) {
      return refused(operation, new Refused(Reason.TOO_LARGE, "the message is too large to keep"));
    }
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Held held;
    synchronized (this) {
      Lane lane =
          shelf.lanes.computeIfAbsent(
              intake.lane(operation.source(), operation.destination()), Lane::new);
      Optional<Refused> full = shelf.room.refusal(lane, octets.length);
      if (full.isPresent()) {
        shelf.forgetIdle(lane);
        return refused(operation, full.get());
      }
      OutboxEntry entry = OutboxEntry.recorded(now, Instant.ofEpochMilli(row.expires()));
      held = held(store.nextId(), lane, operation, octets.length, row.recordedAt(), entry);
      held.hot = true;
      held.answer = answer;
      shelf.room.load(held, row);
      held.step = Step.INSERT;
      store.insert(held.id, octets, held); // in the order of the lane
    }
    return new Acceptance(Optional.of(held.recording), answer);
  }

  private static Acceptance refused(MessageOperation operation, Refused refusal) {
    return Acceptance.atOnce(
        CompletableFuture.completedFuture(Response.failure(operation.transId(), refusal)));
  }

  private Held held(
      long id,
      Lane lane,
      MessageOperation operation,
      int octets,
      long recordedAt,
      OutboxEntry entry) {
    Held held = new Held(carriage, id, lane, operation.source(), octets, recordedAt, entry);
    lane.add(held);
    shelf.room.add(held);
    return held;
  }

  /** Takes up what an earlier process left. Before {@link #start}, oldest first. */
  synchronized void recover(Recovered found) {
    Lane lane =
        shelf.lanes.computeIfAbsent(intake.lane(found.source(), found.destination()), Lane::new);
    OutboxEntry entry = found.entry().recovered(time.now(), settings.longestExpiry());
    Held held =
        new Held(
            carriage, found.id(), lane, found.source(), found.octets(), found.recordedAt(), entry);
    held.recorded = true;
    held.hot = found.row().isPresent();
    shelf.room.add(held);
    found.row().ifPresent(row -> shelf.room.load(held, row));
    if (found.failure().isPresent()) {
      held.outcome = found.failure();
      held.isUntold = true;
      shelf.untold.add(held);
      shelf.forgetIdle(lane);
    } else {
      lane.add(held);
    }
  }

  /**
   * Begins to carry, what an earlier process left first.
   *
   * @param teller tells origins of failures when nobody waits for the response
   */
  public void start(OutcomeSink teller) {
    act(
        effects -> {
          shelf.sink = Optional.of(teller);
          Instant now = time.now();
          for (Lane lane : List.copyOf(shelf.lanes.values())) {
            lane.current = lane.next();
            Optional<Instant> due = lane.current.map(held -> held.entry.due());
            if (due.filter(now::isBefore).isPresent()) {
              carriage.pause(lane, due.get(), false);
            } else if (due.isPresent()) {
              carriage.begin(lane, effects);
            }
          }
          List.copyOf(shelf.untold).forEach(held -> carriage.endings().tell(held, effects));
        });
  }

  @Override
  public synchronized OutboxStatus status() {
    long waiting = 0;
    for (Lane lane : shelf.lanes.values()) {
      waiting += lane.waiting() + (lane.paused ? 1 : 0);
    }
    return new OutboxStatus(waiting, shelf.room.memory(), shelf.lanes.size());
  }

  /** What it holds, and what became of what it held. */
  public synchronized OutboxReport report() {
    return OutboxReport.of(direction, shelf);
  }

  Direction direction() {
    return direction;
  }

  /** Looks at those that are meant. */
  synchronized void forEach(OutboxView.Filter filter, Consumer<Held> look) {
    Consumer<Held> meant =
        held -> {
          if (filter.matches(held)) {
            look.accept(held);
          }
        };
    shelf.lanes.values().forEach(lane -> lane.forEach(meant));
    shelf.untold.forEach(meant);
  }

  /** See {@link OutboxView#retry}. */
  int hurry(OutboxView.Filter filter) {
    List<Held> meant = new ArrayList<>();
    act(
        effects -> {
          forEach(filter, held -> isPaused(held, meant));
          for (Held held : meant) {
            held.entry = held.entry.hurried(time.now());
            shelf.circuits.answered(held.lane.key().peer()); // as far as the operator knows
            carriage.resume(held.lane, effects);
          }
        });
    return meant.size();
  }

  private static void isPaused(Held held, List<Held> paused) {
    if (held.lane.paused && held.lane.current.filter(held::equals).isPresent()) {
      paused.add(held);
    }
  }

  /** See {@link OutboxView#drop}. */
  int drop(OutboxView.Filter filter) {
    List<Held> meant = new ArrayList<>();
    act(
        effects -> {
          forEach(filter, meant::add);
          meant.removeIf(held -> !held.recorded || held.step != Step.NONE || !isDroppable(held));
          for (Held held : meant) {
            held.entry = held.entry.dropped();
            carriage.endings().giveUp(held, Response.failure(Expiry.NOBODY, DROPPED));
          }
        });
    return meant.size();
  }

  private static boolean isDroppable(Held held) {
    return held.entry.state() == State.RECORDED || held.entry.isWaiting();
  }

  /**
   * Carries nothing more: what is in flight ends by itself, everything else is kept for the next
   * process. Whoever waits for it hears that no more is known.
   */
  @Override
  public void refuseWaiting(Reason reason, String text) {
    act(
        effects -> {
          shelf.stopping = true;
          for (Lane lane : shelf.lanes.values()) {
            lane.forEach(
                held -> {
                  if (held.recorded && held.entry.state() != State.IN_FLIGHT && !isEnding(held)) {
                    carriage.endings().answerEarly(held, effects);
                  }
                });
          }
        });
  }

  private static boolean isEnding(Held held) {
    return held.step == Step.DELETE || held.step == Step.GIVE_UP;
  }
}

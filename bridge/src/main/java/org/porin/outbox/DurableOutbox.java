package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.porin.address.ImUri;
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

  private static final Duration LOOK_PAUSE = Duration.ofMillis(200);

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
    try {
      synchronized (this) {
        change.accept(effects);
      }
    } finally { // a fault of ours with one message must not hold up those before it
      effects.run();
    }
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
      Lane lane = lane(operation.source(), operation.destination());
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
      long number = LaneNumber.of(direction, operation.source(), operation.destination());
      store.insert(held.id, number, octets, held); // in the order of the lane
      bar(lane, number);
    }
    return new Acceptance(Optional.of(held.recording), answer);
  }

  private Lane lane(ImUri source, ImUri destination) {
    return shelf.lane(intake.lane(source, destination));
  }

  /** Where another bridge may have older messages in a lane, these go first. */
  private void bar(Lane lane, long number) {
    if (!lane.barred && lane.current.isEmpty() && store.mayBeElsewhere(number)) {
      lane.barred = true;
      look(lane, number);
    }
  }

  private void look(Lane lane, long number) {
    store.look(
        number,
        (elsewhere, fault) ->
            act(
                effects -> {
                  lane.barred = !lane.isEmpty() && (elsewhere || fault.isPresent());
                  if (lane.barred) {
                    lane.forEach(held -> answerRecorded(held, effects));
                    time.at(time.now().plus(LOOK_PAUSE), () -> act(later -> look(lane, number)));
                  } else {
                    carriage.takeUp(lane, effects);
                  }
                }));
  }

  private void answerRecorded(Held held, Effects effects) {
    if (held.recorded) {
      carriage.endings().answerEarly(held, effects);
    }
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

  /**
   * Takes up what an earlier process left, or another one that died: it is older than all that
   * waits here.
   *
   * @param found the oldest first
   */
  void recover(List<Recovered> found) {
    act(
        effects -> {
          Map<Lane, List<Held>> older = new LinkedHashMap<>();
          List<Held> untold = new ArrayList<>();
          for (Recovered each : found) {
            Lane lane = lane(each.source(), each.destination());
            Held held = recovered(each, lane);
            if (held.isUntold) {
              untold.add(held);
            } else {
              older.computeIfAbsent(lane, unused -> new ArrayList<>()).add(held);
            }
          }
          older.forEach(Lane::addBefore);
          untold.forEach(held -> shelf.forgetIdle(held.lane)); // where nothing else is in it
          older.forEach(
              (lane, messages) -> {
                bar(
                    lane,
                    number(messages.get(0), lane)); // another bridge may have still older ones
                carriage.takeUp(lane, effects);
              });
          shelf.untold.addAll(untold);
          if (shelf.sink.isPresent()) {
            untold.forEach(held -> carriage.endings().tell(held, effects));
          }
        });
  }

  private long number(Held held, Lane lane) {
    return LaneNumber.of(direction, held.source, lane.key().destination());
  }

  private Held recovered(Recovered found, Lane lane) {
    OutboxEntry entry = found.entry().recovered(time.now(), settings.longestExpiry());
    Held held =
        new Held(
            carriage, found.id(), lane, found.source(), found.octets(), found.recordedAt(), entry);
    held.recorded = true;
    held.hot = found.row().isPresent();
    shelf.room.add(held);
    found.row().ifPresent(row -> shelf.room.load(held, row));
    found.row().ifPresent(intake::found);
    held.outcome = found.failure();
    held.isUntold = found.failure().isPresent();
    return held;
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
          List.copyOf(shelf.lanes.values()).forEach(lane -> carriage.takeUp(lane, effects));
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
  OutboxView.Retried hurry(OutboxView.Filter filter) {
    List<Held> meant = new ArrayList<>();
    Set<Held> first = new LinkedHashSet<>(); // one in each lane
    act(
        effects -> {
          forEach(filter, meant::add);
          meant.removeIf(held -> held.isUntold || !held.entry.isOpen() || !isPaused(held.lane));
          meant.forEach(held -> first.add(held.lane.current.orElseThrow()));
          first.forEach(held -> hurry(held, effects));
        });
    return new OutboxView.Retried(first.size(), meant.size() - count(meant, first));
  }

  private static boolean isPaused(Lane lane) {
    return lane.paused
        && lane.current.filter(held -> held.step == Step.NONE && held.entry.isOpen()).isPresent();
  }

  private void hurry(Held held, Effects effects) {
    held.entry = held.entry.hurried(time.now());
    shelf.circuits.answered(held.lane.key().peer()); // as far as the operator knows
    carriage.resume(held.lane, effects);
  }

  private static int count(List<Held> meant, Set<Held> first) {
    return (int) meant.stream().filter(first::contains).count();
  }

  /** What it waits for; asked by whoever {@link #forEach} has look. */
  synchronized Wait waitOf(Held held) {
    return Wait.of(held, shelf.circuits.of(held.lane.key().peer()), time.now());
  }

  /** See {@link OutboxView#drop}. */
  int drop(OutboxView.Filter filter) {
    List<Held> meant = new ArrayList<>();
    act(
        effects -> {
          forEach(filter, meant::add);
          meant.removeIf(held -> !held.recorded || held.step != Step.NONE || !held.entry.isOpen());
          for (Held held : meant) {
            held.entry = held.entry.dropped();
            carriage.endings().giveUp(held, Response.failure(Expiry.NOBODY, DROPPED));
          }
        });
    return meant.size();
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

package org.porin.membrane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.porin.address.ImUri;
import org.porin.msgfmt.Header;
import org.porin.profile.Carried;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;

/**
 * The outbox in memory: a lane for each destination, one operation in flight in each. What waits is
 * bounded in octets over all lanes and in number in each; beyond, the operation fails at once. What
 * has waited too long when its turn comes fails then, so that behind a dead destination nobody
 * waits much longer than that. Nothing of it outlives the process.
 */
public final class Lanes implements Outbox {
  /**
   * What an operation in flight takes in memory besides its texts, as measured: itself, the stanza
   * that it came in, the SIP request and its transaction.
   */
  static final int OVERHEAD_OCTETS = 5_120;

  /** How often its texts are held: in these three. */
  private static final int COPIES = 3;

  private final CommonProfile edge;
  private final int waitingPerLane;
  private final long waitingOctets;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final AtomicLong octets = new AtomicLong();
  private final AtomicLong waitingCount = new AtomicLong();
  private final Map<ImUri, Lane> lanes = new ConcurrentHashMap<>();

  /**
   * @param edge where operations go
   * @param waitingPerLane the most operations that wait for one destination
   * @param waitingOctets the most octets of memory for all that waits or is in flight
   * @param patience how long an operation may wait for its turn
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public Lanes(
      CommonProfile edge,
      int waitingPerLane,
      long waitingOctets,
      Duration patience,
      LongSupplier nanoTime) {
    this.edge = edge;
    this.waitingPerLane = waitingPerLane;
    this.waitingOctets = waitingOctets;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletionStage<Response> message(MessageOperation operation) {
    Waiting waiting =
        new Waiting(
            operation,
            new CompletableFuture<>(),
            octetsOf(operation),
            nanoTime.getAsLong() + patience.toNanos());
    if (octets.addAndGet(waiting.octets()) > waitingOctets) {
      octets.addAndGet(-waiting.octets());
      return refused(operation, Reason.CONGESTED, "too many messages are waiting in this bridge");
    }
    boolean[] mayStart = new boolean[1];
    boolean[] full = new boolean[1];
    lanes.compute(
        operation.destination(),
        (destination, present) -> {
          Lane lane = present == null ? new Lane() : present;
          full[0] = lane.size >= waitingPerLane;
          if (!full[0]) {
            lane.add(waiting);
            waitingCount.incrementAndGet();
            mayStart[0] = lane.tryStart();
          }
          return lane;
        });
    if (full[0]) {
      octets.addAndGet(-waiting.octets());
      return refused(
          operation, Reason.CONGESTED, "too many messages are waiting for this recipient");
    }
    if (mayStart[0]) {
      run(operation.destination());
    }
    return waiting.answer();
  }

  @Override
  public OutboxStatus status() {
    return new OutboxStatus(waitingCount.get(), octets.get(), lanes.size());
  }

  @Override
  public void refuseWaiting(Reason reason, String text) {
    for (ImUri destination : lanes.keySet()) {
      ArrayDeque<Waiting> refused = new ArrayDeque<>();
      lanes.computeIfPresent(
          destination,
          (key, lane) -> {
            for (Optional<Waiting> next = lane.next(); next.isPresent(); next = lane.next()) {
              refused.add(next.get());
              waitingCount.decrementAndGet();
            }
            return lane;
          });
      for (Waiting waiting : refused) {
        complete(
            waiting, Response.failure(waiting.operation().transId(), new Refused(reason, text)));
      }
    }
  }

  /** Carries what waits in a started lane until one operation stays in flight or none is left. */
  private void run(ImUri destination) {
    while (true) {
      Optional<Waiting> next = takeOrStop(destination);
      if (next.isEmpty()) {
        return;
      }
      Waiting waiting = next.get();
      CompletionStage<Response> outcome =
          waiting.deadline() - nanoTime.getAsLong() < 0
              ? refused(waiting.operation(), Reason.CONGESTED, tooSlow())
              : carry(waiting.operation());
      boolean atOnce = outcome.toCompletableFuture().isDone(); // then go on here, not deeper
      outcome.whenComplete(
          (response, fault) -> {
            complete(waiting, Membrane.endOf(waiting.operation(), response, fault));
            if (!atOnce) {
              run(destination);
            }
          });
      if (!atOnce) {
        return;
      }
    }
  }

  private String tooSlow() {
    return "the recipient's side is slow or silent, and the message waited for "
        + patience.toSeconds()
        + " s";
  }

  private Optional<Waiting> takeOrStop(ImUri destination) {
    ArrayDeque<Waiting> taken = new ArrayDeque<>(1);
    lanes.computeIfPresent(
        destination,
        (key, lane) -> {
          Optional<Waiting> next = lane.next();
          next.ifPresent(taken::add);
          waitingCount.addAndGet(-taken.size());
          return next.isPresent() ? lane : null; // an idle lane costs nothing
        });
    return Optional.ofNullable(taken.poll());
  }

  private CompletionStage<Response> carry(MessageOperation operation) {
    try {
      return edge.message(operation);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void complete(Waiting waiting, Response response) {
    octets.addAndGet(-waiting.octets());
    waiting.answer().complete(response);
  }

  private static CompletionStage<Response> refused(
      MessageOperation operation, Reason reason, String text) {
    return CompletableFuture.completedFuture(
        Response.failure(operation.transId(), new Refused(reason, text)));
  }

  private static long octetsOf(MessageOperation operation) {
    long texts = operation.content().entity().octets().length();
    for (Header header : operation.content().headers()) {
      texts += header.raw().length();
    }
    for (String mark : operation.trace()) {
      texts += mark.length();
    }
    texts += operation.carried().map(Carried::length).orElse(0L);
    texts += operation.repeatKey().map(String::length).orElse(0);
    return OVERHEAD_OCTETS + COPIES * texts;
  }

  /** One operation and its answer to come. */
  private record Waiting(
      MessageOperation operation, CompletableFuture<Response> answer, long octets, long deadline) {}

  /** What waits for one destination. Touched only inside {@code compute} of its map entry. */
  private static final class Lane {
    /** Sources in the order of their turns; a source with nothing waiting is not in it. */
    private final LinkedHashMap<ImUri, ArrayDeque<Waiting>> turns = new LinkedHashMap<>();

    private int size;
    private boolean started;

    void add(Waiting waiting) {
      turns
          .computeIfAbsent(waiting.operation().source(), source -> new ArrayDeque<>())
          .add(waiting);
      size++;
    }

    boolean tryStart() {
      boolean first = !started;
      started = true;
      return first;
    }

    /** The first of the source whose turn it is, which then goes to the end of the row. */
    Optional<Waiting> next() {
      var row = turns.entrySet().iterator();
      if (!row.hasNext()) {
        return Optional.empty();
      }
      Map.Entry<ImUri, ArrayDeque<Waiting>> turn = row.next();
      ImUri source = turn.getKey();
      ArrayDeque<Waiting> queue = turn.getValue();
      Waiting next = queue.remove();
      row.remove();
      if (!queue.isEmpty()) {
        turns.put(source, queue);
      }
      size--;
      return Optional.of(next);
    }
  }
}

package org.porin.membrane;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.porin.membrane.Repeats.Again;
import org.porin.membrane.Repeats.Differs;
import org.porin.membrane.Repeats.First;
import org.porin.membrane.Repeats.Verdict;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the edges and decides. An operation from one edge is admitted or refused, a repeat
 * is recognised, the hop is counted, and it goes to the other edge: towards foreign domains in its
 * lane, also where they come from one, towards XMPP directly, since one link keeps the order there.
 * Every operation ends in just one response, and every failure in one that names its cause.
 *
 * <p>Safe for many threads; called on the edges' reading threads and never blocks them.
 */
public final class Membrane implements CommonProfile {
  static final Logger LOG = LoggerFactory.getLogger(Membrane.class);

  private final Admission admission;
  private final RateLimits rates;
  private final Repeats repeats;
  private final Breaker breaker;
  private final Outbox toSimple;
  private final CommonProfile toXmpp;
  private final List<Outbox> outboxes;
  private final ReplayMemory replays;
  private final LongSupplier nanoTime;
  private final Ledger ledger = new Ledger();
  private final boolean conceals;
  private volatile boolean stopping;
  private volatile boolean carriesRemnants;

  /**
   * @param toXmpp the edge to the served domains
   * @param toSimple holds what goes to foreign domains until its turn comes
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public Membrane(
      MembraneSettings settings, CommonProfile toXmpp, Outbox toSimple, LongSupplier nanoTime) {
    this(settings, toXmpp, toSimple, ReplayMemory.NONE, nanoTime);
  }

  /**
   * The same where it is verified who speaks.
   *
   * @param replays knows which signatures came before
   */
  public Membrane(
      MembraneSettings settings,
      CommonProfile toXmpp,
      Outbox toSimple,
      ReplayMemory replays,
      LongSupplier nanoTime) {
    this(settings, toXmpp, toSimple, List.of(toSimple), replays, nanoTime);
  }

  /** The same where what goes to the served domains waits in an outbox too. */
  public Membrane(
      MembraneSettings settings,
      Outbox toXmpp,
      Outbox toSimple,
      ReplayMemory replays,
      LongSupplier nanoTime) {
    this(settings, toXmpp, toSimple, List.of(toSimple, toXmpp), replays, nanoTime);
  }

  private Membrane(
      MembraneSettings settings,
      CommonProfile toXmpp,
      Outbox toSimple,
      List<Outbox> outboxes,
      ReplayMemory replays,
      LongSupplier nanoTime) {
    this.outboxes = List.copyOf(outboxes);
    admission = new Admission(settings);
    rates = new RateLimits(settings.quotas(), nanoTime.getAsLong());
    repeats = new Repeats(settings.remembered(), nanoTime);
    breaker = new Breaker(settings.remembered() / 4, nanoTime);
    this.toSimple = toSimple;
    this.toXmpp = toXmpp;
    this.replays = replays;
    conceals = settings.conceals();
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletionStage<Response> message(MessageOperation operation) {
    return accept(operation).outcome();
  }

  @Override
  public Acceptance accept(MessageOperation operation) {
    long arrived = nanoTime.getAsLong();
    ledger.received(operation.origin().side());
    if (stopping && !(carriesRemnants && operation.origin().side() == Side.XMPP)) {
      return end(operation, arrived, new Refused(Reason.STOPPING, "the bridge is stopping"));
    }
    Optional<Refused> refusal =
        admission.refusalOf(operation).or(() -> rates.refusalOf(operation, arrived));
    if (refusal.isPresent()) {
      return end(operation, arrived, refusal.get());
    }
    Digest content = Digest.of(operation.content().entity().octets());
    Verdict verdict = repeats.look(operation, content);
    if (verdict instanceof Again again) {
      ledger.repeated(operation.origin().side());
      return Acceptance.atOnce(
          again
              .answer()
              .thenApply(response -> settled(operation, arrived, answerTo(operation, response))));
    }
    if (verdict instanceof Differs differs) {
      return end(operation, arrived, differs.refusal());
    }
    CompletableFuture<Response> answer = ((First) verdict).answer();
    Novelty novelty = new Novelty(replays, operation.origin().assertion());
    Acceptance carried =
        novelty
            .claim()
            .map(replay -> failed(operation, replay))
            .orElseGet(() -> carry(operation, content));
    carried
        .outcome()
        .whenComplete(
            (response, fault) -> {
              Response end = endOf(operation, response, fault);
              if (end.status() == Response.Status.FAILURE) {
                novelty.failed(); // before its repeat may come
              }
              answer.complete(told(operation, settled(operation, arrived, end)));
            });
    return new Acceptance(carried.recorded(), answer);
  }

  /**
   * What its source hears. Where the operator conceals that, a foreign source does not hear what
   * the XMPP server says of a recipient, and so not whether there is one: it is told that no result
   * will come (RFC 3860 §3.4.1), as of what was delivered.
   */
  private Response told(MessageOperation operation, Response response) {
    boolean ofRecipient =
        response.failure().filter(failure -> failure instanceof Failure.StanzaBounce).isPresent();
    return conceals && ofRecipient && operation.origin().side() == Side.SIMPLE
        ? Response.indeterminant(operation.transId())
        : response;
  }

  private Acceptance carry(MessageOperation operation, Digest content) {
    return breaker.trips(operation, content)
        ? failed(operation, circle())
        : carry(admission.relayed(operation));
  }

  private static Acceptance failed(MessageOperation operation, Failure failure) {
    return Acceptance.atOnce(
        CompletableFuture.completedFuture(Response.failure(operation.transId(), failure)));
  }

  /** An edge that breaks its promise never to fail exceptionally still ends in a typed failure. */
  static Response endOf(
      MessageOperation operation, @Nullable Response response, @Nullable Throwable fault) {
    if (response != null) {
      return answerTo(operation, response);
    }
    LOG.error("message op={}: an edge failed without a response", operation.correlationId(), fault);
    return Response.failure(
        operation.transId(), new Refused(Reason.INTERNAL, "a fault inside the bridge"));
  }

  /**
   * Admits nothing more, and waits until everything admitted has its outcome; what still waits for
   * its turn after {@code patience} fails as {@link Reason#STOPPING}. Blocks the caller.
   */
  public void drain(Duration patience) throws InterruptedException {
    stopping = true;
    try {
      boolean unused = becomesIdle(patience);
    } finally {
      outboxes.forEach(each -> each.refuseWaiting(Reason.STOPPING, "the bridge is stopping"));
    }
  }

  /**
   * A message that an outbox has kept from a process before: its sender may not know that it was
   * taken, and send it again.
   */
  public void remember(MessageOperation operation) {
    Digest content = Digest.of(operation.content().entity().octets());
    if (repeats.look(operation, content) instanceof First first) {
      first.answer().complete(Response.indeterminant(operation.transId()));
    }
  }

  /** The same for one that had come to its end, or was put off, and of which no more is known. */
  public void recall(SettledIdentity identity) {
    repeats.recall(identity);
  }

  /**
   * After {@link #drain}, before the XMPP edge is closed: admits again what comes from there.
   * Behind the end of our half of the stream no refusal has a way back, and what the server still
   * sends is to be processed (RFC 6120 §4.4). The edge refuses by itself what comes earlier.
   */
  public void carryRemnants() {
    carriesRemnants = true;
  }

  /** How many operations came in by a side, and how they ended. */
  public Tally tally(Side side) {
    return ledger.tally(side);
  }

  /** What waits for its turn towards foreign domains. */
  public OutboxStatus waiting() {
    return toSimple.status();
  }

  private boolean becomesIdle(Duration patience) throws InterruptedException {
    synchronized (ledger) {
      long deadline = System.nanoTime() + patience.toNanos();
      while (ledger.open(Side.XMPP) + ledger.open(Side.SIMPLE) > 0) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        ledger.wait(millis);
      }
      return true;
    }
  }

  private static Refused circle() {
    String text =
        "the same message came more than %d times in %d s, as in a circle"
            .formatted(Breaker.MOST, Breaker.WINDOW.toSeconds());
    return new Refused(Reason.LOOP, text);
  }

  private Acceptance carry(MessageOperation operation) {
    try {
      return operation.origin().side() == Side.XMPP || operation.carried().isPresent()
          ? toSimple.accept(operation)
          : toXmpp.accept(operation);
    } catch (RuntimeException e) { // else it would stay open, and each of its repeats with it
      return Acceptance.atOnce(CompletableFuture.failedFuture(e));
    }
  }

  private Acceptance end(MessageOperation operation, long arrived, Failure failure) {
    return Acceptance.atOnce(
        CompletableFuture.completedFuture(
            settled(operation, arrived, Response.failure(operation.transId(), failure))));
  }

  /** Writes an outcome into the books and into the log. */
  private Response settled(MessageOperation operation, long arrived, Response response) {
    Side side = operation.origin().side();
    Outcome outcome = Outcome.of(response);
    Duration waited = Duration.ofNanos(nanoTime.getAsLong() - arrived);
    ledger.ended(side, outcome, waited);
    OutcomeLog.write(operation, response, outcome, waited);
    if (stopping) {
      synchronized (ledger) {
        ledger.notifyAll();
      }
    }
    return response;
  }

  /** A response under the operation's own TransID (RFC 3860 §3.4.1: exactly its own). */
  private static Response answerTo(MessageOperation operation, Response response) {
    return response.transId().equals(operation.transId())
        ? response
        : new Response(operation.transId(), response.status(), response.failure());
  }
}

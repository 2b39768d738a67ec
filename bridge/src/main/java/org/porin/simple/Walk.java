package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.address.ImUri;
import org.porin.mapping.Dialect;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response.Status;
import org.porin.sip.MediaType;
import org.porin.sip.SipResponse;

/**
 * One message's way through the dialects (DESIGN 3.14) and the targets (RFC 3263 §4.3, OPEN b) of
 * its destination. One method for each thing that can happen to an attempt; the answer is the next
 * attempt or the outcome. It ends, since every call uses up a dialect, a target, the one repeat or
 * time. Used by one thread.
 */
final class Walk implements Course {
  /** The most targets that a failure names. */
  private static final int MAX_NAMED = 4;

  private static final MediaType CPIM = new MediaType("message", "cpim", List.of());
  private static final MediaType PLAIN_TEXT = new MediaType("text", "plain", List.of());

  /** Answers that say something about the peer, and not only about one recipient or one message. */
  private static final Set<Integer> TROUBLES = Set.of(401, 403, 405, 407, 408, 428, 436, 437, 438);

  /** What to do next. */
  sealed interface Step permits Attempt, Outcome {}

  /**
   * Send the message.
   *
   * @param cseq same as before just when the request is the same but for its branch
   * @param until how long to wait, for room to send it and for a final response
   */
  record Attempt(NextHop hop, Dialect dialect, int cseq, Instant until) implements Step {}

  /** All is known that will be known. */
  record Outcome(Status status, Optional<Failure> failure) implements Step {
    static Outcome failed(Failure failure) {
      return new Outcome(Status.FAILURE, Optional.of(failure));
    }

    static Outcome failed(Reason reason, String text) {
      return failed(new Failure.Refused(reason, text));
    }
  }

  /** A target that may have taken the message without saying so. */
  private record Doubt(int hop, String text) {}

  private final ImUri destination;
  private final List<NextHop> hops;
  private final PeerMemory memory;
  private final Instant deadline;
  private final boolean mayHaveArrived;
  private final Set<Dialect> left = EnumSet.allOf(Dialect.class);
  private final List<String> unreachable = new ArrayList<>();
  private Optional<Answer> lastAnswer = Optional.empty();
  private Optional<String> tooLarge = Optional.empty();
  private Optional<String> inexpressible = Optional.empty();
  private Optional<String> crowded = Optional.empty();
  private Optional<Doubt> doubt = Optional.empty();
  private Optional<DialectMemory.Known> believed = Optional.empty(); // of the target that is tried
  private boolean repeated;
  private int at;
  private int cseq;
  private Dialect dialect = Dialect.CPIM_IM;

  /**
   * @param hops in the order to try them, not empty; those that failed lately go to the end
   * @param deadline when waiting ends, whatever is left to try: 64*T1 after the start bounds what
   *     the caller waits for one target (Timer F), and it bounds it for all of them together
   */
  Walk(ImUri destination, List<NextHop> hops, PeerMemory memory, Instant now, Instant deadline) {
    this(destination, hops, memory, false, now, deadline);
  }

  /**
   * @param mayHaveArrived whether the same message went before, and nobody said what became of it
   */
  Walk(
      ImUri destination,
      List<NextHop> hops,
      PeerMemory memory,
      boolean mayHaveArrived,
      Instant now,
      Instant deadline) {
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("a walk needs a target");
    }
    this.destination = destination;
    this.hops = List.copyOf(memory.targets().inOrder(hops, now));
    this.memory = memory;
    this.deadline = deadline;
    this.mayHaveArrived = mayHaveArrived;
  }

  /**
   * The way of a message that has one form only, whatever dialect the far end takes: nothing is
   * learnt of dialects by it.
   */
  static Walk unchanged(
      ImUri destination,
      List<NextHop> hops,
      PeerMemory memory,
      boolean mayHaveArrived,
      Instant now,
      Instant deadline) {
    DialectMemory none = new DialectMemory(1, Duration.ZERO);
    PeerMemory targets = new PeerMemory(none, memory.targets(), memory.book());
    Walk walk = new Walk(destination, hops, targets, mayHaveArrived, now, deadline);
    walk.left.retainAll(EnumSet.of(Dialect.CPIM_IM));
    return walk;
  }

  /** Starts at the first target. */
  @Override
  public Step begin(Instant now) {
    return enter(now);
  }

  @Override
  public Step answered(SipResponse response, Instant now) {
    return answered(Answer.of(response), now);
  }

  /**
   * There is room to send the attempt, maybe after a while; meanwhile the target may have answered
   * another message that it wants to be left alone (RFC 3261 §21.5.4).
   */
  @Override
  public Step admitted(Attempt attempt, Instant now) {
    return isToldToWait(now) ? nextHop(now) : attempt;
  }

  /** A final response came. */
  Step answered(Answer answer, Instant now) {
    int status = answer.status();
    memory.targets().answered(address());
    boolean known =
        status == 482 || answer.reason().equalsIgnoreCase(Failure.SipAnswer.REPLAYED_IDENTITY);
    if (known && (doubt.isPresent() || mayHaveArrived)) { // OPEN b: our repeat met itself
      return new Outcome(Status.INDETERMINANT, Optional.empty());
    }
    doubt = doubt.filter(open -> open.hop() != at); // this one has spoken after all
    if (status < 300) {
      accepted(now);
      memory.book().took(farEnd(), now);
      // RFC 3428 §4: only 200 lets the sender assume that the message reached the recipient.
      return new Outcome(status == 200 ? Status.SUCCESS : Status.INDETERMINANT, Optional.empty());
    }
    lastAnswer = Optional.of(answer);
    if (TROUBLES.contains(status) || status / 100 == 5) {
      memory.book().failed(farEnd(), status + " " + answer.reason(), now);
    }
    return switch (status) {
      case 415, 488, 406 -> refused(answer, now);
      case 503 -> { // RFC 3261 §21.5.4, RFC 3263 §4.3
        answer.retryAfter().ifPresent(w -> memory.targets().asksToWait(address(), w, now));
        yield nextHop(now);
      }
      default -> Outcome.failed(failure(answer));
    };
  }

  private void accepted(Instant now) {
    Optional<DialectMemory.Known> same = believed.filter(it -> it.dialect() == dialect);
    if (same.isPresent()) {
      memory.dialects().acceptedAgain(farEnd(), same.get(), now);
    } else {
      memory.dialects().accepted(farEnd(), dialect, now);
    }
  }

  /** The far end challenged, and the same request goes there again with what it asked for. */
  @Override
  public Step challenged(Instant now) {
    memory.targets().answered(address());
    doubt = doubt.filter(open -> open.hop() != at);
    cseq++; // RFC 3261 §22.2
    return attempt(dialect, now);
  }

  /** The message cannot be said in the dialect of this attempt: nothing was sent. */
  @Override
  public Step cannotExpress(String why, Instant now) {
    inexpressible = Optional.of(why);
    left.remove(dialect);
    return left.isEmpty() ? exhausted() : attempt(preferred(now), now);
  }

  /** The request is larger than this target's transports may carry: nothing was sent. */
  @Override
  public Step tooLarge(String why, Instant now) {
    tooLarge = Optional.of(why);
    return nextHop(now);
  }

  /** No connection could be made: nothing was sent. */
  @Override
  public Step unreachable(String cause, Instant now) {
    memory.targets().failed(address(), now);
    memory.book().failed(farEnd(), cause, now);
    passBy(cause);
    return nextHop(now);
  }

  /** In the time for this target there was no room to send: nothing was sent. */
  @Override
  public Step crowded(Instant now) {
    crowded = Optional.of(hops.get(at).label() + " leaves too many requests without an answer");
    return nextHop(now);
  }

  /** The request was sent and no final response came in time. */
  @Override
  public Step silent(Instant now) {
    memory.targets().failed(address(), now);
    doubt(" did not answer in time", now);
    return nextHop(now);
  }

  /** The connection ended after the request was, or may have been, written. */
  @Override
  public Step lost(Instant now) {
    doubt(" closed the connection without an answer", now);
    if (repeated) {
      return nextHop(now);
    }
    repeated = true; // OPEN b: the repeat has the same Call-ID and CSeq, so the far end knows it
    return attempt(dialect, now);
  }

  private void doubt(String what, Instant now) {
    memory.book().failed(farEnd(), "it" + what, now);
    doubt = Optional.of(doubt.orElseGet(() -> new Doubt(at, hops.get(at).label() + what)));
  }

  private Step refused(Answer answer, Instant now) {
    memory.dialects().refused(farEnd(), dialect);
    believed = Optional.empty();
    left.remove(dialect);
    if (answer.leavesOut(CPIM)) {
      left.remove(Dialect.CPIM_IM);
      left.remove(Dialect.CPIM_SIP);
    }
    if (answer.refuses(PLAIN_TEXT)) { // RFC 3428 §7 wants it of everybody, named or not
      left.remove(Dialect.TEXT_PLAIN);
    }
    return left.isEmpty() ? exhausted() : attempt(preferred(now), now);
  }

  private Step nextHop(Instant now) {
    at++;
    believed = Optional.empty();
    return at < hops.size() ? enter(now) : exhausted();
  }

  private Step enter(Instant now) {
    for (; at < hops.size(); at++) {
      if (!isToldToWait(now)) {
        return arrive(now);
      }
    }
    return exhausted();
  }

  /** Whether this target wants no requests now; that is then why it was passed by. */
  private boolean isToldToWait(Instant now) {
    Optional<Instant> wait = memory.targets().waitsUntil(address(), now);
    wait.ifPresent(
        until -> {
          long seconds = Math.max(1, Duration.between(now, until).toSeconds());
          passBy("it wants no requests for another " + seconds + " s (503 with Retry-After)");
        });
    return wait.isPresent();
  }

  private void passBy(String why) {
    if (unreachable.size() < MAX_NAMED) {
      unreachable.add(hops.get(at).label() + ": " + why);
    }
  }

  private Step arrive(Instant now) {
    // A message in doubt stays in its dialect: other octets would not be known as its repeat.
    return attempt(doubt.isPresent() ? dialect : preferred(now), now);
  }

  private Dialect preferred(Instant now) {
    believed = memory.dialects().known(farEnd(), now);
    return believed
        .map(DialectMemory.Known::dialect)
        .filter(left::contains)
        .orElseGet(() -> left.iterator().next());
  }

  private Step attempt(Dialect next, Instant now) {
    Duration remaining = Duration.between(now, deadline);
    if (remaining.isNegative() || remaining.isZero()) {
      return exhausted();
    }
    if (cseq == 0 || next != dialect) {
      cseq++;
    }
    dialect = next;
    memory.book().tried(farEnd(), now);
    boolean last = at == hops.size() - 1;
    return new Attempt(
        hops.get(at), dialect, cseq, last ? deadline : now.plus(remaining.dividedBy(2)));
  }

  private Outcome exhausted() {
    if (doubt.isPresent()) {
      return Outcome.failed(Reason.PEER_TIMEOUT, doubt.get().text());
    }
    if (lastAnswer.isPresent()) {
      return Outcome.failed(failure(lastAnswer.get()));
    }
    if (tooLarge.isPresent()) {
      return Outcome.failed(Reason.TOO_LARGE, tooLarge.get());
    }
    if (left.isEmpty()) {
      return Outcome.failed(
          Reason.UNSUPPORTED_CONTENT, inexpressible.orElse("no dialect of SIP can say this"));
    }
    if (crowded.isPresent()) {
      return Outcome.failed(Reason.CONGESTED, crowded.get());
    }
    return Outcome.failed(
        Reason.PEER_UNREACHABLE,
        unreachable.isEmpty() ? "no time was left to try" : String.join("; ", unreachable));
  }

  private static Failure failure(Answer answer) {
    return new Failure.SipAnswer(
        answer.status(), answer.reason(), answer.contact(), answer.retryAfter());
  }

  private InetSocketAddress address() {
    return hops.get(at).address();
  }

  private FarEnd farEnd() {
    return new FarEnd(address(), destination);
  }
}

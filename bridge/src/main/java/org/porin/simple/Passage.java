package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.mapping.Dialect;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response.Status;
import org.porin.sip.SipResponse;

/**
 * One SUBSCRIBE or NOTIFY on its way through the targets of its next hop (RFC 3263 §4.3). It has
 * one form only, and a repeat does no harm, since it says how things are. Used by one thread.
 */
final class Passage implements Course {
  /** The most targets that a failure names. */
  private static final int MAX_NAMED = 4;

  /** A target that may have taken the request without saying so. */
  private record Doubt(int hop, String text) {}

  private final List<NextHop> hops;
  private final TargetMemory memory;
  private final boolean within;
  private final Instant deadline;
  private final List<String> passedBy = new ArrayList<>();
  private Optional<SipResponse> response = Optional.empty();
  private Optional<Doubt> doubt = Optional.empty();
  private Optional<String> tooLarge = Optional.empty();
  private Optional<Duration> wanted = Optional.empty();
  private Optional<String> crowded = Optional.empty();
  private boolean repeated;
  private int at;
  private int cseq;

  /**
   * @param hops in the order to try them, not empty; those that failed lately go to the end
   * @param within whether the request is one within a dialog
   * @param deadline when waiting ends, whatever is left to try
   */
  Passage(List<NextHop> hops, TargetMemory memory, boolean within, Instant now, Instant deadline) {
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("a passage needs a target");
    }
    this.hops = List.copyOf(memory.inOrder(hops, now));
    this.memory = memory;
    this.within = within;
    this.deadline = deadline;
  }

  /** The last final response; empty while there is none. */
  Optional<SipResponse> response() {
    return response;
  }

  /** After which another try is worth it; empty where nobody says. */
  Optional<Duration> retryAfter() {
    return response.flatMap(each -> Answer.of(each).retryAfter()).or(() -> wanted);
  }

  @Override
  public Walk.Step begin(Instant now) {
    cseq = 1;
    return enter(now);
  }

  @Override
  public Walk.Step admitted(Walk.Attempt attempt, Instant now) {
    return isToldToWait(now) ? nextHop(now) : attempt;
  }

  @Override
  public Walk.Step answered(SipResponse answer, Instant now) {
    memory.answered(address());
    response = Optional.of(answer);
    doubt = doubt.filter(open -> open.hop() != at); // this one has spoken after all
    if (answer.isSuccess()) {
      return new Walk.Outcome(Status.SUCCESS, Optional.empty());
    }
    if (answer.status() == 503) { // RFC 3261 §21.5.4, RFC 3263 §4.3
      Answer.of(answer).retryAfter().ifPresent(w -> memory.asksToWait(address(), w, now));
      return nextHop(now);
    }
    return Walk.Outcome.failed(failure(answer));
  }

  @Override
  public Walk.Step challenged(Instant now) {
    memory.answered(address());
    cseq++; // RFC 3261 §22.2
    return attempt(now);
  }

  @Override
  public Walk.Step cannotExpress(String why, Instant now) {
    return Walk.Outcome.failed(Reason.UNSUPPORTED_CONTENT, why);
  }

  @Override
  public Walk.Step tooLarge(String why, Instant now) {
    tooLarge = Optional.of(why);
    return nextHop(now);
  }

  @Override
  public Walk.Step unreachable(String cause, Instant now) {
    memory.failed(address(), now);
    passBy(cause);
    return nextHop(now);
  }

  @Override
  public Walk.Step crowded(Instant now) {
    crowded = Optional.of(hop().label() + " leaves too many requests without an answer");
    return nextHop(now);
  }

  @Override
  public Walk.Step silent(Instant now) {
    memory.failed(address(), now);
    doubt(" did not answer in time");
    return nextHop(now);
  }

  /** Within a dialog the repeat has the next number: who took the first would refuse the same. */
  @Override
  public Walk.Step lost(Instant now) {
    doubt(" closed the connection without an answer");
    if (repeated) {
      return nextHop(now);
    }
    repeated = true;
    cseq += within ? 1 : 0;
    return attempt(now);
  }

  private void doubt(String what) {
    doubt = Optional.of(doubt.orElseGet(() -> new Doubt(at, hop().label() + what)));
  }

  private Walk.Step nextHop(Instant now) {
    at++;
    return enter(now);
  }

  private Walk.Step enter(Instant now) {
    for (; at < hops.size(); at++) {
      if (!isToldToWait(now)) {
        return attempt(now);
      }
    }
    return exhausted();
  }

  /** Whether this target wants no requests now; that is then why it was passed by. */
  private boolean isToldToWait(Instant now) {
    Optional<Instant> wait = memory.waitsUntil(address(), now);
    wait.ifPresent(
        until -> {
          long seconds = Math.max(1, Duration.between(now, until).toSeconds());
          wanted = Optional.of(Duration.ofSeconds(seconds));
          passBy("it wants no requests for a while (503 with Retry-After)");
        });
    return wait.isPresent();
  }

  private Walk.Step attempt(Instant now) {
    Duration remaining = Duration.between(now, deadline);
    if (remaining.isNegative() || remaining.isZero()) {
      return exhausted();
    }
    boolean last = at == hops.size() - 1;
    Instant until = last ? deadline : now.plus(remaining.dividedBy(2));
    return new Walk.Attempt(hop(), Dialect.CPIM_IM, cseq, until);
  }

  private void passBy(String why) {
    if (passedBy.size() < MAX_NAMED) {
      passedBy.add(hop().label() + ": " + why);
    }
  }

  private Walk.Outcome exhausted() {
    if (doubt.isPresent()) {
      return Walk.Outcome.failed(Reason.PEER_TIMEOUT, doubt.get().text());
    }
    if (response.isPresent()) {
      return Walk.Outcome.failed(failure(response.get()));
    }
    if (tooLarge.isPresent()) {
      return Walk.Outcome.failed(Reason.TOO_LARGE, tooLarge.get());
    }
    if (crowded.isPresent()) {
      return Walk.Outcome.failed(Reason.CONGESTED, crowded.get());
    }
    return Walk.Outcome.failed(
        Reason.PEER_UNREACHABLE,
        passedBy.isEmpty() ? "no time was left to try" : String.join("; ", passedBy));
  }

  private static Failure failure(SipResponse response) {
    Answer answer = Answer.of(response);
    return new Failure.SipAnswer(answer.status(), answer.reason(), answer.contact());
  }

  private NextHop hop() {
    return hops.get(at);
  }

  private InetSocketAddress address() {
    return hop().address();
  }
}

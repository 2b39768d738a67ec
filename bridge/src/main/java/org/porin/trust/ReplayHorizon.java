package org.porin.trust;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Refused;

/**
 * How far back the memory against replays reaches: a process that begins knows nothing of what the
 * one before took. What was signed before it began may have been taken then, so it is not taken now
 * (decision 41). Safe for many threads.
 */
public final class ReplayHorizon {
  /** By so much a signer's clock may be ahead of ours, and its tokens of before are still known. */
  static final Duration MARGIN = Duration.ofSeconds(2);

  private final Instant begin;
  private final InstantSource clock;
  private final TrustCounters counters;

  /** That of a memory which begins now. */
  public ReplayHorizon(InstantSource clock, TrustCounters counters) {
    this.begin = clock.instant().plus(MARGIN);
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * Why nobody can tell whether a token came before; empty where the memory can. A request that is
   * signed anew gets through, so its sender is asked to come again. An object in a store is not
   * signed anew.
   */
  public Optional<Refused> refusalOf(Assertion assertion) {
    if (!assertion.issuedAt().isBefore(begin)) {
      return Optional.empty();
    }
    boolean object = assertion.enclosed().filter(assertion.token()::equals).isPresent();
    AssertionFault fault = object ? AssertionFault.STALE : AssertionFault.REPLAY_MEMORY_FULL;
    counters.count(fault);
    String text = "signed before this bridge began to remember signatures";
    return Optional.of(
        object
            ? new Refused(fault.reason(), "Stale Date: " + text)
            : new Refused(fault.reason(), text, Optional.of(left())));
  }

  private Duration left() {
    Duration time = Duration.between(clock.instant(), begin).plusMillis(999);
    return Duration.ofSeconds(Math.max(1, time.toSeconds()));
  }
}

package org.porin.trust;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.trust.TokenMemory.Outcome;

/**
 * Knows a token that came before (RFC 8224 §12.1, TRUST 9), as long as its date would still be
 * taken. What is remembered is never dropped before its time: where there is no room nothing new is
 * taken. Safe for many threads.
 */
public final class ReplayCache {
  /** Longer than the two minutes in which a date is taken, from a minute early to one late. */
  static final Duration LIFE = Duration.ofSeconds(125);

  /** As long as a token in a stored object is taken (RFC 9475 §3.2). */
  static final Duration LIFE_ENCLOSED = Freshness.LATE.plus(LIFE);

  /** As many as come in {@link #LIFE} at 8,000 a second. */
  private static final int MOST = 1_000_000;

  /** Of the heap, for each that is remembered: they take a tenth of it at the most. */
  private static final int HEAP_OCTETS_FOR_EACH = 512;

  private final LongSupplier nanoTime;
  private final TrustCounters counters;
  private final TokenMemory requests; // both guarded by this
  private final TokenMemory objects;

  /**
   * One that fits into the heap of this process.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public ReplayCache(TrustCounters counters, LongSupplier nanoTime) {
    this(counters, nanoTime, fitting(Runtime.getRuntime().maxMemory()));
  }

  /**
   * @param most tokens of requests that are remembered at a time; of those in objects, half as many
   */
  ReplayCache(TrustCounters counters, LongSupplier nanoTime, int most) {
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.requests = new TokenMemory(most, LIFE);
    this.objects = new TokenMemory(most / 2, LIFE_ENCLOSED);
  }

  /** How many tokens of requests are remembered with such a heap. */
  static int fitting(long heapOctets) {
    return (int) Math.min(MOST, heapOctets / HEAP_OCTETS_FOR_EACH);
  }

  /**
   * Remembers the token of a request that is about to be taken. Whoever knows repeats has looked
   * for them before (OPEN b).
   *
   * @return {@link Reason#IDENTITY_REPLAYED} when it came before, {@link Reason#REPLAY_MEMORY_FULL}
   *     when nobody can tell; empty when it is remembered now
   */
  public Optional<Refused> admit(Assertion assertion) {
    Optional<Refused> refusal = remember(assertion);
    refusal.ifPresent(
        each ->
            counters.count(
                each.reason() == Reason.IDENTITY_REPLAYED
                    ? AssertionFault.REPLAYED
                    : AssertionFault.REPLAY_MEMORY_FULL));
    return refusal;
  }

  /** Forgets the token of a request that was not taken after all, so that it may come again. */
  public synchronized void forget(Assertion assertion) {
    TokenDigest.of(assertion.token()).removeFrom(requests);
    assertion.enclosed().ifPresent(token -> TokenDigest.of(token).removeFrom(objects));
  }

  private synchronized Optional<Refused> remember(Assertion assertion) {
    long now = nanoTime.getAsLong();
    TokenDigest token = TokenDigest.of(assertion.token());
    Outcome outcome = token.putInto(requests, assertion.signer(), now);
    if (outcome != Outcome.TAKEN) {
      return refusal(outcome, requests, now);
    }
    Optional<Refused> refusal =
        assertion
            .enclosed()
            .map(each -> TokenDigest.of(each).putInto(objects, assertion.signer(), now))
            .flatMap(each -> refusal(each, objects, now));
    if (refusal.isPresent()) {
      token.removeFrom(requests);
    }
    return refusal;
  }

  private static Optional<Refused> refusal(Outcome outcome, TokenMemory memory, long now) {
    return switch (outcome) {
      case TAKEN -> Optional.empty();
      case KNOWN -> Optional.of(new Refused(Reason.IDENTITY_REPLAYED, "this identity came before"));
      case FULL, SIGNER_FULL ->
          Optional.of(
              new Refused(
                  Reason.REPLAY_MEMORY_FULL,
                  outcome == Outcome.FULL
                      ? "too many identities are remembered"
                      : "too many identities of this signer are remembered",
                  Optional.of(wholeSeconds(memory.untilRoom(now)))));
    };
  }

  private static Duration wholeSeconds(Duration duration) {
    return Duration.ofSeconds(Math.max(1, duration.plusMillis(999).toSeconds()));
  }

  /** How many tokens of requests would be known again now. */
  synchronized int remembered() {
    return requests.size(nanoTime.getAsLong());
  }

  /** As {@link #remembered()}, of tokens in objects. */
  synchronized int rememberedEnclosed() {
    return objects.size(nanoTime.getAsLong());
  }
}

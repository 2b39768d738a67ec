package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.requirement.Requirement;

/** TRUST 9: the memory against replays. */
class ReplayCacheTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_763_859_600);

  private final TrustCounters counters = new TrustCounters();
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(60).toNanos(); // it turns over soon
  private final ReplayCache cache = new ReplayCache(counters, () -> nanos, 200_000);

  private static Assertion assertion(String token) {
    return assertion(token, "capulet.example");
  }

  private static Assertion assertion(String token, String signer) {
    return new Assertion(Attestation.A, signer, NOW, token);
  }

  private static Assertion inObject(String token, String enclosed) {
    return new Assertion(Attestation.A, "capulet.example", NOW, token, Optional.of(enclosed));
  }

  private Optional<Reason> admit(Assertion assertion) {
    return cache.admit(assertion).map(Refused::reason);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  @Requirement("8224-12.1-2")
  void aReplayedTokenIsRefusedForAsLongAsItsDateIsGood() {
    assertThat(admit(assertion("one"))).isEmpty();
    assertThat(admit(assertion("one"))).contains(Reason.IDENTITY_REPLAYED);
    pass(Duration.ofMillis(124_999));
    assertThat(admit(assertion("one"))).contains(Reason.IDENTITY_REPLAYED);
    assertThat(admit(assertion("two"))).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(admit(assertion("one"))).isEmpty();
    assertThat(counters.counts(cache).faults()).containsEntry(AssertionFault.REPLAYED, 2L);
    assertThat(counters.counts(cache).remembered()).isEqualTo(2);
  }

  @Test
  void whatFailedMayComeAgain() {
    assertThat(admit(inObject("one", "object"))).isEmpty();
    cache.forget(inObject("one", "object"));
    assertThat(admit(inObject("one", "object"))).isEmpty();
    cache.forget(assertion("never seen"));
    assertThat(admit(assertion("one"))).contains(Reason.IDENTITY_REPLAYED);
  }

  @Test
  @Requirement("9475-3.2-11")
  void theTokenOfAnObjectIsKnownForThreeHours() {
    assertThat(admit(inObject("request", "object"))).isEmpty();
    pass(Duration.ofHours(3).plusSeconds(61));
    assertThat(admit(inObject("object", "object")))
        .as("the same object, without the request that it first came in")
        .contains(Reason.IDENTITY_REPLAYED);
    pass(Duration.ofSeconds(64));
    assertThat(admit(inObject("object", "object"))).isEmpty();
  }

  @Test
  void aReplayedObjectLeavesNothingBehind() {
    assertThat(admit(inObject("one", "object"))).isEmpty();
    assertThat(admit(inObject("two", "object"))).contains(Reason.IDENTITY_REPLAYED);
    assertThat(admit(assertion("two"))).isEmpty();
  }

  @Test
  void oneSignerDoesNotTakeTheRoomOfOthers() {
    for (int i = 0; i < 160_000; i++) { // four fifths
      assertThat(admit(assertion("token " + i))).isEmpty();
    }
    pass(Duration.ofMillis(24_500));
    Refused refusal = cache.admit(assertion("one more")).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.REPLAY_MEMORY_FULL);
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(101));
    assertThat(admit(assertion("of others", "montague.example"))).isEmpty();
    assertThat(admit(assertion("token 0"))).contains(Reason.IDENTITY_REPLAYED);
    assertThat(counters.counts(cache).faults())
        .containsEntry(AssertionFault.REPLAY_MEMORY_FULL, 1L);
    cache.forget(assertion("token 77"));
    assertThat(admit(assertion("one more"))).isEmpty();
  }

  @Test
  void aFullMemoryDropsNothing() {
    for (int i = 0; i < 200_000; i++) { // each a signer of its own: that fills it
      assertThat(admit(assertion("token " + i, "domain" + i + ".example"))).isEmpty();
    }
    assertThat(admit(assertion("one more", "new.example"))).contains(Reason.REPLAY_MEMORY_FULL);
    for (int i = 0; i < 200_000; i++) {
      assertThat(admit(assertion("token " + i, "domain" + i + ".example")))
          .contains(Reason.IDENTITY_REPLAYED);
    }
    pass(Duration.ofSeconds(125));
    assertThat(counters.counts(cache).remembered()).isZero();
    assertThat(admit(assertion("one more", "new.example"))).isEmpty();
  }

  @Test
  void manySignersThatTakeAllTheyGetLeaveRoomForAnother() {
    for (int i = 0; i < 200_000; i++) {
      admit(assertion("token " + i, "greedy" + i % 10 + ".example"));
    }
    int left = 200_000 - counters.counts(cache).remembered();
    assertThat(left).isGreaterThanOrEqualTo(200_000 / 41); // 1 of 1 + 10 * 4
    assertThat(admit(assertion("one more", "greedy3.example"))).contains(Reason.REPLAY_MEMORY_FULL);
    for (int i = 0; i < left / 2; i++) {
      assertThat(admit(assertion("token of another " + i, "modest.example"))).isEmpty();
    }
  }

  @Test
  void whatIsRememberedIsATenthOfTheHeapAtMost() {
    assertThat(ReplayCache.fitting(64 << 20)).isEqualTo(131_072);
    assertThat(ReplayCache.fitting(512 << 20))
        .as("five thousand a second of one signer, for as long as each is kept")
        .isGreaterThan(5_000 * 125 * 5 / 4);
    assertThat(ReplayCache.fitting(64L << 30)).isEqualTo(1_000_000);
  }

  @Test
  void ofManyThatComeWithOneTokenOneIsTaken() {
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      all.add(CompletableFuture.supplyAsync(() -> cache.admit(assertion("one")).isEmpty()));
    }
    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
  }
}

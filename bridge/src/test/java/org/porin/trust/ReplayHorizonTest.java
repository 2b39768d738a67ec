package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.requirement.Requirement;

/** What a process does not know of the one before it does not take. */
class ReplayHorizonTest {
  private static final Instant BEGIN = Instant.ofEpochSecond(1_763_859_600);

  private final TrustCounters counters = new TrustCounters();
  private Instant now = BEGIN;
  private final ReplayHorizon horizon = new ReplayHorizon(() -> now, counters);

  private static Assertion request(Instant issuedAt) {
    return new Assertion(Attestation.A, "capulet.example", issuedAt, "token");
  }

  private static Assertion object(Instant issuedAt) {
    return new Assertion(
        Attestation.A, "capulet.example", issuedAt, "object", Optional.of("object"));
  }

  @Test
  @Requirement("8224-12.1-2")
  void whatWasSignedBeforeTheProcessIsNotTaken() {
    now = BEGIN.plusSeconds(30);
    Refused refusal = horizon.refusalOf(request(BEGIN.minusSeconds(1))).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.REPLAY_MEMORY_FULL); // 503: sign it anew
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(counters.counts(new ReplayCache(counters, System::nanoTime)).faults())
        .containsEntry(AssertionFault.REPLAY_MEMORY_FULL, 1L);
  }

  @Test
  void aClockThatIsALittleAheadHidesNothing() {
    now = BEGIN.plusMillis(500);
    Refused refusal = horizon.refusalOf(request(BEGIN.plusSeconds(1))).orElseThrow();
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(horizon.refusalOf(request(BEGIN.plus(ReplayHorizon.MARGIN)))).isEmpty();
  }

  @Test
  void anObjectOfBeforeIsStaleSinceNobodySignsItAnew() {
    assertThat(horizon.refusalOf(object(BEGIN.minusSeconds(3600))).map(Refused::reason))
        .contains(Reason.IDENTITY_STALE);
    assertThat(horizon.refusalOf(object(BEGIN.plusSeconds(3)))).isEmpty();
  }

  @Test
  void anObjectBesideAFreshTokenIsAsItsToken() {
    Assertion both =
        new Assertion(
            Attestation.A,
            "capulet.example",
            BEGIN.minusSeconds(1),
            "token",
            Optional.of("object"));
    assertThat(horizon.refusalOf(both).map(Refused::reason)).contains(Reason.REPLAY_MEMORY_FULL);
  }
}

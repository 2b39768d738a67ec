package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator is told before certificates run out. */
class ExpiryAlarmTest {
  private static final Instant END = Instant.parse("2026-12-24T18:00:00Z");

  private final ExpiryAlarm alarm = new ExpiryAlarm();
  private final CertificateExpiry ours = CertificateExpiry.ofOurs(END);

  @Test
  void itIsToldThirtySevenAndOneDaysBeforeAndAtTheEndAndEachOnce() {
    assertThat(at(Duration.ofDays(31))).isEmpty();
    assertThat(at(Duration.ofDays(30)))
        .containsExactly("our TLS certificate runs out in 30 days, on " + END + ": renew it");
    assertThat(at(Duration.ofDays(29))).isEmpty();
    assertThat(at(Duration.ofDays(7))).hasSize(1);
    assertThat(at(Duration.ofDays(6))).isEmpty();
    assertThat(at(Duration.ofHours(24))).hasSize(1);
    assertThat(at(Duration.ofHours(1))).isEmpty();
    assertThat(at(Duration.ZERO))
        .containsExactly("our TLS certificate has expired, on " + END + ": renew it");
    assertThat(at(Duration.ofDays(-3))).isEmpty();
  }

  @Test
  void whoStartsLateIsToldAtOnceAndOnce() {
    assertThat(at(Duration.ofHours(3)))
        .containsExactly(
            "our TLS certificate runs out in less than a day, on " + END + ": renew it");
    assertThat(at(Duration.ofHours(2))).isEmpty();
  }

  @Test
  void oneThatWasRenewedHasAnEndOfItsOwn() {
    assertThat(at(Duration.ofDays(5))).hasSize(1);
    CertificateExpiry renewed = CertificateExpiry.ofOurs(END.plus(Duration.ofDays(90)));
    assertThat(alarm.due(List.of(renewed), END)).isEmpty();
    assertThat(alarm.due(List.of(renewed), END.plus(Duration.ofDays(60)))).hasSize(1);
  }

  @Test
  void theAuthoritiesOfAPeerAreNamed() {
    CertificateExpiry theirs = CertificateExpiry.ofAuthorities("montague.example", END);
    assertThat(alarm.due(List.of(ours, theirs), END.minus(Duration.ofDays(7))))
        .hasSize(2)
        .anyMatch(text -> text.contains("the last trusted authority for montague.example"));
  }

  private List<String> at(Duration before) {
    return alarm.due(List.of(ours), END.minus(before));
  }
}

package org.porin.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says that certificates run out: 30, 7 and 1 days before, and when it is over, each once. Time is
 * an argument; used by one thread at a time.
 */
final class ExpiryAlarm {
  private static final List<Duration> BEFORE =
      List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1), Duration.ZERO);

  private final Map<CertificateExpiry, Integer> told = new HashMap<>();

  /** What is to be told now, in words for an operator. */
  List<String> due(List<CertificateExpiry> expiries, Instant now) {
    told.keySet().retainAll(expiries);
    List<String> due = new ArrayList<>();
    for (CertificateExpiry each : expiries) {
      int stage = stage(each.notAfter(), now);
      if (stage > told.getOrDefault(each, 0)) {
        told.put(each, stage);
        due.add(text(each, now));
      }
    }
    return due;
  }

  private static int stage(Instant notAfter, Instant now) {
    return (int) BEFORE.stream().filter(before -> !now.isBefore(notAfter.minus(before))).count();
  }

  private static String text(CertificateExpiry expiry, Instant now) {
    Duration left = Duration.between(now, expiry.notAfter());
    if (left.isNegative() || left.isZero()) {
      return expiry + " has expired, on " + expiry.notAfter() + ": renew it";
    }
    String days = left.toDays() == 0 ? "less than a day" : left.toDays() + " days";
    return expiry + " runs out in " + days + ", on " + expiry.notAfter() + ": renew it";
  }
}

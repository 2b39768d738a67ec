package org.porin.trust;

import java.time.Instant;
import java.util.Optional;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;

/**
 * What was seen lately of who speaks for a domain.
 *
 * @param domain of the addresses in From
 * @param verified requests for which somebody vouched
 * @param unsigned requests that were taken although nobody did
 * @param refused requests that were not taken for what was said, or not said, of their source
 * @param last who vouched last
 * @param lastRefusal why the last one was refused
 * @param lastRefused when that was
 */
public record Evidence(
    String domain,
    long verified,
    long unsigned,
    long refused,
    Optional<Assertion> last,
    Optional<Reason> lastRefusal,
    Optional<Instant> lastRefused) {
  static Evidence none(String domain) {
    return new Evidence(domain, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Evidence with(VerificationService.Verdict verdict, Instant now) {
    boolean refuses = verdict.refusal().isPresent();
    boolean vouched = verdict.assertion().isPresent();
    return new Evidence(
        domain,
        verified + (vouched ? 1 : 0),
        unsigned + (vouched || refuses ? 0 : 1),
        refused + (refuses ? 1 : 0),
        verdict.assertion().or(() -> last),
        verdict.refusal().map(each -> each.reason()).or(() -> lastRefusal),
        refuses ? Optional.of(now) : lastRefused);
  }
}

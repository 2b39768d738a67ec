package org.porin.resolve;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.porin.profile.Failure;

/**
 * What the DNS says of a domain, before the draw of RFC 2782, which every resolution makes anew.
 *
 * @param targets all that can be used; empty with a failure
 * @param lifetime how long it may be used
 */
record Findings(
    List<Target> targets, Optional<Failure.Refused> failure, List<Step> steps, Duration lifetime) {

  static Findings of(List<Target> targets, Trail trail) {
    return new Findings(targets, Optional.empty(), trail.steps(), trail.lifetime());
  }

  static Findings failure(Failure.Reason reason, String text, Trail trail) {
    trail.refusal(text);
    trail.limit(Trail.NEGATIVE);
    return new Findings(
        List.of(), Optional.of(new Failure.Refused(reason, text)), trail.steps(), trail.lifetime());
  }
}

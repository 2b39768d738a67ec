package org.porin.resolve;

import java.util.List;
import java.util.Optional;
import org.porin.profile.Failure;

/**
 * What resolving a domain gave: targets, or the reason that there are none.
 *
 * @param domain as it was asked
 * @param targets in the order in which they are to be tried (RFC 3861 §6); empty with a failure
 * @param failure there just when there is no target
 * @param steps how it came to that, oldest first
 */
public record Resolution(
    String domain, List<Target> targets, Optional<Failure.Refused> failure, List<Step> steps) {
  public Resolution {
    targets = List.copyOf(targets);
    steps = List.copyOf(steps);
    if (targets.isEmpty() != failure.isPresent()) {
      throw new IllegalArgumentException("a resolution has targets or a failure");
    }
  }
}

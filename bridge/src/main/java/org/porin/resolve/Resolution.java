package org.porin.resolve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.profile.Failure;

/**
 * What resolving a domain gave: targets, or the reason that there are none.
 *
 * @param domain as it was asked
 * @param targets in the order in which they are to be tried (RFC 3861 §6); empty with a failure
 * @param failure there just when there is no target
 * @param findings how the targets were found, oldest first, before their order was drawn
 * @param age of the findings where they were remembered
 */
public record Resolution(
    String domain,
    List<Target> targets,
    Optional<Failure.Refused> failure,
    List<Step> findings,
    Optional<Duration> age) {
  public Resolution {
    targets = List.copyOf(targets);
    findings = List.copyOf(findings);
    if (targets.isEmpty() != failure.isPresent()) {
      throw new IllegalArgumentException("a resolution has targets or a failure");
    }
  }

  /** How it came to that, oldest first; put into words only here, since no message asks for it. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    age.ifPresent(time -> steps.add(choice("remembered from " + time.toSeconds() + " s ago:")));
    steps.addAll(findings);
    for (int i = 0; i < targets.size(); i++) {
      Target each = targets.get(i);
      String rank = "priority " + each.priority() + ", weight " + each.weight();
      steps.add(choice((i + 1) + ". " + each + " (" + rank + ")"));
    }
    return List.copyOf(steps);
  }

  private static Step choice(String text) {
    return new Step(Step.Kind.CHOICE, text);
  }
}

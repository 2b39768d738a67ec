package org.porin.trust;

import java.util.LinkedHashSet;
import java.util.Set;

/** Who may sign for a domain (RFC 8224 §8.4). */
final class Signers {
  private Signers() {}

  /** Itself, and those that the operator believes as well. */
  static Set<String> of(String domain, AssertionPolicy policy) {
    if (policy.signers().isEmpty()) {
      return Set.of(domain);
    }
    Set<String> signers = new LinkedHashSet<>();
    signers.add(domain);
    signers.addAll(policy.signers());
    return signers;
  }
}

package org.porin.trust;

import java.util.List;
import java.util.Optional;

/** Several things that are wrong, of which one is told. */
final class Faults {
  private Faults() {}

  /**
   * The one to tell: 436 only where no certificate at all was to be had (RFC 8224 §6.2.2), else the
   * first.
   */
  static Optional<InvalidAssertionException> toTell(List<InvalidAssertionException> faults) {
    return faults.stream()
        .filter(each -> each.fault() != AssertionFault.CREDENTIAL_UNAVAILABLE)
        .findFirst()
        .or(() -> faults.stream().findFirst());
  }
}

package org.porin.trust;

import java.time.Instant;
import java.util.Optional;

/** The keys of the domains that this bridge speaks for. Safe for many threads; never blocks. */
public interface SigningKeys {
  /**
   * The key that signs for a domain at an instant; of two that do, the one that began last.
   *
   * @param domain in A-labels, whatever the case
   * @return empty where there is none, or none whose time it is
   */
  Optional<SigningKey> at(String domain, Instant instant);
}

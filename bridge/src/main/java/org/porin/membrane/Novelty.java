package org.porin.membrane;

import java.util.Optional;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Refused;

/**
 * That one operation is new, where somebody vouches for it: claimed once, and given back where the
 * operation fails. Safe for many threads.
 */
public final class Novelty {
  private final ReplayMemory memory;
  private final Optional<Assertion> assertion;
  private boolean claimed; // guarded by this

  public Novelty(ReplayMemory memory, Optional<Assertion> assertion) {
    this.memory = memory;
    this.assertion = assertion;
  }

  /** Who vouches for the operation. */
  public Optional<Assertion> assertion() {
    return assertion;
  }

  /** Why the operation is not new; empty where it is, or where nobody can know. */
  public synchronized Optional<Refused> claim() {
    Optional<Refused> refusal = assertion.flatMap(memory::admit);
    claimed = refusal.isEmpty();
    return refusal;
  }

  /** The operation failed: it may come again. Without effect where it was not new. */
  public synchronized void failed() {
    if (claimed) {
      claimed = false;
      assertion.ifPresent(memory::forget);
    }
  }
}

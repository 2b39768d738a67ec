package org.porin.trust;

import java.util.concurrent.atomic.LongAdder;
import org.porin.passport.Attestation;

/** Counts what both services and the memory of tokens see. Safe for many threads. */
public final class TrustCounters {
  private final LongAdder signed = new LongAdder();
  private final LongAdder notSigned = new LongAdder();
  private final LongAdder unsigned = new LongAdder();
  private final Tally<Attestation> verified = new Tally<>(Attestation.class);
  private final Tally<AssertionFault> faults = new Tally<>(AssertionFault.class);

  /** What it is by now. */
  public TrustCounts counts(ReplayCache replays) {
    return new TrustCounts(
        signed.sum(),
        notSigned.sum(),
        verified.sums(),
        unsigned.sum(),
        faults.sums(),
        replays.remembered(),
        replays.rememberedEnclosed());
  }

  void signed() {
    signed.increment();
  }

  void notSigned() {
    notSigned.increment();
  }

  void unsigned() {
    unsigned.increment();
  }

  void verified(Attestation attestation) {
    verified.count(attestation);
  }

  void count(AssertionFault fault) {
    faults.count(fault);
  }
}

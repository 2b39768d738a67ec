package org.porin.trust;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.porin.passport.Attestation;

/** Counts what both services and the memory of tokens see. Safe for many threads. */
public final class TrustCounters {
  private final LongAdder signed = new LongAdder();
  private final LongAdder notSigned = new LongAdder();
  private final LongAdder unsigned = new LongAdder();
  private final Map<Attestation, LongAdder> verified = adders(Attestation.class);
  private final Map<AssertionFault, LongAdder> faults = adders(AssertionFault.class);

  /** What it is by now. */
  public TrustCounts counts(ReplayCache replays) {
    return new TrustCounts(
        signed.sum(),
        notSigned.sum(),
        sums(verified),
        unsigned.sum(),
        sums(faults),
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
    adder(verified, attestation).increment();
  }

  void count(AssertionFault fault) {
    adder(faults, fault).increment();
  }

  private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
    return adders.getOrDefault(key, new LongAdder()); // every key is there
  }

  private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kind) {
    Map<K, LongAdder> adders = new EnumMap<>(kind);
    for (K each : kind.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
    return adders;
  }

  private static <K> Map<K, Long> sums(Map<K, LongAdder> adders) {
    return adders.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().sum()));
  }
}

package org.porin.trust;

import java.util.Map;
import org.porin.passport.Attestation;

/**
 * How often what happened since the start.
 *
 * @param signed requests that left with a token of ours
 * @param notSigned requests that should have been signed and could not be
 * @param verified requests for which somebody vouches, by how sure it is
 * @param unsigned requests that were taken although nobody vouches for them
 * @param faults what was found wrong, by cause; a request can have several, and is not refused for
 *     all of them
 * @param remembered tokens that would be known again now
 * @param rememberedEnclosed as {@code remembered}, of tokens in Message/CPIM objects
 */
public record TrustCounts(
    long signed,
    long notSigned,
    Map<Attestation, Long> verified,
    long unsigned,
    Map<AssertionFault, Long> faults,
    int remembered,
    int rememberedEnclosed) {
  public TrustCounts {
    verified = Map.copyOf(verified);
    faults = Map.copyOf(faults);
  }
}

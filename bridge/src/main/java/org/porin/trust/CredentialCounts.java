package org.porin.trust;

import java.util.Map;

/**
 * How often certificates of signers were looked for since the start.
 *
 * @param looked by where
 * @param failed those that could not be had there, by cause; what came of a fetch is remembered,
 *     and counted once
 */
public record CredentialCounts(Map<Place, Long> looked, Map<CredentialFault, Long> failed) {
  /** Where a certificate is looked for. */
  public enum Place {
    /** Among those of this bridge's own keys. */
    OWN,
    /** In the request that it vouches for. */
    REQUEST,
    /** Among those that were fetched before, or are being fetched. */
    MEMORY,
    /** At its URL. */
    FETCH
  }

  public CredentialCounts {
    looked = Map.copyOf(looked);
    failed = Map.copyOf(failed);
  }
}

package org.porin.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What a store has to know.
 *
 * @param account on a server; empty for what the driver finds of the system's user
 * @param lease how long the rows of a bridge that fell silent stay its own, on a server
 * @param waitingOctets the most memory for changes that are not yet written
 * @param node what the bridge calls itself towards others on the same server
 */
public record StoreSettings(
    StoreLocation location,
    Optional<StoreAccount> account,
    Duration lease,
    long waitingOctets,
    String node) {
  /** Short, since a bridge that was killed waits for the end of its own old lease. */
  public static final Duration LEASE = Duration.ofSeconds(6);

  /** Enough for 50,000 subscriptions that all change during one commit. */
  public static final long WAITING_OCTETS = 64L << 20;

  public StoreSettings {
    if (lease.toMillis() < 1 || waitingOctets < 1) {
      throw new IllegalArgumentException("a lease has a length, and a queue has room");
    }
  }

  /** A bridge that needs no name. */
  public StoreSettings(
      StoreLocation location, Optional<StoreAccount> account, Duration lease, long waitingOctets) {
    this(location, account, lease, waitingOctets, "");
  }

  /** With the usual lease and the usual room for what waits. */
  public static StoreSettings of(StoreLocation location, Optional<StoreAccount> account) {
    return new StoreSettings(location, account, LEASE, WAITING_OCTETS);
  }
}

package org.porin.membrane;

import java.util.Optional;

/**
 * How much the operator lets through, each empty for no limit.
 *
 * @param sender for each source
 * @param peer for each address that SIP comes from
 * @param destination for each destination, whoever its sources are
 * @param firstContacts how many destinations that it has not written to lately one foreign source
 *     may address
 * @param firstContactsOfPeer the same for each address that SIP comes from, whatever sources it
 *     names
 */
public record Quotas(
    Optional<Rate> sender,
    Optional<Rate> peer,
    Optional<Rate> destination,
    Optional<Rate> firstContacts,
    Optional<Rate> firstContactsOfPeer) {
  /** No limits. */
  public static final Quotas NONE = new Quotas(Optional.empty(), Optional.empty());

  /** Limits of those who send alone. */
  public Quotas(Optional<Rate> sender, Optional<Rate> peer) {
    this(sender, peer, Optional.empty(), Optional.empty(), Optional.empty());
  }
}

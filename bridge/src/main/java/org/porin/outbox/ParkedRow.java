package org.porin.outbox;

import org.porin.address.ImUri;

/**
 * What of a parked message is held in memory, and may change.
 *
 * @param octets of its message
 * @param recordedAt in milliseconds since 1970
 * @param entry where it stands
 * @param failure why it was given up, as {@link FailureCodec} writes it; empty where it was not
 */
public record ParkedRow(
    long id,
    Direction direction,
    ImUri source,
    ImUri destination,
    int octets,
    long recordedAt,
    OutboxEntry entry,
    byte[] failure) {
  /** Every message has a row of its own, and no two have one id. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ParkedRow that && id == that.id && entry.equals(that.entry);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }
}

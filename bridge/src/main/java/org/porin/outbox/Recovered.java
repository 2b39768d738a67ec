package org.porin.outbox;

import java.time.Instant;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.profile.Failure;
import org.porin.profile.Response;
import org.porin.wire.MalformedException;

/**
 * A message that an earlier process left.
 *
 * @param ticket by which those of several bridges are in the order in which they were recorded
 * @param row its message, unless it is parked
 * @param failure why it was given up, where its origin is still to be told
 */
record Recovered(
    long id,
    long ticket,
    Direction direction,
    ImUri source,
    ImUri destination,
    int octets,
    long recordedAt,
    OutboxEntry entry,
    Optional<OutboxRow> row,
    Optional<Response> failure) {
  static Recovered hot(long id, long ticket, byte[] octets) throws MalformedException {
    OutboxRow row = OutboxCodec.decode(octets);
    return new Recovered(
        id,
        ticket,
        row.direction(),
        row.operation().source(),
        row.operation().destination(),
        octets.length,
        row.recordedAt(),
        OutboxEntry.recorded(
            Instant.ofEpochMilli(row.recordedAt()), Instant.ofEpochMilli(row.expires())),
        Optional.of(row),
        Optional.empty());
  }

  static Recovered parked(ParkedRow row, long ticket) throws MalformedException {
    if (row.entry().state() == OutboxEntry.State.SETTLED) {
      throw new MalformedException("a state in which a row is kept", 0);
    }
    Optional<Response> failure = Optional.empty();
    if (row.entry().isGivenUp()) {
      Failure cause = FailureCodec.decode(row.failure());
      failure = Optional.of(Response.failure(Expiry.NOBODY, cause));
    }
    return new Recovered(
        row.id(),
        ticket,
        row.direction(),
        row.source(),
        row.destination(),
        row.octets(),
        row.recordedAt(),
        row.entry(),
        Optional.empty(),
        failure);
  }
}

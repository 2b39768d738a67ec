package org.porin.outbox;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.porin.address.ImUri;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.profile.Failure;
import org.porin.profile.Response;
import org.porin.profile.Sending;

/** A message that an outbox holds. Whatever changes in it changes under the lock of the outbox. */
final class Held implements OutboxStore.Written, OutboxStore.Found {
  /** What the store was asked for and has not done; one thing at a time. */
  enum Step {
    NONE,
    INSERT,
    PARK,
    READ,
    GIVE_UP,
    DELETE
  }

  final Carriage carriage;
  final long id;
  final Lane lane;
  final ImUri source;
  final int octets;
  final long recordedAt;
  OutboxEntry entry;
  Step step = Step.NONE;
  boolean hot;

  /** Whether it is on disk. */
  boolean recorded;

  /** Whether it has left its lane: only its origin is still to be told. */
  boolean isUntold;

  /** Of the room for memory, what it takes. */
  long memory;

  /** Empty while it is parked and nobody needs it. */
  Optional<OutboxRow> row = Optional.empty();

  /** Why the last try did not get it through. */
  Optional<Failure> lastFailure = Optional.empty();

  /** By what a repeat of it is known that comes after its end. */
  Optional<SettledIdentity> identity = Optional.empty();

  /** How it ended. */
  Optional<Response> outcome = Optional.empty();

  /** Completes when it is recorded, or refused. */
  final CompletableFuture<Void> recording = new CompletableFuture<>();

  /** Who still waits for the response; nobody after a restart, or an answer before the end. */
  @Nullable CompletableFuture<Response> answer;

  Held(
      Carriage carriage,
      long id,
      Lane lane,
      ImUri source,
      int octets,
      long recordedAt,
      OutboxEntry entry) {
    this.carriage = carriage;
    this.id = id;
    this.lane = lane;
    this.source = source;
    this.octets = octets;
    this.recordedAt = recordedAt;
    this.entry = entry;
  }

  OutboxRow loaded() {
    return row.orElseThrow(() -> new IllegalStateException("it was not read"));
  }

  Sending sending() {
    OutboxRow it = loaded();
    return new Sending(it.token(), it.sequence(), entry.round(), entry.mayHaveArrived());
  }

  ParkedRow parked(Direction direction) {
    byte[] failure =
        outcome.flatMap(Response::failure).map(FailureCodec::encode).orElseGet(() -> new byte[0]);
    return new ParkedRow(
        id, direction, source, lane.key().destination(), octets, recordedAt, entry, failure);
  }

  @Override
  public void written(Optional<StoreException> fault) {
    carriage.written(this, fault);
  }

  @Override
  public void found(Optional<byte[]> message, Optional<StoreException> fault) {
    carriage.found(this, message, fault);
  }
}

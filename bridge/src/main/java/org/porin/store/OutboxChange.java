package org.porin.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.OutboxStore.Found;
import org.porin.outbox.OutboxStore.Written;
import org.porin.outbox.ParkedRow;

/** One change of the outbox, or one look into it, until it is told. */
final class OutboxChange {
  /** In the order in which one transaction does them. */
  enum Kind {
    INSERT,
    PARK,
    MOVE,
    DELETE_HOT,
    DELETE_PARKED,
    READ
  }

  final Kind kind;
  final long id;
  final byte[] message;
  private final @Nullable ParkedRow row;
  private final @Nullable Written written;
  private final @Nullable Found found;
  final Optional<SettledIdentity> identity;
  private byte @Nullable [] read;

  private OutboxChange(
      Kind kind,
      long id,
      byte[] message,
      @Nullable ParkedRow row,
      @Nullable Written written,
      @Nullable Found found,
      Optional<SettledIdentity> identity) {
    this.kind = kind;
    this.id = id;
    this.message = message;
    this.row = row;
    this.written = written;
    this.found = found;
    this.identity = identity;
  }

  private static final byte[] NOTHING = {};

  static OutboxChange insert(long id, byte[] message, Written told) {
    return new OutboxChange(Kind.INSERT, id, message, null, told, null, Optional.empty());
  }

  static OutboxChange park(
      ParkedRow row, boolean hot, Optional<SettledIdentity> identity, Written told) {
    Kind kind = hot ? Kind.MOVE : Kind.PARK;
    return new OutboxChange(kind, row.id(), NOTHING, row, told, null, identity);
  }

  static OutboxChange delete(
      long id, boolean hot, Optional<SettledIdentity> identity, Written told) {
    Kind kind = hot ? Kind.DELETE_HOT : Kind.DELETE_PARKED;
    return new OutboxChange(kind, id, NOTHING, null, told, null, identity);
  }

  static OutboxChange read(long id, Found told) {
    return new OutboxChange(Kind.READ, id, NOTHING, null, null, told, Optional.empty());
  }

  ParkedRow row() {
    if (row == null) {
      throw new IllegalStateException("only what is parked has a row");
    }
    return row;
  }

  void found(byte @Nullable [] octets) {
    read = octets;
  }

  void tell(Optional<StoreException> fault) {
    if (written != null) {
      written.written(fault);
    } else if (found != null) {
      found.found(fault.isPresent() ? Optional.empty() : Optional.ofNullable(read), fault);
    }
  }
}

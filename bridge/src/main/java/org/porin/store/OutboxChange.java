package org.porin.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.OutboxStore.Found;
import org.porin.outbox.OutboxStore.Looked;
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
    READ,
    LOOK
  }

  final Kind kind;
  final long id;

  /** Of what is inserted, or looked at. */
  final long lane;

  final byte[] message;
  private final @Nullable ParkedRow row;
  private final @Nullable Written written;
  private final @Nullable Found found;
  final Optional<SettledIdentity> identity;
  private final @Nullable Looked looked;
  private byte @Nullable [] read;
  private boolean elsewhere;

  private OutboxChange(
      Kind kind,
      long id,
      long lane,
      byte[] message,
      @Nullable ParkedRow row,
      @Nullable Written written,
      @Nullable Found found,
      Optional<SettledIdentity> identity,
      @Nullable Looked looked) {
    this.kind = kind;
    this.id = id;
    this.lane = lane;
    this.message = message;
    this.row = row;
    this.written = written;
    this.found = found;
    this.identity = identity;
    this.looked = looked;
  }

  private static final byte[] NOTHING = {};

  static OutboxChange insert(long id, long lane, byte[] message, Written told) {
    return new OutboxChange(
        Kind.INSERT, id, lane, message, null, told, null, Optional.empty(), null);
  }

  static OutboxChange park(
      ParkedRow row, boolean hot, Optional<SettledIdentity> identity, Written told) {
    Kind kind = hot ? Kind.MOVE : Kind.PARK;
    return new OutboxChange(kind, row.id(), 0, NOTHING, row, told, null, identity, null);
  }

  static OutboxChange delete(
      long id, boolean hot, Optional<SettledIdentity> identity, Written told) {
    Kind kind = hot ? Kind.DELETE_HOT : Kind.DELETE_PARKED;
    return new OutboxChange(kind, id, 0, NOTHING, null, told, null, identity, null);
  }

  static OutboxChange read(long id, Found told) {
    return new OutboxChange(Kind.READ, id, 0, NOTHING, null, null, told, Optional.empty(), null);
  }

  static OutboxChange look(long lane, Looked told) {
    return new OutboxChange(Kind.LOOK, 0, lane, NOTHING, null, null, null, Optional.empty(), told);
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

  /** Whether another process has older messages in the lane. */
  void looked(boolean there) {
    elsewhere = there;
  }

  boolean isElsewhere() {
    return elsewhere;
  }

  void tell(Optional<StoreException> fault) {
    if (written != null) {
      written.written(fault);
    } else if (found != null) {
      found.found(fault.isPresent() ? Optional.empty() : Optional.ofNullable(read), fault);
    } else if (looked != null) {
      looked.looked(elsewhere, fault);
    }
  }
}

package org.porin.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.profile.Leg;
import org.porin.wire.MalformedException;

/** The values of a row that was found, read one after the other; and how times are written. */
final class Columns {
  private final ResultSet row;
  private int at;

  Columns(ResultSet row) {
    this(row, 1);
  }

  /**
   * @param read how many were read already
   */
  Columns(ResultSet row, int read) {
    this.row = row;
    this.at = read;
  }

  String text() throws SQLException {
    return row.getString(++at);
  }

  int number() throws SQLException {
    return row.getInt(++at);
  }

  boolean flag() throws SQLException {
    return number() != 0;
  }

  PresUri presUri() throws SQLException, MalformedException {
    return PresUri.parse(text());
  }

  /** Name and state of a leg; empty where there is no name. */
  Optional<Leg> leg() throws SQLException {
    String name = text();
    String state = text();
    return name.isEmpty() ? Optional.empty() : Optional.of(new Leg(name, state));
  }

  Instant time() throws SQLException {
    long millis = row.getLong(++at);
    if (millis == Long.MAX_VALUE) {
      return Instant.MAX;
    }
    return millis == Long.MIN_VALUE ? Instant.MIN : Instant.ofEpochMilli(millis);
  }

  /** In milliseconds since 1970; "never" is the last of them, "always" the first. */
  static Long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }
}

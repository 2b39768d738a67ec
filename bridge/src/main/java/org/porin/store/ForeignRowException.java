package org.porin.store;

import java.sql.SQLException;

/** A row lies under the lease of another bridge. */
final class ForeignRowException extends SQLException {
  private static final long serialVersionUID = 1L;

  ForeignRowException() {
    super("the row belongs to another bridge on the same store");
  }
}

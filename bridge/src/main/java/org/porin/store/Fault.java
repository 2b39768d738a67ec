package org.porin.store;

import org.porin.durable.StoreException;

/**
 * Why something could not be done.
 *
 * @param exception with the cause and the remedy
 */
record Fault(Scope scope, StoreException exception) {
  /** The same, of what may be written all the same. */
  Fault uncertainly() {
    return new Fault(scope, exception.uncertainly());
  }

  /** What it concerns. */
  enum Scope {
    /** What was to be written: without it the rest may be written. */
    CHANGES,
    /** The database as it is now. */
    DATABASE,
    /** The connection, of which another one may be made. */
    CONNECTION
  }
}

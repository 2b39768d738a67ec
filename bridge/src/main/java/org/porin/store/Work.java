package org.porin.store;

import java.sql.SQLException;
import java.util.Set;

/** What one transaction does, and may do again over another connection. */
interface Work {
  /**
   * Does it.
   *
   * @param held the leases that are held; new rows go under the first
   */
  void write(Session session, Set<Long> held) throws SQLException;
}

package org.porin.store;

import java.sql.SQLException;
import java.util.List;
import org.porin.presence.PresenceStore.Row;
import org.porin.wire.MalformedException;

/** How one kind of row stands in its table. */
interface RowForm<R extends Row> {
  Table table();

  /** The digest of what names the row. */
  String id(R row);

  /** The values of the columns, in their order. */
  List<Object> values(R row);

  /**
   * Reads them back.
   *
   * @throws MalformedException when something else than {@link #values} has written them
   */
  R read(Columns columns) throws SQLException, MalformedException;
}

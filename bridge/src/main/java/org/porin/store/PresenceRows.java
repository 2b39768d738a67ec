package org.porin.store;

import java.util.List;
import org.porin.presence.AudienceRow;
import org.porin.presence.BlockRow;
import org.porin.presence.GrantRow;
import org.porin.presence.PresenceStore.Change;
import org.porin.presence.PresenceStore.Row;
import org.porin.presence.WatchRow;

/** Changes of presence rows as changes of tables. */
final class PresenceRows {
  static final RowForm<WatchRow> WATCHES = new WatchForm();
  static final RowForm<GrantRow> GRANTS = new GrantForm();
  static final RowForm<AudienceRow> AUDIENCES = new AudienceForm();
  static final RowForm<BlockRow> BLOCKS = new BlockForm();

  private PresenceRows() {}

  /**
   * The same in the words of the tables.
   *
   * @throws IllegalArgumentException when a row has what no store keeps as it is
   */
  static List<RowChange> of(List<Change> changes) {
    return changes.stream().map(PresenceRows::of).toList();
  }

  private static RowChange of(Change change) {
    if (change instanceof Change.Put put) {
      return of(put.row(), true);
    }
    return of(((Change.Drop) change).row(), false);
  }

  /** Java 17 has no exhaustive choice of a sealed type; the compiler checks the last cast. */
  private static RowChange of(Row row, boolean there) {
    if (row instanceof WatchRow watch) {
      return of(WATCHES, watch, there);
    }
    if (row instanceof GrantRow grant) {
      return of(GRANTS, grant, there);
    }
    if (row instanceof AudienceRow audience) {
      return of(AUDIENCES, audience, there);
    }
    return of(BLOCKS, (BlockRow) row, there);
  }

  private static <R extends Row> RowChange of(RowForm<R> form, R row, boolean there) {
    if (!there) {
      return new RowChange.Drop(form.table(), form.id(row));
    }
    List<Object> values = form.values(row);
    for (Object value : values) {
      if (value instanceof String text && text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("no database keeps a text with a NUL");
      }
    }
    return new RowChange.Put(form.table(), form.id(row), values);
  }
}

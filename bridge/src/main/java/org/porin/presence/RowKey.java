package org.porin.presence;

import org.porin.address.PresUri;
import org.porin.presence.PresenceStore.Change;
import org.porin.presence.PresenceStore.Row;

/** By what a row is told from the others of its kind. */
record RowKey(Class<? extends Row> kind, Object key) {
  static RowKey of(Change change) {
    return change instanceof Change.Put put ? of(put.row()) : of(((Change.Drop) change).row());
  }

  private static RowKey of(Row row) {
    if (row instanceof WatchRow watch) {
      return new RowKey(WatchRow.class, new Ends(watch.watcher(), watch.target()));
    }
    if (row instanceof GrantRow grant) {
      return new RowKey(GrantRow.class, new Ends(grant.watcher(), grant.target()));
    }
    if (row instanceof AudienceRow audience) {
      return new RowKey(AudienceRow.class, audience.leg().name());
    }
    return new RowKey(BlockRow.class, row);
  }

  private record Ends(PresUri watcher, PresUri target) {}
}

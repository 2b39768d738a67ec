package org.porin.conformance.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.porin.durable.StoreException;
import org.porin.presence.AudienceRow;
import org.porin.presence.BlockRow;
import org.porin.presence.GrantRow;
import org.porin.presence.PresenceStore;
import org.porin.presence.PresenceStore.Row;
import org.porin.presence.WatchRow;

/** What a store has, as it says when it is loaded. */
public final class Kept implements PresenceStore.Rows {
  private final Set<Row> rows = new LinkedHashSet<>();
  private int told;

  private Kept() {}

  /** Loads it. */
  public static Set<Row> in(PresenceStore store) throws StoreException {
    Kept kept = new Kept();
    store.load(kept);
    if (kept.told != kept.rows.size()) {
      throw new AssertionError("a row was told twice");
    }
    return kept.rows;
  }

  /** Those of one kind. */
  static <R extends Row> List<R> of(Class<R> kind, Set<Row> rows) {
    return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void add(Row row) {
    told++;
    rows.add(row);
  }

  @Override
  public void watch(WatchRow row) {
    add(row);
  }

  @Override
  public void grant(GrantRow row) {
    add(row);
  }

  @Override
  public void audience(AudienceRow row) {
    add(row);
  }

  @Override
  public void block(BlockRow row) {
    add(row);
  }
}

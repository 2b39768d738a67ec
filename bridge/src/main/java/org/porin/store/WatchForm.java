package org.porin.store;

import static org.porin.store.Columns.millis;

import java.sql.SQLException;
import java.util.List;
import org.porin.presence.WatchRow;
import org.porin.profile.Leg;
import org.porin.profile.SubscriptId;
import org.porin.wire.MalformedException;

/** What XMPP users watch. */
final class WatchForm implements RowForm<WatchRow> {
  private static final Table TABLE =
      new Table(
          "presence_watch",
          List.of(
              "watcher",
              "target",
              "subscript_id",
              "phase",
              "approved",
              "leg",
              "leg_state",
              "due",
              "expires",
              "attempts",
              "told"));

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public String id(WatchRow row) {
    return RowId.of(row.watcher().toString(), row.target().toString());
  }

  @Override
  public List<Object> values(WatchRow row) {
    return List.of(
        row.watcher().toString(),
        row.target().toString(),
        row.subscriptId().value(),
        row.phase(),
        row.approved() ? 1L : 0L,
        row.leg().map(Leg::name).orElse(""),
        row.leg().map(Leg::state).orElse(""),
        millis(row.due()),
        millis(row.expires()),
        (long) row.attempts(),
        row.told());
  }

  @Override
  public WatchRow read(Columns columns) throws SQLException, MalformedException {
    return new WatchRow(
        columns.presUri(),
        columns.presUri(),
        new SubscriptId(columns.text()),
        columns.text(),
        columns.flag(),
        columns.leg(),
        columns.time(),
        columns.time(),
        columns.number(),
        columns.text());
  }
}

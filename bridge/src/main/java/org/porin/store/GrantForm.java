package org.porin.store;

import static org.porin.store.Columns.millis;

import java.sql.SQLException;
import java.util.List;
import org.porin.presence.GrantRow;
import org.porin.wire.MalformedException;

/** What XMPP users have decided of foreign watchers. */
final class GrantForm implements RowForm<GrantRow> {
  private static final Table TABLE =
      new Table("presence_grant", List.of("watcher", "target", "decision", "since"));

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public String id(GrantRow row) {
    return RowId.of(row.watcher().toString(), row.target().toString());
  }

  @Override
  public List<Object> values(GrantRow row) {
    return List.of(
        row.watcher().toString(), row.target().toString(), row.decision(), millis(row.since()));
  }

  @Override
  public GrantRow read(Columns columns) throws SQLException, MalformedException {
    return new GrantRow(columns.presUri(), columns.presUri(), columns.text(), columns.time());
  }
}

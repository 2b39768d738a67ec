package org.porin.store;

import static org.porin.store.Columns.millis;

import java.sql.SQLException;
import java.util.List;
import org.porin.presence.AudienceRow;
import org.porin.profile.SubscriptId;
import org.porin.wire.MalformedException;

/** Subscriptions of foreign watchers. */
final class AudienceForm implements RowForm<AudienceRow> {
  private static final Table TABLE =
      new Table(
          "presence_audience",
          List.of(
              "watcher",
              "target",
              "subscript_id",
              "leg",
              "leg_state",
              "expires",
              "accept",
              "told"));

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public String id(AudienceRow row) {
    return RowId.of(row.leg().name());
  }

  @Override
  public List<Object> values(AudienceRow row) {
    return List.of(
        row.watcher().toString(),
        row.target().toString(),
        row.subscriptId().value(),
        row.leg().name(),
        row.leg().state(),
        millis(row.expires()),
        lines(row.accept()),
        row.told());
  }

  @Override
  public AudienceRow read(Columns columns) throws SQLException, MalformedException {
    return new AudienceRow(
        columns.presUri(),
        columns.presUri(),
        new SubscriptId(columns.text()),
        columns.leg().orElseThrow(() -> new MalformedException("a leg", 0)),
        columns.time(),
        columns.text().lines().toList(),
        columns.text());
  }

  private static String lines(List<String> types) {
    StringBuilder lines = new StringBuilder();
    for (String type : types) {
      if (type.indexOf('\n') >= 0 || type.indexOf('\r') >= 0) {
        throw new IllegalArgumentException("a content type has no line break");
      }
      lines.append(type).append('\n');
    }
    return lines.toString();
  }
}

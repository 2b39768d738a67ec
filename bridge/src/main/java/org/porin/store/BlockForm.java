package org.porin.store;

import java.sql.SQLException;
import java.util.List;
import org.porin.address.Jid;
import org.porin.presence.BlockRow;
import org.porin.wire.MalformedException;

/** Whom XMPP users do not want to hear of. */
final class BlockForm implements RowForm<BlockRow> {
  private static final Table TABLE = new Table("presence_block", List.of("principal", "blocked"));

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public String id(BlockRow row) {
    return RowId.of(row.user().toString(), row.blocked().toString());
  }

  @Override
  public List<Object> values(BlockRow row) {
    return List.of(row.user().toString(), row.blocked().toString());
  }

  @Override
  public BlockRow read(Columns columns) throws SQLException, MalformedException {
    return new BlockRow(Jid.parse(columns.text()), Jid.parse(columns.text()));
  }
}

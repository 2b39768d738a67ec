package org.porin.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one transaction writes: of several changes of a row, the last. */
final class Changes implements Work {
  /** Of rows in the order of their ids, so that two bridges never wait for each other crosswise. */
  private final Map<Table, Map<String, RowChange>> tables = new LinkedHashMap<>();

  void add(RowChange change) {
    tables.computeIfAbsent(change.table(), table -> new TreeMap<>()).put(change.id(), change);
  }

  int rows() {
    return tables.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * Writes them, new rows under the first lease that is held.
   *
   * @throws ForeignRowException when a row that is to be put belongs to another bridge
   */
  @Override
  public void write(Session session, Set<Long> held) throws SQLException {
    for (Map.Entry<Table, Map<String, RowChange>> each : tables.entrySet()) {
      writeTable(session, held, each.getKey(), List.copyOf(each.getValue().values()));
    }
  }

  private static void writeTable(
      Session session, Set<Long> held, Table table, List<RowChange> changes) throws SQLException {
    PreparedStatement put = session.statement(table.put(held));
    PreparedStatement drop = session.statement(table.drop(held));
    put.clearBatch(); // of a transaction that failed
    drop.clearBatch();
    int puts = 0;
    for (RowChange change : changes) {
      if (change instanceof RowChange.Put row) {
        bind(put, row, held.iterator().next());
        put.addBatch();
        puts++;
      } else {
        drop.setString(1, change.id());
        drop.addBatch();
      }
    }
    if (puts < changes.size()) {
      drop.executeBatch();
    }
    if (puts > 0) {
      refuseForeign(put.executeBatch());
    }
  }

  private static void bind(PreparedStatement statement, RowChange.Put row, long lease)
      throws SQLException {
    statement.setString(1, row.id());
    statement.setLong(2, lease);
    int at = 3;
    for (Object value : row.values()) {
      if (value instanceof Long number) {
        statement.setLong(at++, number);
      } else {
        statement.setString(at++, value.toString());
      }
    }
  }

  private static void refuseForeign(int[] written) throws ForeignRowException {
    for (int rows : written) {
      if (rows == 0) {
        throw new ForeignRowException();
      }
    }
  }
}

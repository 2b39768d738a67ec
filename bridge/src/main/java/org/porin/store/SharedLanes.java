package org.porin.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.porin.outbox.OutboxEntry.State;

/**
 * Whether other bridges have messages in some lanes that were recorded before this one's. Of two
 * bridges never both are told so: tickets have one order, and the lowest of a lane waits for
 * nobody.
 */
final class SharedLanes {
  private final Map<String, Long> ours = new HashMap<>(); // the lowest ticket, by lane
  private final Map<String, Long> theirs = new HashMap<>();

  private SharedLanes() {}

  /**
   * Looks into the lanes of a group.
   *
   * @param known the leases whose rows this process has in memory
   */
  static void look(List<OutboxChange> group, Session session, Set<Long> known) throws SQLException {
    List<OutboxChange> looks =
        group.stream().filter(each -> each.kind == OutboxChange.Kind.LOOK).toList();
    if (!looks.isEmpty()) {
      SharedLanes lanes = new SharedLanes();
      lanes.read(looks, session, known);
      looks.forEach(each -> each.looked(lanes.waitsForOthers(Long.toString(each.lane))));
    }
  }

  private void read(List<OutboxChange> looks, Session session, Set<Long> known)
      throws SQLException {
    PreparedStatement statement = session.statement(query(known));
    Long[] numbers = looks.stream().map(each -> each.lane).distinct().toArray(Long[]::new);
    String[] texts = looks.stream().map(each -> "" + each.lane).distinct().toArray(String[]::new);
    statement.setArray(1, statement.getConnection().createArrayOf("bigint", numbers));
    statement.setArray(2, statement.getConnection().createArrayOf("text", texts));
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        Map<String, Long> whose = found.getBoolean(2) ? ours : theirs;
        whose.merge(found.getString(1), found.getLong(3), Math::min);
      }
    }
  }

  /** What was given up is in nobody's way, though its origin may still have to be told. */
  private static String query(Set<Long> known) {
    String isOurs =
        known.stream().map(String::valueOf).collect(Collectors.joining(", ", "lease IN (", ")"));
    return "SELECT CAST(lane AS TEXT), %1$s, MIN(ticket) FROM outbox_hot WHERE lane = ANY(?)"
            .formatted(isOurs)
        + " GROUP BY 1, 2 UNION ALL"
        + " SELECT lane, %1$s, MIN(ticket) FROM outbox_parked WHERE lane = ANY(?)".formatted(isOurs)
        + " AND state NOT IN (%d, %d) GROUP BY 1, 2"
            .formatted(State.FAILED.ordinal(), State.EXPIRED.ordinal());
  }

  private boolean waitsForOthers(String lane) {
    return theirs.containsKey(lane) && theirs.get(lane) < ours.getOrDefault(lane, Long.MAX_VALUE);
  }
}

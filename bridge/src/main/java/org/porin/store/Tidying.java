package org.porin.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is done with leases that were taken over, when there is time: a process would hold ever more
 * of them. It locks the leases as each commit does, so that the two never wait crosswise.
 */
final class Tidying {
  private static final List<RowForm<?>> PRESENCE =
      List.of(
          PresenceRows.WATCHES, PresenceRows.GRANTS, PresenceRows.AUDIENCES, PresenceRows.BLOCKS);

  private Tidying() {}

  /** Puts subscriptions under the first lease: they may stay for ever. */
  static void presence(Session session, Lease lease) throws SQLException {
    locked(
        session,
        lease,
        (it, held) -> {
          long first = held.iterator().next();
          for (RowForm<?> form : PRESENCE) {
            PreparedStatement statement =
                it.statement(
                    "UPDATE %s SET lease = ? WHERE lease IN (%s)"
                        .formatted(form.table().name(), others(held)));
            statement.setLong(1, first);
            statement.executeUpdate();
          }
        });
  }

  /** Gives up leases under which no message is left, and no identity of one. */
  static void leases(Session session, Lease lease) throws SQLException {
    locked(
        session,
        lease,
        (it, held) -> {
          Set<Long> empty = empty(it, held);
          empty.retainAll(lease.read());
          lease.drop(empty);
          for (long id : empty) {
            PreparedStatement statement = it.statement("DELETE FROM lease WHERE id = ?");
            statement.setLong(1, id);
            statement.executeUpdate();
          }
        });
  }

  private static void locked(Session session, Lease lease, Work work) throws SQLException {
    try {
      session.<Boolean, LeaseLostException>transact(
          it -> {
            work.write(it, lease.renew(it));
            return true;
          });
    } catch (LeaseLostException e) {
      lease.lose(String.valueOf(e.getMessage()));
    }
  }

  private static Set<Long> empty(Session session, Set<Long> held) throws SQLException {
    Set<Long> empty = new LinkedHashSet<>(held);
    empty.remove(held.iterator().next());
    for (String table : List.of("outbox_hot", "outbox_parked", "outbox_settled")) {
      Set<Long> used = new HashSet<>();
      for (long id : empty) {
        PreparedStatement statement =
            session.statement("SELECT 1 FROM " + table + " WHERE lease = ? LIMIT 1");
        statement.setLong(1, id);
        try (ResultSet found = statement.executeQuery()) {
          if (found.next()) {
            used.add(id);
          }
        }
      }
      empty.removeAll(used);
    }
    return empty;
  }

  private static String others(Set<Long> held) {
    return held.stream().skip(1).map(String::valueOf).collect(Collectors.joining(", "));
  }
}

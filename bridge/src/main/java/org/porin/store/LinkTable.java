package org.porin.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which holder has which link. A link goes with the leases of its holder. */
final class LinkTable {
  private LinkTable() {}

  /** Takes those that nobody has. */
  static void claim(Session session, String holder, Set<String> domains) throws SQLException {
    session.<Boolean, SQLException>transact(
        it -> {
          for (String domain : new TreeSet<>(domains)) { // in one order in all bridges
            claim(it, holder, domain);
          }
          return true;
        });
  }

  private static void claim(Session session, String holder, String domain) throws SQLException {
    PreparedStatement statement =
        session.statement(
            "INSERT INTO link (domain, holder) VALUES (?, ?) ON CONFLICT (domain) DO UPDATE"
                + " SET holder = excluded.holder WHERE link.holder NOT IN (SELECT holder FROM lease)");
    statement.setString(1, domain);
    statement.setString(2, holder);
    statement.executeUpdate();
  }

  /** Holders by domain. */
  static Map<String, String> holders(Session session) throws SQLException {
    return session.<Map<String, String>, SQLException>transact(
        it -> {
          Map<String, String> holders = new TreeMap<>();
          String sql = "SELECT domain, holder FROM link WHERE holder IN (SELECT holder FROM lease)";
          try (ResultSet found = it.statement(sql).executeQuery()) {
            while (found.next()) {
              holders.put(found.getString(1), found.getString(2));
            }
          }
          return holders;
        });
  }
}

package org.porin.conformance.interop;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.conformance.load.Mark;

/**
 * Which messages towards SIP have been seen in the store of a Porin: whatever happens to a link or
 * to the process then, these are not to be lost.
 */
final class RecordedOut {
  private static final Pattern URL = Pattern.compile("url = \"(sqlite|postgresql):([^\"]+)\"");

  private final Set<Mark> marks = ConcurrentHashMap.newKeySet();
  private final String url;
  private final String senders;

  /**
   * @param store lines of [store]
   * @param senders the domain whose users' messages they are
   */
  RecordedOut(String store, String senders) {
    this.senders = '@' + senders;
    Matcher found = URL.matcher(store);
    if (!found.find()) {
      throw new IllegalArgumentException(store);
    }
    url =
        found.group(1).equals("sqlite")
            ? "jdbc:sqlite:file:" + found.group(2) + "?mode=ro"
            : "jdbc:postgresql:" + found.group(2) + "?user=porin&password=orchard";
  }

  /** Looks into the store, beside a Porin or without one: at one moment into both tables. */
  void look() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT message FROM outbox_hot UNION ALL SELECT message FROM outbox_parked")) {
      while (rows.next()) {
        String row = new String(rows.getBytes(1), StandardCharsets.ISO_8859_1);
        if (row.contains(senders)) {
          Mark.find(row).ifPresent(marks::add);
        }
      }
    }
  }

  /** Whether a message was there. */
  boolean has(Mark mark) {
    return marks.contains(mark);
  }

  /** Forgets all but these. */
  void retain(Set<Mark> open) {
    marks.retainAll(open);
  }
}

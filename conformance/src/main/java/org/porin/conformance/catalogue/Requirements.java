package org.porin.conformance.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rows, in the order of the file; ids are unique. */
public final class Requirements {
  private final Map<String, Row> rows;

  /**
   * Takes the rows as they come.
   *
   * @throws IllegalArgumentException if two have the same id
   */
  public Requirements(List<Row> rows) {
    this.rows = new LinkedHashMap<>();
    for (Row row : rows) {
      if (this.rows.put(row.id(), row) != null) {
        throw new IllegalArgumentException("two rows have the id " + row.id());
      }
    }
  }

  /** Reads {@code requirements.tsv} beside the classes. */
  public static Requirements read() throws IOException {
    try (InputStream in = Requirements.class.getResourceAsStream("/requirements.tsv")) {
      if (in == null) {
        throw new IOException("requirements.tsv is not on the class path");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new Requirements(lines.lines().skip(1).map(Row::parse).toList());
    }
  }

  /** Every row. */
  public Collection<Row> rows() {
    return rows.values();
  }

  /** The row with this id. */
  public Optional<Row> row(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** The id that differs least from an unknown one: most such ids are slips of the keyboard. */
  public String nearest(String unknown) {
    return rows.keySet().stream()
        .min(Comparator.comparingInt(id -> distance(unknown, id)))
        .orElse("none");
  }

  /** How many characters to insert, delete or replace (Levenshtein). */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}

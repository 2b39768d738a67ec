package org.porin.store;

import java.util.List;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * A table whose rows have an id of ours and lie under a lease. Its statements are read by every
 * database; names and numbers in them are ours.
 *
 * @param columns behind {@code id} and {@code lease}
 */
record Table(String name, List<String> columns) {
  Table {
    columns = List.copyOf(columns);
  }

  /** Writes a row whose id is free or whose lease is held. Takes id, lease and columns. */
  String put(Set<Long> held) {
    return "INSERT INTO %s (id, lease, %s) VALUES (?, ?%s) ON CONFLICT (id) DO UPDATE SET %s WHERE %s.lease IN (%s)"
        .formatted(
            name,
            String.join(", ", columns),
            ", ?".repeat(columns.size()),
            columns.stream().map(each -> each + " = excluded." + each).collect(joined()),
            name,
            ids(held));
  }

  /** Deletes a row whose lease is held. Takes its id. */
  String drop(Set<Long> held) {
    return "DELETE FROM %s WHERE id = ? AND lease IN (%s)".formatted(name, ids(held));
  }

  /** All rows under leases that are held: the id, then the columns. */
  String rows(Set<Long> held) {
    return "SELECT id, %s FROM %s WHERE lease IN (%s)"
        .formatted(String.join(", ", columns), name, ids(held));
  }

  private static String ids(Set<Long> held) {
    return held.stream().map(String::valueOf).collect(joined());
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }
}

package org.porin.store;

import java.util.List;

/** A change of one row: of a table, an id, and values. */
sealed interface RowChange {
  /** About what an object, its place in a queue and its share of a commit take. */
  int OCTETS = 200;

  Table table();

  String id();

  /** How much memory it takes, about. */
  long octets();

  /**
   * The row is there.
   *
   * @param values of the columns, in their order: texts, and numbers as {@link Long}
   */
  record Put(Table table, String id, List<Object> values) implements RowChange {
    public Put {
      values = List.copyOf(values);
    }

    @Override
    public long octets() {
      long octets = OCTETS;
      for (Object value : values) {
        octets += value instanceof String text ? 2L * text.length() : Long.BYTES;
      }
      return octets;
    }
  }

  /** The row is not there. */
  record Drop(Table table, String id) implements RowChange {
    @Override
    public long octets() {
      return OCTETS;
    }
  }
}

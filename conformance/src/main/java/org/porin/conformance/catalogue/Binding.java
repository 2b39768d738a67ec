package org.porin.conformance.catalogue;

import java.util.List;
import java.util.Set;

/**
 * Rows that have to be proven by a test or explained in {@code docs/rfc-coverage.md}: those with
 * MUST that bind certain parties.
 *
 * @param parties who is bound, as {@link Row#party()} names them; none stands for all
 */
record Binding(Set<String> parties) {
  /** The pure part, whose tests every build runs. */
  static final Binding MAPPING = new Binding(Set.of("mapping"));

  /** Everybody, those among them whom nothing here can bind: they have a reason as well. */
  static final Binding EVERYBODY = new Binding(Set.of());

  /** Copies the set. */
  Binding {
    parties = Set.copyOf(parties);
  }

  /** Whether this row has to be proven or explained. */
  boolean covers(Row row) {
    return row.level() == Level.MUST && (parties.isEmpty() || parties.contains(row.party()));
  }

  /** Whether one of these covers the row. */
  static boolean anyCovers(List<Binding> bindings, Row row) {
    return bindings.stream().anyMatch(binding -> binding.covers(row));
  }
}

package org.porin.conformance.catalogue;

import java.util.List;
import java.util.Set;

/**
 * Rows that have to be proven by a test or explained in {@code docs/rfc-coverage.md}: those with
 * MUST that bind certain parties by certain specifications.
 *
 * @param parties who is bound
 * @param specifications as {@link Row#specification()} names them; none stands for all
 */
record Binding(Set<String> parties, Set<String> specifications) {
  /** The pure part: whatever binds it. */
  static final Binding MAPPING = new Binding(Set.of("mapping"), Set.of());

  /** The bridge, by what it carries messages with. */
  static final Binding MESSAGES =
      new Binding(
          Set.of("bridge", "both"),
          Set.of(
              "RFC 3428",
              "RFC 3860",
              "RFC 3861",
              "RFC 2782",
              "RFC 5509",
              "RFC 3261",
              "RFC 3263",
              "RFC 7247",
              "RFC 7572",
              "XEP-0114"));

  /** The bridge, by what it carries presence with. */
  static final Binding PRESENCE =
      new Binding(
          Set.of("bridge", "both"),
          Set.of(
              "RFC 2779", "RFC 3856", "RFC 3859", "RFC 3863", "RFC 3922", "RFC 6665", "RFC 8048"));

  /** The bridge, by what it finds out and says who speaks. */
  static final Binding TRUST =
      new Binding(
          Set.of("bridge", "both"),
          Set.of(
              "RFC 3325",
              "RFC 3923",
              "RFC 8224",
              "RFC 8225",
              "RFC 8226",
              "RFC 8588",
              "RFC 8946",
              "RFC 9475"));

  /** Copies the sets. */
  Binding {
    parties = Set.copyOf(parties);
    specifications = Set.copyOf(specifications);
  }

  /** Whether this row has to be proven or explained. */
  boolean covers(Row row) {
    return row.level() == Level.MUST
        && parties.contains(row.party())
        && (specifications.isEmpty() || specifications.contains(row.specification()));
  }

  /** Whether one of these covers the row. */
  static boolean anyCovers(List<Binding> bindings, Row row) {
    return bindings.stream().anyMatch(binding -> binding.covers(row));
  }
}

package org.porin.mapping;

import java.util.List;

/**
 * The result of a translation with everything that did not come along.
 *
 * @param omissions in the order of the source
 */
public record Mapped<T>(T value, List<Omission> omissions) {
  public Mapped {
    omissions = List.copyOf(omissions);
  }
}

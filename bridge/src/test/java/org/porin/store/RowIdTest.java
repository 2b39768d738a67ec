package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowIdTest {
  @Test
  void oneNameDoesNotRunIntoTheNext() {
    assertThat(RowId.of("ab", "c")).isNotEqualTo(RowId.of("a", "bc"));
    assertThat(RowId.of("ab")).isNotEqualTo(RowId.of("ab", ""));
    assertThat(RowId.of("a", "b")).isNotEqualTo(RowId.of("b", "a"));
    assertThat(RowId.of("1:a", "b")).isNotEqualTo(RowId.of("1", ":a1:b"));
  }

  /** It stands in databases: another one would lose every row. */
  @Test
  void itStaysAsItIs() {
    assertThat(RowId.of("pres:juliet@capulet.example", "pres:romeo@montague.example"))
        .isEqualTo("PR_IGm_DneXUsGmzXXC04g")
        .hasSize(22);
  }
}

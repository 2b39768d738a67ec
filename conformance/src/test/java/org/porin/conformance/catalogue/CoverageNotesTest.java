package org.porin.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageNotesTest {
  private static final Requirements REQUIREMENTS =
      new Requirements(
          List.of(
              new Row("3922-1-1", Level.MUST, "mapping", "-", "does this", ""),
              new Row("3922-1-2", Level.SHOULD, "mapping", "-", "does that", ""),
              new Row("3922-1-3", Level.MUST, "bridge", "-", "does more", ""),
              new Row("3428-1-1", Level.MUST, "bridge", "-", "sends", ""),
              new Row("3428-1-2", Level.MUST, "operator", "-", "pays", "")));

  @Test
  void aBindingRowIsProvenOrListedWithAReason() {
    assertThat(faults(List.of("3922-1-1\tpassed\torg.porin.ATest#a\t"))).isEmpty();
    assertThat(faults(List.of(), "| `3922-1-1` | no party to it |")).isEmpty();
    assertThat(faults(List.of()))
        .containsExactly(
            "no test proves 3922-1-1 (does this), and rfc-coverage.md does not say why");
    assertThat(faults(List.of("3922-1-1\tfailed\torg.porin.ATest#a\tno"))).hasSize(1);
    assertThat(faults(List.of(), "| `3922-1-1` |  |"))
        .containsExactly("rfc-coverage.md gives no reason for 3922-1-1");
  }

  @Test
  void aRowIsNotListedThatIsProvenOrUnknown() {
    List<String> passed = List.of("3922-1-1\tpassed\torg.porin.ATest#a\t");
    assertThat(faults(passed, "| row | why |", "|---|---|", "| `3922-1-1` | x |"))
        .containsExactly("rfc-coverage.md lists 3922-1-1, which a test proves: delete the line");
    assertThat(faults(passed, "| `3922-9-9` | x |"))
        .containsExactly("rfc-coverage.md names 3922-9-9, which the catalogue does not have");
    assertThat(faults(List.of(), "| `3922-1-1` | x |", "| `3922-1-1` | y |"))
        .containsExactly("rfc-coverage.md lists 3922-1-1 twice");
  }

  @Test
  void everyMustIsProvenOrExplainedWhomeverItBinds() {
    Coverage nothing = new Coverage(REQUIREMENTS, List.of());
    CoverageNotes notes = CoverageNotes.of(List.of("| `3922-1-1` | x |", "| `3922-1-3` | x |"));
    assertThat(notes.faults(REQUIREMENTS, nothing, List.of(Binding.EVERYBODY)))
        .containsExactly(
            "no test proves 3428-1-1 (sends), and rfc-coverage.md does not say why",
            "no test proves 3428-1-2 (pays), and rfc-coverage.md does not say why");
  }

  @Test
  void aBuildOfSomeTestsCannotBeJudged(@TempDir Path tests) throws IOException {
    Path directory = Files.createDirectories(tests.resolve("org/porin"));
    Files.writeString(directory.resolve("ATest.java"), "@Requirement(\"3922-1-1\") void a() {}");
    Files.writeString(directory.resolve("BTest.java"), "void b() {}");
    List<TestResult> ran = List.of(TestResult.parse("3922-1-1\tpassed\torg.porin.ATest#a\t"));

    assertThat(CoverageNotes.canBeJudged(tests, ran)).isTrue();
    assertThat(CoverageNotes.canBeJudged(tests, List.of())).isFalse();
  }

  private static List<String> faults(List<String> results, String... lines) {
    Coverage coverage =
        new Coverage(REQUIREMENTS, results.stream().map(TestResult::parse).toList());
    return CoverageNotes.of(Arrays.asList(lines))
        .faults(REQUIREMENTS, coverage, List.of(Binding.MAPPING));
  }
}

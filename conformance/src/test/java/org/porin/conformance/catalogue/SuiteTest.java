package org.porin.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.porin.conformance.catalogue.TestResult.Outcome;

class SuiteTest {
  @Test
  void aSuiteThatWasSkippedSaysWhy() {
    Suite suite =
        Suite.of(
            "LoadInterop",
            List.of(
                new TestResult(
                    "-", Outcome.SKIPPED, "org.porin.LoadInterop", "Docker is not reachable: x")));
    assertThat(suite.isExecuted()).isFalse();
    assertThat(suite.isSkipped()).isTrue();
    assertThat(suite).hasToString("0 passed, 0 failed, 1 skipped: Docker is not reachable: x");
  }

  @Test
  void aTestThatNamesSeveralRowsCountsOnce() {
    Suite suite =
        Suite.of(
            "LoadInterop",
            List.of(
                new TestResult("3922-4.1-1", Outcome.PASSED, "org.porin.LoadInterop#a", ""),
                new TestResult("3922-4.1-2", Outcome.PASSED, "org.porin.LoadInterop#a", "")));
    assertThat(suite).hasToString("1 passed, 0 failed, 0 skipped");
    assertThat(suite.isSkipped()).isFalse();
  }

  @Test
  void aSuiteWithoutResultsWasNotRun() {
    assertThat(Suite.of("LoadInterop", List.of()).reasons())
        .containsExactly("not run in this build");
  }

  @Test
  void theReportTellsExecutedFromSkippedSuites() {
    List<Suite> suites =
        List.of(
            new Suite("MessageInterop", 3, 0, 0, List.of()),
            new Suite("LoadInterop", 0, 0, 1, List.of("Docker is not reachable: x")));
    String report = TextReport.of(new Coverage(new Requirements(List.of()), List.of()), suites, 0);
    assertThat(report.lines())
        .anySatisfy(line -> assertThat(line).contains("executed", "MessageInterop", "3 passed"))
        .anySatisfy(line -> assertThat(line).contains("SKIPPED", "LoadInterop", "Docker is not"));
  }
}

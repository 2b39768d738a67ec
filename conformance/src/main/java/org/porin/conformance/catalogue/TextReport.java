package org.porin.conformance.catalogue;

import java.util.List;
import org.porin.conformance.catalogue.Coverage.Tally;

/** The report as {@code mvn verify} prints it. */
final class TextReport {
  private TextReport() {}

  static String of(Coverage coverage, List<Suite> suites, int staleFiles) {
    StringBuilder text = new StringBuilder();
    text.append(line("Requirements proven by a passing test", "MUST", "all rows"));
    coverage
        .bySpecification()
        .forEach((specification, rows) -> text.append(line(specification, coverage.tally(rows))));
    text.append(line("all", coverage.total()));
    if (staleFiles > 0) {
      text.append("(").append(staleFiles).append(" result files of earlier builds do not count)\n");
    }
    text.append("\nInterop suites\n");
    for (Suite suite : suites) {
      String state = suite.isExecuted() ? "executed" : "SKIPPED";
      text.append(String.format("  %-8s  %-18s %s%n", state, suite.name(), suite));
    }
    return text.toString();
  }

  private static String line(String name, Tally tally) {
    return line(
        "  " + name,
        tally.provenMust() + " of " + tally.must(),
        tally.proven() + " of " + tally.rows());
  }

  private static String line(String name, String must, String all) {
    return String.format("%-38s %14s %14s%n", name, must, all);
  }
}

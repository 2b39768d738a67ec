package org.porin.conformance.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.porin.conformance.catalogue.TestResult.Outcome;

/** Which rows the tests of one build prove. */
public final class Coverage {
  private final Requirements requirements;
  private final Map<String, List<TestResult>> byId;

  /** Joins rows with results; results that name no row are left out. */
  public Coverage(Requirements requirements, List<TestResult> results) {
    this.requirements = requirements;
    this.byId =
        results.stream()
            .filter(TestResult::namesRow)
            .collect(
                Collectors.groupingBy(TestResult::id, LinkedHashMap::new, Collectors.toList()));
  }

  /** The tests that name a row, each once with its worst outcome, in the order of their names. */
  public List<TestResult> tests(Row row) {
    Map<String, TestResult> worst =
        byId.getOrDefault(row.id(), List.of()).stream()
            .collect(Collectors.toMap(TestResult::test, each -> each, Coverage::worse));
    return worst.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** A row is proven if one of its tests at least passed and none failed. */
  public boolean isProven(Row row) {
    List<TestResult> tests = byId.getOrDefault(row.id(), List.of());
    return tests.stream().anyMatch(test -> test.outcome() == Outcome.PASSED)
        && tests.stream().noneMatch(test -> test.outcome() == Outcome.FAILED);
  }

  /** One sentence for each id that no row has, with the test that names it and the nearest id. */
  public List<String> unknownIds() {
    List<String> sentences = new ArrayList<>();
    byId.forEach(
        (id, results) -> {
          if (requirements.row(id).isEmpty()) {
            Set<String> tests =
                results.stream()
                    .map(TestResult::test)
                    .collect(Collectors.toCollection(TreeSet::new));
            sentences.add(
                String.join(", ", tests)
                    + " names "
                    + id
                    + ", which the catalogue does not have; the nearest is "
                    + requirements.nearest(id));
          }
        });
    return sentences;
  }

  /** The rows of each specification, in the order of the catalogue. */
  public Map<String, List<Row>> bySpecification() {
    return requirements.rows().stream()
        .collect(
            Collectors.groupingBy(Row::specification, LinkedHashMap::new, Collectors.toList()));
  }

  /** Counts all rows. */
  public Tally total() {
    return tally(requirements.rows().stream().toList());
  }

  /** Counts some rows. */
  public Tally tally(List<Row> rows) {
    Predicate<Row> must = row -> row.level() == Level.MUST;
    return new Tally(
        count(rows, must.and(this::isProven)),
        count(rows, must),
        count(rows, this::isProven),
        rows.size());
  }

  private static int count(List<Row> rows, Predicate<Row> which) {
    return (int) rows.stream().filter(which).count();
  }

  private static TestResult worse(TestResult a, TestResult b) {
    return a.outcome().compareTo(b.outcome()) >= 0 ? a : b;
  }

  /**
   * Numbers of rows.
   *
   * @param provenMust rows with MUST that are proven
   * @param must rows with MUST
   * @param proven rows that are proven
   * @param rows all rows
   */
  public record Tally(int provenMust, int must, int proven, int rows) {}
}

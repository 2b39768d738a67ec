package org.porin.conformance.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that no test proves, each with the reason: {@code docs/rfc-coverage.md}. Every row of a
 * {@link Binding} is proven or stands there, and none is both.
 */
final class CoverageNotes {
  private static final Pattern LINE = Pattern.compile("\\| *`([^`]+)` *\\| *(.*?) *\\|");

  private final Map<String, String> reasons;
  private final Set<String> twice;

  private CoverageNotes(Map<String, String> reasons, Set<String> twice) {
    this.reasons = reasons;
    this.twice = twice;
  }

  /**
   * Reads the lines of its tables that begin with an id.
   *
   * @throws IOException if the file cannot be read
   */
  static CoverageNotes read(Path file) throws IOException {
    return of(Files.readAllLines(file));
  }

  static CoverageNotes of(List<String> lines) {
    Map<String, String> reasons = new LinkedHashMap<>();
    Set<String> twice = new LinkedHashSet<>();
    for (String line : lines) {
      Matcher row = LINE.matcher(line);
      if (row.matches() && reasons.put(row.group(1), row.group(2)) != null) {
        twice.add(row.group(1));
      }
    }
    return new CoverageNotes(reasons, twice);
  }

  /**
   * One sentence for each row that is not as it should be.
   *
   * @param bindings which rows the tests of this build could prove
   */
  List<String> faults(Requirements requirements, Coverage coverage, List<Binding> bindings) {
    List<String> faults = new ArrayList<>();
    twice.forEach(id -> faults.add("rfc-coverage.md lists " + id + " twice"));
    reasons.forEach(
        (id, reason) -> {
          if (requirements.row(id).isEmpty()) {
            faults.add("rfc-coverage.md names " + id + ", which the catalogue does not have");
          } else if (reason.isBlank()) {
            faults.add("rfc-coverage.md gives no reason for " + id);
          }
        });
    for (Row row : requirements.rows()) {
      boolean listed = reasons.containsKey(row.id());
      boolean proven = coverage.isProven(row);
      if (listed && proven) {
        faults.add("rfc-coverage.md lists " + row.id() + ", which a test proves: delete the line");
      } else if (Binding.anyCovers(bindings, row) && !listed && !proven) {
        faults.add(
            "no test proves "
                + row.id()
                + " ("
                + row.requirement()
                + "), and rfc-coverage.md does"
                + " not say why");
      }
    }
    return faults;
  }

  /**
   * Whether a build has run all unit tests of a module that prove something; only then can anything
   * be missed.
   *
   * @param tests the directory of the tests' sources
   */
  static boolean canBeJudged(Path tests, List<TestResult> results) throws IOException {
    if (!Files.isDirectory(tests)) {
      return false;
    }
    Set<String> ran =
        results.stream()
            .map(result -> result.test().replaceFirst("[#$].*", ""))
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
        String name =
            tests.relativize(file).toString().replace(".java", "").replaceAll("[/\\\\]", ".");
        if (Files.readString(file).contains("@Requirement(") && !ran.contains(name)) {
          return false;
        }
      }
    }
    return true;
  }
}

package org.porin.conformance.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.porin.conformance.catalogue.TestResult.Outcome;

/**
 * An interop suite: a test class whose name ends in {@code Interop}, run against real servers.
 *
 * @param name the class, without its package
 * @param passed how many tests passed
 * @param failed how many failed
 * @param skipped how many were skipped; a class skipped as a whole counts once
 * @param reasons why tests failed or were skipped, each once
 */
public record Suite(String name, int passed, int failed, int skipped, List<String> reasons) {
  private static final String SUFFIX = "Interop";
  private static final String SOURCE = SUFFIX + ".java";

  /** Copies the list. */
  public Suite {
    reasons = List.copyOf(reasons);
  }

  /** Whether at least one of its tests was run. */
  public boolean isExecuted() {
    return passed + failed > 0;
  }

  /** Whether one of its tests, or all, were not run. */
  public boolean isSkipped() {
    return skipped > 0 || !isExecuted();
  }

  /**
   * Every suite that has a source file, with what it did in this build.
   *
   * @param sources the directory to look for the suites in, with all below it
   */
  public static List<Suite> find(Path sources, List<TestResult> results) throws IOException {
    if (!Files.isDirectory(sources)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SOURCE))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .sorted()
          .map(name -> of(name, results))
          .toList();
    }
  }

  /** What one suite did. A test that names several rows counts once. */
  static Suite of(String name, List<TestResult> results) {
    List<TestResult> own =
        results.stream().filter(result -> result.simpleClassName().equals(name)).toList();
    List<String> reasons =
        own.stream()
            .map(TestResult::reason)
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .toList();
    return new Suite(
        name,
        count(own, Outcome.PASSED),
        count(own, Outcome.FAILED),
        count(own, Outcome.SKIPPED),
        own.isEmpty() ? List.of("not run in this build") : reasons);
  }

  private static int count(List<TestResult> results, Outcome outcome) {
    return results.stream()
        .filter(result -> result.outcome() == outcome)
        .map(TestResult::test)
        .collect(Collectors.toSet())
        .size();
  }

  @Override
  public String toString() {
    String counts = passed + " passed, " + failed + " failed, " + skipped + " skipped";
    return reasons.isEmpty() ? counts : counts + ": " + String.join("; ", reasons);
  }
}

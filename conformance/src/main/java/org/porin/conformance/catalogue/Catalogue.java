package org.porin.conformance.catalogue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends {@code mvn verify}: joins the catalogue with what the tests wrote, prints the report, writes
 * it as a page, and fails the build for an unknown id, for an interop suite that was skipped though
 * the build asked for it, and for a row of a {@link Binding} that is neither proven nor explained.
 */
public final class Catalogue {
  private Catalogue() {}

  /**
   * Makes the report.
   *
   * @param arguments the directory of the modules, when the build started (RFC 3339), and where to
   *     write the page
   * @throws CatalogueException if the build has to fail
   */
  public static void main(String[] arguments) throws IOException, CatalogueException {
    report(
        Path.of(arguments[0]),
        Instant.parse(arguments[1]),
        Path.of(arguments[2]),
        InteropPolicy.ofEnvironment(),
        System.out);
  }

  static void report(
      Path root, Instant buildStarted, Path target, InteropPolicy interop, PrintStream out)
      throws IOException, CatalogueException {
    ResultFiles files = ResultFiles.read(root, buildStarted);
    Requirements requirements = Requirements.read();
    Coverage coverage = new Coverage(requirements, files.results());
    List<Suite> suites = Suite.find(root.resolve("conformance/src/test/java"), files.results());
    Path page = Files.createDirectories(target).toRealPath().resolve("index.html");
    Files.writeString(page, HtmlReport.of(coverage, suites));
    out.println();
    out.print(TextReport.of(coverage, suites, files.stale()));
    out.println("\nEach row with its tests: " + page + "\n");
    List<String> faults = new ArrayList<>(coverage.unknownIds());
    List<Binding> judged = judged(root, files.results(), suites);
    if (!judged.isEmpty()) {
      CoverageNotes notes = CoverageNotes.read(root.resolve("docs/rfc-coverage.md"));
      faults.addAll(notes.faults(requirements, coverage, judged));
    }
    if (interop.isRequired()) {
      suites.stream()
          .filter(Suite::isSkipped)
          .map(suite -> suite.name() + " was skipped, but this build requires it: " + suite)
          .forEach(faults::add);
    }
    if (!faults.isEmpty()) {
      throw new CatalogueException(String.join("\n", faults));
    }
  }

  /** What a build that ran all the tests it takes can be asked for. */
  private static List<Binding> judged(Path root, List<TestResult> results, List<Suite> suites)
      throws IOException {
    if (!CoverageNotes.canBeJudged(root.resolve("mapping/src/test/java"), results)) {
      return List.of();
    }
    boolean everySuite = suites.stream().noneMatch(Suite::isSkipped);
    return everySuite && CoverageNotes.canBeJudged(root.resolve("bridge/src/test/java"), results)
        ? List.of(Binding.EVERYBODY)
        : List.of(Binding.MAPPING);
  }
}

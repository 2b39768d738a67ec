package org.porin.conformance.catalogue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tests of all modules wrote during one build.
 *
 * @param results every line of it
 * @param stale how many files were left alone because an earlier build wrote them
 */
public record ResultFiles(List<TestResult> results, int stale) {
  /** Copies the list. */
  public ResultFiles {
    results = List.copyOf(results);
  }

  /**
   * Reads {@code target/requirements/*.tsv} of each module.
   *
   * @param root the directory that the modules lie in
   * @param buildStarted older files are not read: a test that is gone proves nothing
   */
  public static ResultFiles read(Path root, Instant buildStarted) throws IOException {
    List<TestResult> results = new ArrayList<>();
    int stale = 0;
    for (Path module : list(root, "*")) {
      for (Path file : list(module.resolve("target").resolve("requirements"), "*.tsv")) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(buildStarted)) {
          stale++;
          continue;
        }
        Files.readAllLines(file).stream().map(TestResult::parse).forEach(results::add);
      }
    }
    return new ResultFiles(results, stale);
  }

  private static List<Path> list(Path directory, String glob) throws IOException {
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
        stream.forEach(paths::add);
      }
    }
    return paths;
  }
}

package org.porin.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.conformance.catalogue.TestResult.Outcome;

class ResultFilesTest {
  private static final Instant BUILD_STARTED = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path root;

  @Test
  void theFilesOfAllModulesAreRead() throws IOException {
    write("mapping", "7.tsv", "3922-4.1-1\tpassed\torg.porin.T#a\t", BUILD_STARTED);
    write("bridge", "8.tsv", "-\tskipped\torg.porin.U#b\tnot here", BUILD_STARTED.plusSeconds(9));
    assertThat(ResultFiles.read(root, BUILD_STARTED).results())
        .containsExactlyInAnyOrder(
            new TestResult("3922-4.1-1", Outcome.PASSED, "org.porin.T#a", ""),
            new TestResult("-", Outcome.SKIPPED, "org.porin.U#b", "not here"));
  }

  @Test
  void whatAnEarlierBuildWroteDoesNotCount() throws IOException {
    write("mapping", "7.tsv", "3922-4.1-1\tpassed\torg.porin.T#a\t", BUILD_STARTED.minusSeconds(1));
    assertThat(ResultFiles.read(root, BUILD_STARTED)).isEqualTo(new ResultFiles(List.of(), 1));
  }

  @Test
  void anUnknownIdFailsTheBuild() throws IOException {
    write("mapping", "7.tsv", "1-2-3\tpassed\torg.porin.T#a\t", BUILD_STARTED);
    assertThatThrownBy(() -> report(new InteropPolicy(false)))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("org.porin.T#a names 1-2-3");
  }

  @Test
  void aSkippedSuiteFailsABuildThatRequiresInterop() throws IOException, CatalogueException {
    Path sources = Files.createDirectories(root.resolve("conformance/src/test/java/org"));
    Files.createFile(sources.resolve("LoadInterop.java"));
    write("conformance", "7.tsv", "-\tskipped\torg.LoadInterop\tno Docker", BUILD_STARTED);
    assertThat(report(new InteropPolicy(false))).contains("SKIPPED", "LoadInterop", "no Docker");
    assertThatThrownBy(() -> report(new InteropPolicy(true)))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("LoadInterop was skipped, but this build requires it");
  }

  @Test
  void interopMayBeSkippedUnlessTheEnvironmentRequiresIt() {
    assertThat(InteropPolicy.of(Map.of("CI", "false")).isRequired()).isFalse();
    assertThat(InteropPolicy.of(Map.of("CI", "true")).isRequired()).isTrue();
    assertThat(InteropPolicy.of(Map.of("INTEROP", "required")).isRequired()).isTrue();
  }

  private String report(InteropPolicy policy) throws IOException, CatalogueException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Catalogue.report(root, BUILD_STARTED, root.resolve("report"), policy, out);
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void write(String module, String file, String line, Instant modified) throws IOException {
    Path directory = Files.createDirectories(root.resolve(module).resolve("target/requirements"));
    Path path = Files.writeString(directory.resolve(file), line + "\n");
    Files.setLastModifiedTime(path, FileTime.from(modified));
  }
}

package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {
  @TempDir private Path directory;

  /** A process that opens a database and is killed in the middle of it. */
  static final class Killed {
    public static void main(String[] arguments) throws Exception {
      SqliteDatabase.inFile(Path.of(arguments[0])).source().getConnection();
      Runtime.getRuntime().halt(7);
    }
  }

  @Test
  void aProcessThatIsKilledLeavesNoCopyOfIt() throws Exception {
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Dorg.sqlite.tmpdir=" + unpacked,
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                directory.resolve("porin.db").toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(7);
    assertThat(directory.resolve("porin.db")).exists();
    try (Stream<Path> left = Files.list(unpacked)) {
      assertThat(left.toList()).isEqualTo(List.of());
    }
  }
}

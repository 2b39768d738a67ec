package org.porin.conformance.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of {@code porin translate}. */
final class TranslateRun {
  private TranslateRun() {}

  /**
   * What it left.
   *
   * @param exitCode 0 translated, 1 no translation, 2 wrong usage
   * @param output standard output
   * @param errors standard error
   */
  record Result(int exitCode, String output, String errors) {}

  static Result of(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("translate", ".out");
    Path errors = Files.createTempFile("translate", ".err");
    try {
      List<String> command = new ArrayList<>(List.of("translate"));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(Porin.command(command.toArray(String[]::new)))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      int exitCode = process.waitFor();
      return new Result(exitCode, Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }
}

package org.porin.daemon;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}, for the commands that take it. */
final class ConfigurationOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration (default: what PORIN_CONFIG names)")
  private @Nullable Path file;

  /** The file to read; empty when none is named. */
  Optional<Path> file() {
    return Optional.ofNullable(file)
        .or(() -> Optional.ofNullable(System.getenv("PORIN_CONFIG")).map(Path::of));
  }

  /** From the file, or from the environment alone when no file is named. */
  Configuration read() throws ConfigurationException {
    Map<String, String> environment = System.getenv();
    Optional<Path> named = file();
    return named.isPresent()
        ? Configuration.read(named.get(), environment)
        : Configuration.read(environment);
  }
}

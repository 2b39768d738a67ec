package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code porin keys} as the operator of one domain runs it. */
final class KeysRun {
  private final Path keys;
  private final Path configuration;
  private final String domain;

  /**
   * @param keys its directory of keys, which may not be there yet
   * @param x5u where their certificates will be found
   */
  KeysRun(Path keys, String domain, String x5u) throws IOException {
    this.keys = Files.createDirectories(keys);
    this.domain = domain;
    this.configuration = keys.resolveSibling(domain + ".toml");
    Files.writeString(
        configuration,
        """
        [component]
        transparent = ["nobody.invalid"]
        secret = "none"
        [xmpp]
        served = ["%s"]
        [trust]
        keys = "%s"
        x5u = "%s"
        """
            .formatted(domain, keys, x5u));
  }

  /** Makes a key that signs at once; its certificate is what peers are given. */
  Path generate() throws Exception {
    run("generate", domain);
    return only(".pem");
  }

  /** Makes a key that waits for the certificate of an authority; the request for that. */
  Path request() throws Exception {
    run("generate", domain, "--csr");
    return only(".csr");
  }

  /** Takes the certificate that it waits for. */
  void accept(Path certificate) throws Exception {
    run("import", domain, certificate.toString());
  }

  private Path only(String ending) throws IOException {
    try (Stream<Path> files = Files.list(keys.resolve(domain))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private void run(String command, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("keys", command));
    words.addAll(List.of("--config", configuration.toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(Porin.command(words.toArray(String[]::new)));
    builder.environment().keySet().removeIf(name -> name.startsWith("PORIN_"));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}

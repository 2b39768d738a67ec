package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.simple.Credentials;

/** {@code porin.example.toml} is the reference of the configuration, so it must not lie. */
class ExampleConfigurationTest {
  @TempDir private Path directory;

  @Test
  void asItStandsItIsTheMinimum() throws Exception {
    Configuration configuration = read(example());
    Configuration minimum =
        Configuration.read(
            Map.of(
                "PORIN_COMPONENT_DOMAIN", "cpim.capulet.example",
                "PORIN_COMPONENT_SECRET", "s3cret",
                "PORIN_XMPP_SERVED", "capulet.example"));
    assertThat(configuration).isEqualTo(minimum);
  }

  @Test
  void withEveryKeyEnabledItIsRead() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "s3cret");
    String text =
        enabled()
            .replace("secret = \"s3cret\"\n", "")
            .replace("/etc/porin/secret", secret.toString())
            .replace("password = \"s3cret\"\n", "")
            .replace("/etc/porin/verona.password", secret.toString())
            .replace("/etc/porin/store.password", secret.toString());
    Configuration configuration = read(text);
    assertThat(configuration.component().secret().value()).isEqualTo("s3cret");
    assertThat(configuration.peers()).containsOnlyKeys("montague.example", "verona.example");
    Credentials ours = new Credentials("porin", "s3cret", Optional.of("verona.example"));
    assertThat(configuration.peers())
        .hasEntrySatisfying("verona.example", it -> assertThat(it.credentials()).contains(ours));
  }

  @Test
  void itHasEveryKey() throws IOException {
    List<Problem> problems = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try {
      var source = ConfigurationSource.read(written(enabled()), Map.of(), problems);
      Arrays.stream(Setting.values())
          .filter(each -> source.get(each).isEmpty() && source.byDomain(each).isEmpty())
          .forEach(each -> missing.add(each.key()));
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
    assertThat(problems).isEmpty();
    assertThat(missing).isEmpty();
  }

  /** Except where the text says otherwise, a value that is shown is the default. */
  @Test
  void theDefaultsThatItShowsAreTheDefaults() throws Exception {
    List<String> withoutDefault =
        List.of(
            "#transparent",
            "#secret-file",
            "#tls-name",
            "#ca-file",
            "#pins",
            "#\"montague",
            "#advertise",
            "#tls-certificate",
            "#tls-key",
            "#tls-ca-file",
            "#servers",
            "#url",
            "#user",
            "#password",
            "#node",
            "#links",
            "#first",
            "#keys",
            "#x5u",
            "#publish",
            "#anchors",
            "#out-",
            "#in-");
    StringBuilder text = new StringBuilder();
    boolean ofOnePeer = false;
    for (String line : example().lines().toList()) {
      ofOnePeer = line.startsWith("[") ? line.startsWith("[peers.") : ofOnePeer;
      boolean setting =
          line.matches("#\\S.*")
              && !ofOnePeer
              && withoutDefault.stream().noneMatch(line::startsWith);
      text.append(setting ? line.substring(1) : line).append('\n');
    }
    assertThat(read(text.toString())).isEqualTo(read(example()));
    assertThat(text).contains("\nbarrier-seconds = ");
  }

  private static String enabled() throws IOException {
    return example().replaceAll("(?m)^#(?=\\S)", "");
  }

  private static String example() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Main.class.getResourceAsStream("/porin.example.toml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Configuration read(String text) throws Exception {
    return Configuration.read(written(text), Map.of());
  }

  private Path written(String text) throws IOException {
    return Files.writeString(directory.resolve("porin.toml"), text);
  }
}

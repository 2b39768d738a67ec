package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.daemon.Finding.Verdict;
import org.porin.trust.KeyMaker;
import org.porin.trust.ScheduledKey;

class TrustCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

  @TempDir private Path directory;

  private Configuration configuration(String trust) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("porin.toml"),
            """
            [component]
            domain = "cpim.capulet.example"
            secret = "s3cret"
            [xmpp]
            served = ["capulet.example"]
            [trust]
            """
                + trust);
    return Configuration.read(file, Map.of());
  }

  private Configuration withKeys(String host) throws Exception {
    return configuration(
        "keys = \"%s\"%nx5u = \"https://%s/\"%n".formatted(directory.resolve("keys"), host));
  }

  private static List<Finding> findings(Configuration configuration, Instant now) {
    return new TrustCheck(configuration, InstantSource.fixed(now)).findings();
  }

  private static ScheduledKey generate(Configuration configuration) throws IOException {
    return new KeyMaker(
            configuration.trust().keys().orElseThrow(),
            new SecureRandom(),
            InstantSource.fixed(NOW))
        .generate("capulet.example", Duration.ofDays(90));
  }

  @Test
  void whereNothingIsSetNothingIsFound() throws Exception {
    assertThat(findings(configuration(""), NOW)).isEmpty();
  }

  @Test
  void aKeyThatSignsIsRight() throws Exception {
    Configuration configuration = withKeys("keys.capulet.example");
    generate(configuration);
    assertThat(findings(configuration, NOW))
        .extracting(Finding::verdict)
        .containsOnly(Verdict.RIGHT)
        .hasSize(2);
  }

  @Test
  void aServedDomainWithoutAKeyIsWrong() throws Exception {
    Configuration configuration = withKeys("keys.capulet.example");
    assertThat(findings(configuration, NOW).toString()).contains("porin keys generate");
    generate(configuration);
    assertThat(findings(configuration, NOW.plus(Duration.ofDays(91))))
        .anySatisfy(
            it -> {
              assertThat(it.verdict()).isEqualTo(Verdict.WRONG);
              assertThat(it.text()).contains("nothing is signed");
            });
  }

  @Test
  void aKeyThatEndsSoonIsToBeFollowed() throws Exception {
    Configuration configuration = withKeys("keys.capulet.example");
    generate(configuration);
    assertThat(findings(configuration, NOW.plus(Duration.ofDays(80))).toString())
        .contains("porin keys rotate capulet.example");
  }

  @Test
  void aHostThatPeersDoNotFetchFromIsNoted() throws Exception {
    Configuration configuration = withKeys("keys.cdn.example");
    generate(configuration);
    assertThat(findings(configuration, NOW).toString()).contains("trust.credential-hosts");
  }

  @Test
  void aKeyThatOthersCanReadIsWrong() throws Exception {
    Configuration configuration = withKeys("keys.capulet.example");
    Files.setPosixFilePermissions(
        generate(configuration).file(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(findings(configuration, NOW).toString()).contains("chmod 600");
  }

  @Test
  void anchorsThatCannotBeReadAreNamed() throws Exception {
    Path absent = directory.resolve("anchors.pem");
    assertThat(findings(configuration("anchors = \"%s\"".formatted(absent)), NOW).toString())
        .contains(absent.toString());
  }
}

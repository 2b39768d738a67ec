package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.outbox.Direction;
import org.porin.outbox.OutboxSettings;

/** What an operator set, as the parts are told it. */
class SettingsTest {
  @TempDir private Path directory;

  private OutboxSettings durable(String more, Direction direction)
      throws IOException, ConfigurationException {
    String text =
        """
        [component]
        transparent = ["Verona.example"]
        secret = "s3cret"
        [xmpp]
        served = ["capulet.example"]
        [outbox]
        expiry-seconds = 600
        """;
    Path file = Files.writeString(directory.resolve("porin.toml"), text + more);
    return new Settings(Configuration.read(file, Map.of())).durable(direction);
  }

  @Test
  void aPeerMayHaveAnExpiryOfItsOwnBothWays() throws Exception {
    String peers =
        """
        [peers."Montague.example"]
        expiry-seconds = 60
        [peers."mantua.example"]
        expiry-seconds = 86400
        [peers."padua.example"]
        late-failures = true
        """;
    for (Direction direction : Direction.values()) {
      OutboxSettings settings = durable(peers, direction);
      assertThat(settings.expiry().apply("montague.example")).isEqualTo(Duration.ofSeconds(60));
      assertThat(settings.expiry().apply("mantua.example")).isEqualTo(Duration.ofDays(1));
      assertThat(settings.expiry().apply("padua.example")).isEqualTo(Duration.ofSeconds(600));
      assertThat(settings.expiry().apply("anywhere.example")).isEqualTo(Duration.ofSeconds(600));
      assertThat(settings.longestExpiry()).isEqualTo(Duration.ofDays(1));
    }
  }

  @Test
  void theLongestExpiryIsTheUsualOneWhereNoPeerHasALonger() throws Exception {
    String peer = "[peers.\"montague.example\"]\nexpiry-seconds = 60\n";
    assertThat(durable(peer, Direction.TO_SIMPLE).longestExpiry())
        .isEqualTo(Duration.ofSeconds(600));
  }

  @Test
  void onlyWhatTheConfigurationNamesIsCountedApart() throws Exception {
    String named =
        """
        [routes]
        "Montague.example" = ["sip:127.0.0.1:5062;transport=tcp"]
        [peers."mantua.example"]
        expiry-seconds = 60
        [transit]
        "padua.example" = ["pisa.example"]
        """;
    assertThat(durable(named, Direction.TO_XMPP).named())
        .containsExactlyInAnyOrder(
            "verona.example",
            "montague.example",
            "mantua.example",
            "padua.example",
            "pisa.example");
  }
}

package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.address.PresUri;
import org.porin.component.ComponentSecret;
import org.porin.operate.OperateServer;
import org.porin.presence.PresenceStatus;
import org.porin.requirement.Requirement;

/** {@code porin presence} asks over real HTTP what the page says. */
@Timeout(30)
class PresenceCommandTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final PresenceStatus.Page PAGE =
      new PresenceStatus.Page(
          List.of(
              new PresenceStatus.Entry(
                  true,
                  "9t3c0d1f",
                  new PresUri("juliet", "capulet.example"),
                  new PresUri("romeo", "montague.example"),
                  "seeking",
                  Optional.of(Instant.parse("2026-01-01T12:00:10Z")),
                  Optional.of("sip-503"),
                  Optional.of(Instant.parse("2026-01-01T12:00:05Z")))),
          7);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();

  @TempDir private Path directory;

  @Test
  void aSubscriptionIsShownWithItsStateWhatIsNextAndItsLastError() throws Exception {
    assertThat(presence("s3cret", "s3cret", "montague")).isZero();

    assertThat(asked).containsExactly("montague");
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "9t3c0d1f pres:juliet@capulet.example watches pres:romeo@montague.example: seeking,"
                + " next 2026-01-01T12:00:10Z, last error sip-503 at 2026-01-01T12:00:05Z\n"
                + "1 of 7 subscriptions\n");
  }

  @Test
  @Requirement("2779-5.1.2-1")
  void whoDoesNotKnowTheSecretLearnsNothing() throws Exception {
    assertThat(presence("s3cret", "another")).isEqualTo(Main.EXIT_NO);

    assertThat(asked).isEmpty();
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).contains("component secret");
  }

  private int presence(String secret, String proof, String... arguments) throws IOException {
    PresencePage page =
        new PresencePage(
            part -> {
              asked.add(part);
              return CompletableFuture.completedFuture(PAGE);
            },
            new OperatorProof(new ComponentSecret(secret)),
            InstantSource.system());
    try (OperateServer server =
        OperateServer.open(
            new InetSocketAddress(LOOPBACK, 0), Map.of(PresencePage.PATH, page.page()))) {
      Path file =
          Files.writeString(
              directory.resolve("porin.toml"),
              """
              component.domain = "cpim.capulet.example"
              component.secret = "%s"
              xmpp.served = ["capulet.example"]
              operate.listen = "127.0.0.1:%d"
              """
                  .formatted(proof, server.address().getPort()));
      List<String> line = new ArrayList<>(List.of("presence", "--config", file.toString()));
      line.addAll(List.of(arguments));
      return Main.commandLine(InputStream.nullInputStream(), out, err)
          .execute(line.toArray(String[]::new));
    }
  }
}

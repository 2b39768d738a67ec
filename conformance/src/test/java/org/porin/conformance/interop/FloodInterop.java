package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.porin.conformance.load.Flood;
import org.porin.conformance.load.Totals;
import org.porin.requirement.Requirement;

/**
 * In a heap of 256 MB, for some seconds, many more messages than the far side takes: what the
 * bridge cannot keep comes back to its sender. {@code conformance/bin/flood} does it for a minute.
 */
@RequiresDocker
class FloodInterop {
  private static final int MESSAGES = 60_000;
  private static final int SENT_A_SECOND = 12_000;
  private static final int TAKEN_A_SECOND = 2_500;

  private static final Stage STAGE = new Stage();
  private static LoadScene scene;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    scene =
        LoadScene.start(
            STAGE,
            new LoadScene.Traffic(MESSAGES, 200, SENT_A_SECOND, TAKEN_A_SECOND),
            "[log]\nlevel = \"warn\"\n",
            List.of("-Xmx256m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError"));
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void whatCannotBeKeptComesBackAndNothingIsLost() throws Exception {
    Totals totals = scene.load().out().totals();
    System.out.println("flood: " + totals);
    assertThat(Flood.isHeld(totals)).as(totals.toString()).isTrue();
    scene.porin().awaitWorking("the process", Duration.ofSeconds(1), () -> true);
  }
}

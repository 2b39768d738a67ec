package org.porin.conformance.interop;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/**
 * The two faults in which the store matters most, over PostgreSQL; {@code conformance/bin/faults
 * --postgres} does all of {@link FaultInterop} so.
 */
@Alone
@RequiresDocker
class PostgresFaultInterop {
  private static final int MESSAGES = 300;
  private static final int KILLS = 2;
  private static final Stage STAGE = new Stage();
  private static SceneStore store;

  @BeforeAll
  static void openStore() throws Exception {
    store = SceneStore.of("postgresql", STAGE);
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Requirement({"2779-5.4.1-1", "2779-5.4.2-1"})
  void aKilledPorinLosesNothingThatItHadRecorded() throws Exception {
    Random random = new Random(3);
    FaultRun.endure(
        FaultScene.Setting.of(store.lines()),
        "postgresql, killed x" + KILLS,
        MESSAGES,
        scene -> {
          for (int kill = 0; kill < KILLS; kill++) {
            scene.killPorin();
            scene.awaitCrossing();
            TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(900));
          }
        });
  }

  @Test
  void lockedTablesHoldEverybodyUpAndLoseNothing() throws Exception {
    FaultRun.endure(
        FaultScene.Setting.of(store.lines()),
        "postgresql, tables locked",
        MESSAGES,
        scene -> {
          store.lock(scene.directory(), 3);
          scene.awaitCrossing();
        });
  }
}

package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/**
 * Every message is accounted for, whatever breaks: killed processes, cut and hanging connections, a
 * busy peer, a locked store. {@code conformance/bin/faults} runs it with 10,000 messages each way
 * and 50 kills.
 */
@RequiresDocker
class FaultInterop {
  private static final int MESSAGES = Integer.getInteger("porin.faults.messages", 300);
  private static final int KILLS = Integer.getInteger("porin.faults.kills", 5);
  private static final long SEED = Long.getLong("porin.faults.seed", 20_251_123L);

  private final Random random = new Random(SEED);

  /** Something that happens while messages cross. */
  @FunctionalInterface
  private interface Fault {
    void happen(FaultScene scene) throws Exception;
  }

  @Test
  @Requirement({"2779-5.4.1-1", "2779-5.4.2-1"})
  void aKilledPorinLosesNothingThatItHadRecorded() throws Exception {
    endure(
        "porin killed x" + KILLS,
        scene -> {
          for (int kill = 0; kill < KILLS; kill++) {
            scene.killPorin();
            scene.awaitCrossing();
            pause(50, 1_000);
          }
        });
  }

  @Test
  @Requirement("2779-3.2.4-1")
  void aKilledServerCostsOnlyWhatWasInsideIt() throws Exception {
    endure(
        "server killed",
        scene -> {
          scene.killProsody();
          scene.awaitCrossing();
        });
  }

  @Test
  void aLinkThatIsCutInTheMiddleCostsOnlyWhatWasInIt() throws Exception {
    endure(
        "link cut x3",
        scene -> {
          for (int cut = 0; cut < 3; cut++) {
            scene.cutLink();
            scene.awaitCrossing();
            pause(100, 500);
          }
        });
  }

  @Test
  void whileTheServerIsOutOfReachWhatComesInWaits() throws Exception {
    endure(
        "server out of reach",
        scene -> {
          scene.closeLink();
          TimeUnit.SECONDS.sleep(5);
          scene.toProsody.mend();
          scene.awaitCrossing();
        });
  }

  @Test
  void aPeerThatIsCutOffGetsEverythingOnce() throws Exception {
    endure(
        "peer cut x5",
        scene -> {
          for (int cut = 0; cut < 5; cut++) {
            scene.toInbox.cut();
            pause(100, 500);
          }
        });
  }

  @Test
  void aPeerThatIsAwayIsWaitedFor() throws Exception {
    endure(
        "peer away",
        scene -> {
          scene.toInbox.close(true);
          TimeUnit.SECONDS.sleep(5);
          scene.toInbox.mend();
          scene.awaitCrossing();
        });
  }

  @Test
  void aPeerThatHangsIsAskedAgain() throws Exception {
    endure(
        "peer hangs",
        scene -> {
          scene.toInbox.swallow();
          TimeUnit.SECONDS.sleep(5);
          scene.toInbox.mend();
          scene.awaitCrossing();
        });
  }

  @Test
  void aBusyPeerIsLeftAloneForAWhile() throws Exception {
    endure(
        "peer busy (503)",
        scene -> {
          scene.inbox.be(SipInbox.Mood.BUSY);
          TimeUnit.SECONDS.sleep(3);
          scene.inbox.be(SipInbox.Mood.TAKING);
          scene.awaitCrossing();
        });
  }

  @Test
  void aLockedStoreHoldsEverybodyUpAndLosesNothing() throws Exception {
    endure(
        "store locked",
        scene -> {
          Path file = scene.directory().resolve("porin.db");
          try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
              Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            TimeUnit.SECONDS.sleep(3);
            statement.execute("ROLLBACK");
          }
          scene.awaitCrossing();
        });
  }

  private void endure(String name, Fault fault) throws Exception {
    try (FaultScene scene = new FaultScene("", MESSAGES)) {
      fault.happen(scene);
      FaultScene.Account account = scene.finish(name, MESSAGES);
      System.out.println(FaultScene.Account.HEAD + "\n" + account);
      assertThat(account.unaccounted()).as("%s%n%s", account, scene.output()).isZero();
      assertThat(account.reordered()).as("%s", account).isZero();
      assertThat(account.duplicated()) // of each lane one message was in flight
          .as("%s", account)
          .isLessThanOrEqualTo(scene.kills() * OutwardTraffic.LANES);
    }
  }

  private void pause(int least, int most) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(least + random.nextInt(most - least));
  }
}

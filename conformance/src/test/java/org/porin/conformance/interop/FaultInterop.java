package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/**
 * Every message is accounted for, whatever breaks: killed and restarted processes, cut, slow and
 * hanging connections, a busy peer or one that is away for too long, a locked store. {@code
 * conformance/bin/faults} runs it with 10,000 messages each way and 50 kills.
 */
@Alone
@RequiresDocker
class FaultInterop {
  private static final int MESSAGES = Integer.getInteger("porin.faults.messages", 300);
  private static final int KILLS = Integer.getInteger("porin.faults.kills", 5);

  /** Long enough for shares of a thousand. */
  private static final boolean LONG = MESSAGES >= 10_000;

  private static final Duration TOLD = Duration.ofSeconds(30);
  private static final long SEED = Long.getLong("porin.faults.seed", 20_251_123L);

  private final Random random = new Random(SEED);

  private static final Stage STAGE = new Stage();
  private static SceneStore store;

  @BeforeAll
  static void openStore() throws Exception {
    store = SceneStore.of(System.getProperty("porin.faults.store", "sqlite"), STAGE);
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
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
  void aKilledServerCostsOnlyWhatWasInsideItAndOneThatStopsAsWell() throws Exception {
    endure(
        "server killed, restarted",
        scene -> {
          scene.killProsody();
          scene.awaitCrossing();
          scene.restartProsody();
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
  void aPeerThatIsRestartedGetsAndGivesEverythingOnce() throws Exception {
    FaultRun.endure(
        setting().by(FaultScene.Way.KAMAILIO),
        "peer restarted, killed",
        MESSAGES,
        scene -> {
          scene.hop().restart();
          scene.awaitCrossing();
          scene.hop().kill();
          scene.awaitCrossing();
        });
  }

  @Test
  void aSlowPathOnlyTakesItsTime() throws Exception {
    Account account =
        endure(
            "paths slow for 3 s",
            scene -> {
              scene.toProsody.slow(100);
              scene.toInbox.slow(100);
              TimeUnit.SECONDS.sleep(3);
              scene.toProsody.mend();
              scene.toInbox.mend();
            });
    assertThat(account.recognised()).as("repeats of what was only late").isZero();
  }

  /**
   * Longer away than messages are kept, one after the other: at the beginning of that time what
   * goes out is recorded, and what comes in is accepted. The server comes second: errors wait for
   * its link, but what SIP senders are told waits for them no longer than any message does.
   */
  @Test
  @Requirement({"2779-5.4.1-1", "3860-3.4.1-5"})
  void whatWaitsTooLongIsGivenUpAndItsSenderIsTold() throws Exception {
    FaultRun.endure(
        setting().giveUpAfter(Duration.ofSeconds(3)),
        "peer, server away, expiry",
        MESSAGES,
        scene -> {
          scene.toInbox.close(true);
          TimeUnit.SECONDS.sleep(4);
          scene.toInbox.mend();
          scene.awaitCrossing();
          Await.until("errors for XMPP users", TOLD, () -> scene.expiredOut() > 0);
          scene.closeLink();
          TimeUnit.SECONDS.sleep(4);
          scene.toProsody.mend();
          scene.awaitCrossing();
          Await.until("notices for SIP users", TOLD, () -> scene.expiredIn() > 0);
        });
  }

  /**
   * Each break leaves at most one message of each lane in doubt, so at most that many come twice.
   * How many in a thousand that is, depends on how often something breaks: where it is no more than
   * once in ten thousand messages, it is below one.
   */
  @Test
  void aPeerThatKnowsNoRepeatsGetsTwiceOnlyWhatWasInDoubt() throws Exception {
    try (FaultScene scene = new FaultScene(setting())) {
      scene.inbox.knowNoRepeats();
      for (int turn = 0; turn < (LONG ? 2 : 1); turn++) {
        breakInFlight(scene, FaultScene::killPorin);
        breakInFlight(scene, FaultScene::cutPeer);
      }
      int most = OutwardTraffic.LANES * scene.doubts.breaks();
      int each = LONG ? Math.max(MESSAGES, 1_000 * most / 2) : MESSAGES;
      Account account = scene.finish("peer knows no repeats", each);
      account.check(most, scene::output);
      assertThat(scene.doubts.needless()).as(scene::output).isEmpty();
      assertThat(account.duplicated()).as("nothing was in flight").isPositive();
      assertThat(!LONG || account.duplicated() * 1_000 < account.sent()).as("%s", account).isTrue();
    }
  }

  private static void breakInFlight(FaultScene scene, FaultRun.Fault fault) throws Exception {
    scene.toInbox.slow(50); // so that something is in flight
    TimeUnit.MILLISECONDS.sleep(300);
    fault.happen(scene);
    scene.toInbox.mend();
    scene.awaitCrossing();
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
          store.lock(scene.directory(), 3);
          scene.awaitCrossing();
        });
  }

  @Test
  void aMessageOfWhichHalfHasLeftGoesAgainAsAWhole() throws Exception {
    endure(
        "peer cut mid-message x5",
        scene -> {
          for (int cut = 0; cut < 5; cut++) {
            scene.toInbox.cutInTheMiddle();
            pause(100, 500);
          }
        });
  }

  @Test
  void aStanzaOfWhichHalfHasComeIsNotTakenForOne() throws Exception {
    endure(
        "link cut mid-stanza x3",
        scene -> {
          for (int cut = 0; cut < 3; cut++) {
            scene.cutLinkInTheMiddle();
            TimeUnit.MILLISECONDS.sleep(200);
            scene.awaitCrossing();
          }
        });
  }

  @Test
  void aPeerWhoseNameServerIsGoneIsFoundAgain() throws Exception {
    FaultRun.endure(
        setting().by(FaultScene.Way.NAME),
        "name server gone for 8 s",
        MESSAGES,
        scene -> {
          scene.names.beSilent(true);
          scene.toInbox.cut();
          TimeUnit.SECONDS.sleep(8); // longer than a result is kept
          scene.names.beSilent(false);
          scene.awaitCrossing();
        });
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void aPeerThatSendsEverythingTwiceIsHeardOnce() throws Exception {
    endure(
        "peer sends twice",
        scene -> {
          scene.in.doubling(true);
          int before = scene.in.answered();
          Await.until(
              "messages that came twice",
              Duration.ofMinutes(5),
              () -> scene.in.answered() - before >= MESSAGES);
          assertThat(scene.in.differing()).as("repeats with an answer of their own").isZero();
        });
  }

  @Test
  void aFullDiskRefusesWhatComesAndLosesNothing() throws Exception {
    assumeThat(store.isFile()).as("the disk of a server is not ours").isTrue();
    try (SmallDisk disk = SmallDisk.mount(24)) {
      FaultRun.endure(
          setting().in(disk.directory()),
          "disk full for 4 s",
          MESSAGES,
          scene -> {
            disk.fill();
            TimeUnit.SECONDS.sleep(4);
            disk.makeRoom();
            scene.awaitCrossing();
          });
    }
  }

  private static Account endure(String name, FaultRun.Fault fault) throws Exception {
    return FaultRun.endure(setting(), name, MESSAGES, fault);
  }

  private static FaultScene.Setting setting() throws Exception {
    return FaultScene.Setting.of(store.lines());
  }

  private void pause(int least, int most) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(least + random.nextInt(most - least));
  }
}

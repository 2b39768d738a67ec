package org.porin.conformance.interop;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The faults of a soak, one at a time and chosen at random. */
final class SoakFaults {
  private record Named(String name, FaultRun.Fault fault) {}

  private final List<Named> faults;
  private final Random random;
  private final Map<String, Integer> happened = new TreeMap<>();

  SoakFaults(SceneStore store, Random random) {
    this.random = random;
    faults =
        List.of(
            new Named("link cut", FaultScene::cutLink),
            new Named("link cut mid-stanza", FaultScene::cutLinkInTheMiddle),
            new Named("server out of reach", SoakFaults::outOfReach),
            new Named("server killed", FaultScene::killProsody),
            new Named("peer cut", scene -> scene.toInbox.cut()),
            new Named("peer cut mid-message", scene -> scene.toInbox.cutInTheMiddle()),
            new Named("peer away", SoakFaults::peerAway),
            new Named("peer hangs", SoakFaults::peerHangs),
            new Named("peer busy", SoakFaults::peerBusy),
            new Named("name server gone", SoakFaults::namesGone),
            new Named("peer sends twice", SoakFaults::peerDoubles),
            new Named("store locked", scene -> store.lock(scene.directory(), 2)));
  }

  private static void outOfReach(FaultScene scene) throws Exception {
    scene.closeLink();
    TimeUnit.SECONDS.sleep(2);
    scene.toProsody.mend();
  }

  private static void peerAway(FaultScene scene) throws Exception {
    scene.toInbox.close(true);
    TimeUnit.SECONDS.sleep(3);
    scene.toInbox.mend();
  }

  private static void peerHangs(FaultScene scene) throws Exception {
    scene.toInbox.swallow();
    TimeUnit.SECONDS.sleep(3);
    scene.toInbox.mend();
  }

  private static void peerBusy(FaultScene scene) throws Exception {
    scene.inbox.be(SipInbox.Mood.BUSY);
    TimeUnit.SECONDS.sleep(2);
    scene.inbox.be(SipInbox.Mood.TAKING);
  }

  private static void namesGone(FaultScene scene) throws Exception {
    scene.names.beSilent(true);
    scene.toInbox.cut();
    TimeUnit.SECONDS.sleep(8); // longer than a result is kept
    scene.names.beSilent(false);
  }

  private static void peerDoubles(FaultScene scene) throws Exception {
    scene.in.doubling(true);
    TimeUnit.SECONDS.sleep(5);
    scene.in.doubling(false);
  }

  /** Lets one happen, and waits until messages cross again. */
  void next(FaultScene scene) throws Exception {
    Named chosen = faults.get(random.nextInt(faults.size()));
    happened.merge(chosen.name(), 1, Integer::sum);
    chosen.fault().happen(scene);
    scene.awaitCrossing();
  }

  /** How often each has happened. */
  Map<String, Integer> happened() {
    return happened;
  }
}

package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

/**
 * A steady rate while something breaks every few seconds: nothing is unaccounted for, and the
 * process does not grow. It is killed in the first tenth, so that the one that is measured lives
 * through all the rest. {@code conformance/bin/soak} does it for an hour.
 */
@Alone
@RequiresDocker
class SoakInterop {
  private static final int MINUTES = Integer.getInteger("porin.soak.minutes", 3);
  private static final int RATE = Integer.getInteger("porin.soak.rate", 300);
  private static final boolean CALM = Boolean.getBoolean("porin.soak.calm"); // nothing breaks
  private static final long SEED = Long.getLong("porin.soak.seed", 20_261_127L);
  private static final int LANES = Integer.getInteger("porin.soak.lanes", 30);
  private static final int SAMPLE_SECONDS = 5;
  private static final Duration KEPT = Duration.ofMinutes(2);

  private static final Stage STAGE = new Stage();

  private final Random random = new Random(SEED);
  private final List<ProcessSample> samples = new ArrayList<>();
  private long begin;

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Requirement({"2779-5.4.1-1", "2779-5.4.2-1"})
  void aSteadyRateUnderFaultsLosesNothingAndTheProcessDoesNotGrow() throws Exception {
    SceneStore store = SceneStore.of(System.getProperty("porin.faults.store", "sqlite"), STAGE);
    SoakFaults faults = new SoakFaults(store, random);
    FaultScene.Setting setting = setting(store);
    try (FaultScene scene = new FaultScene(setting)) {
      begin = System.nanoTime();
      if (!CALM) {
        killInTheFirstTenth(scene);
      }
      Thread sampling = new Thread(() -> sample(scene), "soak-samples");
      sampling.start();
      while (elapsed().compareTo(Duration.ofMinutes(MINUTES)) < 0) {
        TimeUnit.MILLISECONDS.sleep(3_000 + random.nextInt(9_000));
        if (!CALM) {
          faults.next(scene);
        }
        scene.forget(KEPT);
        printRates(scene);
      }
      sampling.interrupt();
      sampling.join();
      judge(scene, faults);
    }
  }

  private static FaultScene.Setting setting(SceneStore store) throws Exception {
    int seconds = MINUTES * 60 + 600;
    int perLane = seconds * RATE / LANES;
    long inPause = Math.max(1, LANES * 1_000L / RATE - 10); // an answer takes some 10 ms
    FaultScene.Flow flow = new FaultScene.Flow(LANES, perLane, 1_000_000 / RATE, perLane, inPause);
    return FaultScene.Setting.of(store.lines()).by(FaultScene.Way.NAME).with(flow);
  }

  private void printRates(FaultScene scene) {
    long millis = Math.max(1, elapsed().toMillis());
    System.out.printf(
        "%d s: out %d a second sent and %d arrived, in %d arrived%n",
        millis / 1_000,
        scene.out.sent() * 1_000L / millis,
        scene.out.book().totals().arrived() * 1_000L / millis,
        scene.in.book().totals().arrived() * 1_000L / millis);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void killInTheFirstTenth(FaultScene scene) throws Exception {
    while (elapsed().compareTo(Duration.ofMinutes(MINUTES).dividedBy(10)) < 0) {
      scene.killPorin();
      scene.awaitCrossing();
      TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(4_000));
    }
  }

  private void sample(FaultScene scene) {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(SAMPLE_SECONDS);
        ProcessSample sample =
            ProcessSample.of(elapsed().toSeconds(), scene.pid(), scene.directory());
        samples.add(sample);
        System.out.println(sample);
      }
    } catch (InterruptedException e) {
      // the end
    } catch (Exception e) {
      System.out.println("no more samples: " + e);
    }
  }

  private void judge(FaultScene scene, SoakFaults faults) throws Exception {
    List<String> lines = new ArrayList<>(List.of(ProcessSample.HEAD));
    samples.forEach(each -> lines.add(each.toString()));
    Files.write(Path.of("target", "soak.csv"), lines);
    List<Trend> trends =
        List.of(
            Trend.of("heap", samples, ProcessSample::heapOctets, 20, 8 << 20),
            Trend.of("descriptors", samples, ProcessSample::descriptors, 10, 20),
            Trend.of("threads", samples, ProcessSample::threads, 10, 5),
            Trend.of("resident memory", samples, ProcessSample::rssOctets, 25, 64 << 20),
            Trend.of("store", samples, ProcessSample::storeOctets, 25, 16 << 20));
    scene.in.stop();
    Account account = scene.finish("soak, " + MINUTES + " min", 0);
    System.out.println(faults.happened() + ", porin killed " + scene.kills() + " times");
    trends.forEach(System.out::println);
    FaultRun.check(account, scene);
    assertThat(samples.size()).isGreaterThan(MINUTES * 60 / SAMPLE_SECONDS / 3);
    assertThat(trends).allMatch(Trend::isFlat);
  }
}

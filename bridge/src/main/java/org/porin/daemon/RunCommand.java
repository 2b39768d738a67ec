package org.porin.daemon;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porin run}: the bridge, until SIGTERM or SIGINT. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs the bridge until SIGTERM or SIGINT, which let what was accepted finish.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped on a signal",
      "1:could not start; the message says why",
      "2:wrong usage, or a configuration with errors"
    })
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final long READY_POLL_MILLIS = 10;
  private static final long POLL_MILLIS = 200;
  private static final long AGAIN_SECONDS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption option = new ConfigurationOption();

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    Configuration configuration = option.read();
    Logging.to(configuration.log());
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stopAndWait(stop, stopped), "stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      run(configuration, stop);
      while (stop.getCount() > 0) {
        beginAnew(configuration, stop);
      }
    } catch (IOException e) {
      spec.commandLine().getErr().println("porin: " + e.getMessage());
      return Main.EXIT_NO;
    } finally {
      LOG.info("stopped");
      Logging.end();
      stopped.countDown();
    }
    return 0;
  }

  /** Until it is to stop, or until another bridge has taken what this one had. */
  private static void run(Configuration configuration, CountDownLatch stop)
      throws IOException, InterruptedException {
    try (Bridge bridge = new Bridge(configuration, Clock.systemUTC())) {
      bridge.start();
      boolean ready = false;
      while (!bridge.isLost()
          && !stop.await(ready ? POLL_MILLIS : READY_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!ready && bridge.isReady()) {
          ready = true;
          LOG.info("ready: component link up");
        }
      }
      LOG.info(
          bridge.isLost()
              ? "beginning anew, with nothing of what another bridge has taken"
              : "stopping: no new messages, those accepted come to their end");
    }
  }

  /** What takes its work away, a database above all, may be away itself: that is waited for. */
  private static void beginAnew(Configuration configuration, CountDownLatch stop)
      throws InterruptedException {
    try {
      run(configuration, stop);
    } catch (IOException e) {
      LOG.error("cannot begin anew; next try in {} s: {}", AGAIN_SECONDS, e.getMessage());
      boolean unused = stop.await(AGAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * The JVM ends when its hooks have: this one waits for the bridge, and then ends it with status 0
   * in place of the signal's 143, which service managers take for a failure.
   */
  private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
    if (stopped.getCount() == 0) {
      return; // no signal: the command has ended by itself, and has a status
    }
    stop.countDown();
    try {
      stopped.await();
      System.out.flush();
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

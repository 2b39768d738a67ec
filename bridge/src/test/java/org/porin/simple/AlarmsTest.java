package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.simple.Alarms.Alarm;

/** What is done after a time, unless it is called off. */
@Timeout(30)
class AlarmsTest {
  private final EventLoop loop = new DefaultEventLoop();
  private final List<String> done = new ArrayList<>(); // on the loop only
  private final CountDownLatch last = new CountDownLatch(1);

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void allThatIsDueIsDoneInTurnAndNeverEarly() throws Exception {
    long begun = System.nanoTime();
    onLoop(
        alarms -> {
          alarms.set(Duration.ofMillis(120), last::countDown);
          alarms.set(Duration.ofMillis(10), () -> done.add("a"));
          alarms.set(Duration.ofMillis(10), () -> done.add("b"));
        });
    last.await();
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(120_000_000);
    assertThat(onLoop(unused -> {})).containsExactly("a", "b");
  }

  @Test
  void whatIsCalledOffIsNotDoneThoughItsNeighboursAre() throws Exception {
    onLoop(
        alarms -> {
          alarms.set(Duration.ofMillis(10), () -> done.add("before"));
          Alarm calledOff = alarms.set(Duration.ofMillis(10), () -> done.add("called off"));
          alarms.set(Duration.ofMillis(10), () -> done.add("behind"));
          calledOff.callOff();
          calledOff.callOff();
          alarms.set(Duration.ofMillis(120), last::countDown);
        });
    last.await();
    assertThat(onLoop(unused -> {})).containsExactly("before", "behind");
  }

  @Test
  void oneMayCallOffAnotherThatIsDueWithItAndSetANewOne() throws Exception {
    onLoop(
        alarms -> {
          Alarm[] second = new Alarm[1];
          alarms.set(
              Duration.ofMillis(10),
              () -> {
                done.add("first");
                second[0].callOff();
                alarms.set(Duration.ZERO, last::countDown);
              });
          second[0] = alarms.set(Duration.ofMillis(10), () -> done.add("second"));
        });
    last.await();
    assertThat(onLoop(unused -> {})).containsExactly("first");
  }

  @Test
  void aFaultInOneLeavesTheOthersToBeDone() throws Exception {
    onLoop(
        alarms -> {
          alarms.set(
              Duration.ofMillis(10),
              () -> {
                throw new IllegalStateException("of the test");
              });
          alarms.set(Duration.ofMillis(10), last::countDown);
        });
    assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private interface Use {
    void of(Alarms alarms);
  }

  private final Alarms alarms = new Alarms(loop);

  private List<String> onLoop(Use use) throws Exception {
    return loop.submit(
            () -> {
              use.of(alarms);
              return List.copyOf(done);
            })
        .get();
  }
}

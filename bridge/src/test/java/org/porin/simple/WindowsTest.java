package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may send, and when, to an address that leaves requests without an answer. */
class WindowsTest {
  private static final InetSocketAddress HERE = new InetSocketAddress(PlainPeer.LOOPBACK, 1);
  private static final InetSocketAddress THERE = new InetSocketAddress(PlainPeer.LOOPBACK, 2);
  private static final Duration LONG = Duration.ofHours(1);

  private final EventLoop loop = new DefaultEventLoop();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<Windows.Slot> slots = new ArrayList<>();

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void asManyAsTheWindowHoldsGoAndTheNextWaitsForOneOfThemToEnd() throws Exception {
    Windows windows = new Windows(loop, LONG);
    enter(windows, HERE, 2, "a", "b", "c", "d");
    assertThat(events).containsExactly("a", "b");
    assertThat(on(() -> windows.inFlight(HERE))).isEqualTo(2);
    assertThat(on(() -> windows.waiting(HERE))).isEqualTo(2);
    on(() -> release(0));
    assertThat(events).containsExactly("a", "b", "c");
  }

  @Test
  void oneAddressDoesNotWaitForAnother() throws Exception {
    Windows windows = new Windows(loop, LONG);
    enter(windows, HERE, 1, "a", "b");
    enter(windows, THERE, 1, "c");
    assertThat(events).containsExactly("a", "c");
  }

  @Test
  void whoHasWaitedLongForItsAnswerHoldsUpNobody() throws Exception {
    Windows windows = new Windows(loop, Duration.ofMillis(20));
    enter(windows, HERE, 1, "a", "b", "c");
    assertThat(List.of(next(), next(), next())).containsExactly("a", "b", "c");
    assertThat(on(() -> windows.inFlight(HERE))).isEqualTo(3);
  }

  @Test
  void patienceEndsWithoutRoom() throws Exception {
    Windows windows = new Windows(loop, LONG);
    enter(windows, HERE, 1, "a");
    on(
        () -> {
          windows.enter(HERE, 1, Duration.ofMillis(20), entrant("b"));
          return true;
        });
    assertThat(List.of(next(), next())).containsExactly("a", "no room for b");
    on(() -> release(0));
    assertThat(events).isEmpty();
  }

  @Test
  void nothingIsKeptOfAnAddressThatOwesNoAnswer() throws Exception {
    Windows windows = new Windows(loop, LONG);
    enter(windows, HERE, 1, "a", "b");
    on(() -> release(0));
    on(() -> release(0));
    assertThat(on(windows::size)).isEqualTo(1);
    on(() -> release(1));
    assertThat(on(windows::size)).isZero();
  }

  private void enter(Windows windows, InetSocketAddress address, int size, String... names)
      throws Exception {
    on(
        () -> {
          for (String name : names) {
            windows.enter(address, size, LONG, entrant(name));
          }
          return true;
        });
  }

  private Windows.Entrant entrant(String name) {
    return new Windows.Entrant() {
      @Override
      public void admitted(Windows.Slot slot) {
        events.add(name);
        slots.add(slot);
      }

      @Override
      public void crowdedOut() {
        events.add("no room for " + name);
      }
    };
  }

  private boolean release(int index) {
    slots.get(index).release();
    return true;
  }

  private String next() throws InterruptedException {
    String event = events.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing happened");
    }
    return event;
  }

  private <T> T on(Callable<T> work) throws Exception {
    return loop.submit(work).get(10, TimeUnit.SECONDS);
  }
}

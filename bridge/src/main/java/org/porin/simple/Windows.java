package org.porin.simple;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many requests wait for their answers from one address at a time; the next ones wait here, in
 * turn, so that a slow far end is not buried and holds up nobody else. A request that has waited
 * long for its answer no longer counts: behind one proxy a few silent recipients must not delay all
 * the others. Used on the event loop only.
 */
final class Windows {
  /**
   * Who wants to send. Exactly one of the methods is called, once; maybe at once. Neither throws:
   * others wait behind it.
   */
  interface Entrant {
    /** There is room; {@link Slot#release} gives it back. */
    void admitted(Slot slot);

    /** There was none within the patience. */
    void crowdedOut();
  }

  private final EventExecutor loop;
  private final long slowNanos;
  private final Map<InetSocketAddress, Window> windows = new HashMap<>();

  /**
   * @param loop runs what waits
   * @param slow how long a request without an answer counts
   */
  Windows(EventExecutor loop, Duration slow) {
    this.loop = loop;
    this.slowNanos = slow.toNanos();
  }

  /**
   * Lets an entrant in as soon as fewer than {@code size} others are.
   *
   * @param patience how long it may wait for that
   */
  void enter(InetSocketAddress address, int size, Duration patience, Entrant entrant) {
    Window window = windows.computeIfAbsent(address, Window::new);
    window.size = size;
    Slot slot = new Slot(window, entrant);
    window.waiting.add(slot);
    window.advance();
    if (window.waiting.contains(slot)) {
      slot.giveUp = loop.schedule(slot::crowdedOut, patience.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Requests there that wait for an answer, slow ones included. */
  int inFlight(InetSocketAddress address) {
    Window window = windows.get(address);
    return window == null ? 0 : window.held.size() + window.slow;
  }

  /** Entrants that wait for room there. */
  int waiting(InetSocketAddress address) {
    Window window = windows.get(address);
    return window == null ? 0 : window.waiting.size();
  }

  /** Addresses of which something is kept. */
  int size() {
    return windows.size();
  }

  /** A place in a window, or in the row before it. */
  final class Slot {
    private final Window window;
    private final Entrant entrant;
    private long sinceNanos;
    private boolean counts;
    private boolean released;
    private @Nullable ScheduledFuture<?> giveUp;

    private Slot(Window window, Entrant entrant) {
      this.window = window;
      this.entrant = entrant;
    }

    InetSocketAddress address() {
      return window.address;
    }

    /** Its request waits no more; without effect the second time. */
    void release() {
      if (!released) {
        released = true;
        window.leave(this);
      }
    }

    private void crowdedOut() {
      if (window.waiting.remove(this)) {
        window.forgetIfEmpty();
        entrant.crowdedOut();
      }
    }
  }

  private final class Window {
    private final InetSocketAddress address;

    /** In flight and counted, the eldest first. */
    private final Set<Slot> held = new LinkedHashSet<>();

    private final Set<Slot> waiting = new LinkedHashSet<>();
    private int slow;
    private int size = 1;
    private boolean advancing;
    private @Nullable ScheduledFuture<?> look;

    Window(InetSocketAddress address) {
      this.address = address;
    }

    /** Lets in whoever fits. An entrant that is done at once does not recurse. */
    void advance() {
      if (advancing) {
        return;
      }
      advancing = true;
      while (!waiting.isEmpty() && hasRoom()) {
        Slot next = waiting.iterator().next();
        waiting.remove(next);
        if (next.giveUp != null) {
          next.giveUp.cancel(false);
        }
        next.counts = true;
        next.sinceNanos = System.nanoTime();
        held.add(next);
        next.entrant.admitted(next);
      }
      advancing = false;
      forgetIfEmpty();
    }

    void leave(Slot slot) {
      if (slot.counts) {
        held.remove(slot);
      } else {
        slow--;
      }
      advance();
    }

    void forgetIfEmpty() {
      if (held.isEmpty() && waiting.isEmpty() && slow == 0) {
        windows.remove(address, this);
      }
    }

    private boolean hasRoom() {
      long now = System.nanoTime();
      Iterator<Slot> eldest = held.iterator();
      while (held.size() >= size) {
        Slot slot = eldest.next();
        long age = now - slot.sinceNanos;
        if (age < slowNanos) {
          lookAgainIn(slowNanos - age);
          return false;
        }
        eldest.remove();
        slot.counts = false;
        slow++;
      }
      return true;
    }

    private void lookAgainIn(long nanos) {
      if (look == null) {
        look =
            loop.schedule(
                () -> {
                  look = null;
                  advance();
                },
                nanos,
                TimeUnit.NANOSECONDS);
      }
    }
  }
}

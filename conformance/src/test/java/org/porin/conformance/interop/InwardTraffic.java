package org.porin.conformance.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.conformance.load.Book;
import org.porin.conformance.load.Mark;

/** A steady stream of SIP messages towards XMPP, one pending for each pair of users. */
final class InwardTraffic implements AutoCloseable {
  static final int LANES = 10;
  static final int PER_LANE = 50_000;
  private static final long PAUSE_MILLIS = 20;

  private final SipCaller caller;
  private final Book book = new Book(LANES, PER_LANE);
  private final Map<Mark, Long> acceptedNanos = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  InwardTraffic(SipCaller caller) {
    this.caller = caller;
  }

  void start() {
    for (int lane = 0; lane < LANES; lane++) {
      int number = lane;
      Thread thread = new Thread(() -> run(number), "inward-traffic-" + lane);
      threads.add(thread);
      thread.start();
    }
  }

  /** Where arrivals are entered. */
  Book book() {
    return book;
  }

  /** How many were answered 2xx. */
  int accepted() {
    return acceptedNanos.size();
  }

  /** What was answered 2xx after this moment. */
  Set<Mark> acceptedSince(long nanos) {
    return acceptedNanos.entrySet().stream()
        .filter(accepted -> accepted.getValue() - nanos > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** What was answered 2xx and has not arrived. */
  Set<Mark> lost() {
    return acceptedNanos.keySet().stream()
        .filter(mark -> !book.hasArrived(mark))
        .collect(Collectors.toSet());
  }

  /**
   * What of that was answered before this moment and is older than an arrival of its lane that was
   * answered before it as well. A server that dies loses only the end of a lane.
   */
  Set<Mark> lostBeforeTheEnd(long nanos) {
    return Lane.overtaken(lost(), acceptedNanos, nanos, book);
  }

  /** How many had another final answer than 2xx; a connection that failed is none. */
  int refusedBySip() {
    return book.totals().refusals().entrySet().stream()
        .filter(refusal -> refusal.getKey().startsWith("SIP/2.0 "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }

  private void run(int lane) {
    for (int number = 0; !stopping && number < PER_LANE; number++) {
      Mark mark = new Mark(lane, number);
      try {
        SipWire answer =
            caller.overTcp(
                Outgoing.cpim(
                    "sender" + lane + "@montague.example",
                    "receiver" + lane + "@audience.capulet.example",
                    mark.text(60)));
        if (answer.status() < 300) {
          acceptedNanos.put(mark, System.nanoTime());
        } else {
          book.refusal(mark, answer.startLine());
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (IOException e) {
        book.refusal(mark, e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}

package org.porin.conformance.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.porin.conformance.load.Book;
import org.porin.conformance.load.ComponentLink;
import org.porin.conformance.load.Mark;
import org.porin.conformance.load.StanzaRefusal;

/**
 * A steady stream of messages from a component of the tests towards SIP. It connects anew, by
 * itself, when its server is gone.
 */
final class OutwardTraffic implements AutoCloseable {
  static final int LANES = 10;
  static final int PER_LANE = 50_000; // more than any test waits for
  private static final long PAUSE_MILLIS = 5;

  private final Parties parties;
  private final int componentPort;
  private final int lanes;
  private final long pauseMicros;
  private final Book book;
  private final AtomicInteger sent = new AtomicInteger();
  private final Map<Mark, Long> sentNanos = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "outward-traffic");
  private volatile int places; // in the order of sending
  private volatile boolean stopping;

  OutwardTraffic(int componentPort) {
    this(Parties.OF_MONTAGUE, componentPort);
  }

  /** The same between others. */
  OutwardTraffic(Parties parties, int componentPort) {
    this(parties, componentPort, LANES, PER_LANE, PAUSE_MILLIS * 1_000);
  }

  /**
   * The same at another rate.
   *
   * @param pauseMicros between two messages
   */
  OutwardTraffic(int componentPort, int lanes, int perLane, long pauseMicros) {
    this(Parties.OF_MONTAGUE, componentPort, lanes, perLane, pauseMicros);
  }

  private OutwardTraffic(
      Parties parties, int componentPort, int lanes, int perLane, long pauseMicros) {
    this.parties = parties;
    this.componentPort = componentPort;
    this.lanes = lanes;
    this.pauseMicros = pauseMicros;
    book = new Book(lanes, perLane);
  }

  void start() {
    thread.start();
  }

  /** Where arrivals are entered. */
  Book book() {
    return book;
  }

  /** Whether something that was sent after this moment has arrived. */
  boolean hasArrivedSince(long nanos) {
    return sentNanos.entrySet().stream()
        .anyMatch(sent -> sent.getValue() - nanos > 0 && book.hasArrived(sent.getKey()));
  }

  /** In how many lanes something has arrived that was sent after this moment. */
  long lanesArrivedSince(long nanos) {
    return sentNanos.entrySet().stream()
        .filter(sent -> sent.getValue() - nanos > 0 && book.hasArrived(sent.getKey()))
        .map(sent -> sent.getKey().lane())
        .distinct()
        .count();
  }

  /** What was sent and neither arrived nor came back. */
  Set<Mark> lost() {
    return sentNanos.keySet().stream()
        .filter(mark -> !book.hasArrived(mark) && !book.wasRefused(mark))
        .collect(Collectors.toSet());
  }

  /** What of that was sent after this moment. */
  Set<Mark> lostSince(long nanos) {
    return lost().stream()
        .filter(mark -> sentNanos.getOrDefault(mark, nanos) - nanos > 0)
        .collect(Collectors.toSet());
  }

  /**
   * What of that was sent before this moment and is older than an arrival of its lane that was sent
   * before it as well. A server that dies loses only the end of a lane.
   */
  Set<Mark> lostBeforeTheEnd(long nanos) {
    return Lane.overtaken(lost(), sentNanos, nanos, book);
  }

  /** How many were sent before a moment that is not long ago: a place in the order of sending. */
  int sentBefore(long nanos) {
    int place = places;
    while (place > 0 && sentNanos.getOrDefault(at(place - 1), nanos) - nanos >= 0) {
      place--;
    }
    return place;
  }

  /** These in the order of sending; nothing else was sent between two of a list. */
  List<List<Mark>> stretches(Set<Mark> some) {
    List<List<Mark>> stretches = new ArrayList<>();
    int next = -1;
    for (Mark mark : some.stream().sorted(Comparator.comparingInt(this::place)).toList()) {
      if (next < 0 || IntStream.range(next, place(mark)).anyMatch(this::wasSent)) {
        stretches.add(new ArrayList<>());
      }
      stretches.get(stretches.size() - 1).add(mark);
      next = place(mark) + 1;
    }
    return stretches;
  }

  /** What did not leave has a place, too. */
  private boolean wasSent(int place) {
    Mark mark = at(place);
    return sentNanos.containsKey(mark) || book.hasArrived(mark) || book.wasRefused(mark);
  }

  /** Whether what was sent just before this one came back. */
  boolean followsRefusal(Mark mark) {
    return place(mark) > 0 && book.wasRefused(at(place(mark) - 1));
  }

  /** Whether something has arrived that was sent after this one, and before that place. */
  boolean isOvertaken(Mark mark, int before) {
    return IntStream.range(place(mark) + 1, before).mapToObj(this::at).anyMatch(book::hasArrived);
  }

  /** How many are sent in some time at the most. */
  int mostIn(Duration time) {
    return 1 + (int) (TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / pauseMicros);
  }

  private int place(Mark mark) {
    return mark.number() * lanes + mark.lane();
  }

  private Mark at(int place) {
    return new Mark(place % lanes, place / lanes);
  }

  /** Which of these were sent between two moments. */
  Set<Mark> sentBetween(Set<Mark> some, long fromNanos, long toNanos) {
    return some.stream()
        .filter(mark -> sentNanos.getOrDefault(mark, fromNanos - 1) - fromNanos >= 0)
        .filter(mark -> sentNanos.getOrDefault(mark, toNanos + 1) - toNanos <= 0)
        .collect(Collectors.toSet());
  }

  /** When it was sent. */
  long sentNanos(Mark mark) {
    return sentNanos.getOrDefault(mark, 0L);
  }

  int sent() {
    return sent.get();
  }

  /** Of what has arrived or come back, and was sent before this moment, only the number is kept. */
  void forgetSettledBefore(long nanos) {
    sentNanos
        .entrySet()
        .removeIf(
            each ->
                each.getValue() - nanos < 0
                    && (book.hasArrived(each.getKey()) || book.wasRefused(each.getKey())));
  }

  /** Ends the sending; what is under way may still arrive. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }

  private void run() {
    while (!stopping) {
      try (ComponentLink link =
          ComponentLink.open(
              Loopback.at(componentPort), parties.senders(), Containers.SECRET, this::back)) {
        while (!stopping) {
          Mark mark = at(places);
          places++; // by this thread alone
          send(mark, link);
          TimeUnit.MICROSECONDS.sleep(pauseMicros);
        }
        TimeUnit.SECONDS.sleep(1); // errors to what was sent last come back over this link
      } catch (IOException e) {
        // the server is gone, or not yet back
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void send(Mark mark, ComponentLink link) throws IOException {
    sentNanos.put(mark, System.nanoTime());
    sent.incrementAndGet();
    try {
      link.send(stanza(mark));
    } catch (IOException e) {
      sent.decrementAndGet();
      sentNanos.remove(mark); // it did not leave: the sender knows that, and no server has it
      throw e;
    }
  }

  private void back(String message) {
    StanzaRefusal.find(message).ifPresent(refusal -> book.refusal(refusal.mark(), refusal.cause()));
  }

  private String stanza(Mark mark) {
    String addresses =
        "from='sender%1$d@%2$s' to='receiver%1$d@%3$s'"
            .formatted(mark.lane(), parties.senders(), parties.foreign());
    return "<message %s id='%d-%d'><body>%s</body></message>"
        .formatted(addresses, mark.lane(), mark.number(), mark.text(60));
  }
}

package org.porin.conformance.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.conformance.load.Book;
import org.porin.conformance.load.Mark;

/**
 * Numbered SIP messages towards XMPP, one pending for each pair of users, by senders that give
 * nothing up: what got no answer, or one that asks to come again, is sent again as the same message
 * — the same Call-ID, tag and CSeq, the same body (RFC 3263 §4.3, OPEN b). Every other sender asks
 * to be notified of what is not delivered.
 */
final class StubbornTraffic implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 40_000;
  private static final long AGAIN_MILLIS = 200;
  private static final int DOUBLE = 1_000; // number of the attempt that nobody needs
  private static final Set<Integer> COME_AGAIN = Set.of(408, 480, 503, 504);
  private static final Instant BEGUN = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final Parties parties;
  private final List<InetSocketAddress> bridges;
  private final int lanes;
  private final int perLane;
  private final long pauseMillis;
  private final Book book;
  private final int[] turn; // which bridge, by lane
  private final Map<Mark, Integer> answers = new ConcurrentHashMap<>();
  private final Map<Mark, Long> answeredNanos = new ConcurrentHashMap<>();
  private final Set<InetSocketAddress> takers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger repeats = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger differing = new AtomicInteger();
  private final AtomicInteger forgotten = new AtomicInteger();
  private volatile boolean stopping;
  private volatile boolean doubling;

  /**
   * @param bridge where it takes SIP over TCP
   * @param pauseMillis between two messages of a lane
   */
  StubbornTraffic(InetSocketAddress bridge, int lanes, int perLane, long pauseMillis) {
    this(Parties.OF_MONTAGUE, List.of(bridge), lanes, perLane, pauseMillis);
  }

  /**
   * @param bridges the first of them while it answers, then the next (RFC 3263 §4.3)
   */
  StubbornTraffic(
      Parties parties, List<InetSocketAddress> bridges, int lanes, int perLane, long pauseMillis) {
    this.parties = parties;
    this.bridges = bridges;
    this.lanes = lanes;
    this.perLane = perLane;
    this.pauseMillis = pauseMillis;
    this.book = new Book(lanes, perLane);
    this.turn = new int[lanes];
  }

  void start() {
    for (int lane = 0; lane < lanes; lane++) {
      int number = lane;
      Thread thread = new Thread(() -> run(number), "stubborn-traffic-" + lane);
      threads.add(thread);
      thread.start();
    }
  }

  /** Where arrivals are entered. */
  Book book() {
    return book;
  }

  /** What was answered 2xx. */
  Set<Mark> accepted() {
    return answers.entrySet().stream()
        .filter(answer -> answer.getValue() < 300)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Which bridges have answered for good since this was asked before. */
  Set<InetSocketAddress> takers() {
    Set<InetSocketAddress> those = Set.copyOf(takers);
    takers.clear();
    return those;
  }

  /** What was refused for good. */
  Set<Mark> refused() {
    return answers.entrySet().stream()
        .filter(answer -> answer.getValue() >= 300)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Whether its sender asked for a notification, should it fail (RFC 5438 §7.1.1). */
  static boolean asks(Mark mark) {
    return mark.lane() % 2 == 1;
  }

  /** When it had its answer. */
  long answeredNanos(Mark mark) {
    return answeredNanos.getOrDefault(mark, 0L);
  }

  /** How many were answered. */
  int answered() {
    return answers.size() + forgotten.get();
  }

  /** Of what was taken and has arrived only the number is kept. */
  void forgetArrived() {
    answers
        .entrySet()
        .removeIf(
            each -> {
              boolean over = each.getValue() < 300 && book.hasArrived(each.getKey());
              forgotten.addAndGet(over ? 1 : 0);
              if (over) {
                answeredNanos.remove(each.getKey());
              }
              return over;
            });
  }

  /** Whether from now on each message is sent a second time when it was answered. */
  void doubling(boolean now) {
    doubling = now;
  }

  /** Ends the sending; what is pending gets its answer. */
  void stop() {
    stopping = true;
  }

  /** How often a message was sent again. */
  int repeats() {
    return repeats.get();
  }

  /** How many of those that were sent a second time had another answer then. */
  int differing() {
    return differing.get();
  }

  /** Waits until everything has its final answer. */
  void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    threads.forEach(Thread::interrupt);
    awaitEnd();
  }

  private void run(int lane) {
    try {
      for (int number = 0; number < perLane && !stopping; number++) {
        Mark mark = new Mark(lane, number);
        int status = answerTo(mark, 0);
        if (doubling && answerTo(mark, DOUBLE) != status) { // a repeat has the answer of the first
          differing.incrementAndGet();
        }
        answeredNanos.put(mark, System.nanoTime());
        answers.put(mark, status);
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      // the end
    }
  }

  private int answerTo(Mark mark, int firstAttempt) throws InterruptedException {
    for (int attempt = firstAttempt; ; attempt++) {
      InetSocketAddress bridge = bridges.get(turn[mark.lane()] % bridges.size());
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(bridge);
        socket.getOutputStream().write(request(mark, attempt, socket.getLocalPort()));
        int status = finalStatus(new SipStream(socket));
        if (!COME_AGAIN.contains(status)) {
          takers.add(bridge);
          return status;
        }
      } catch (IOException e) {
        // nobody knows what became of it
      }
      turn[mark.lane()]++; // of this lane alone
      repeats.incrementAndGet();
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    }
  }

  private static int finalStatus(SipStream stream) throws IOException {
    while (true) {
      SipWire answer = stream.next().orElseThrow(() -> new IOException("no answer"));
      if (answer.status() >= 200) {
        return answer.status();
      }
    }
  }

  /** Each attempt is a transaction of its own, and the same message. */
  private byte[] request(Mark mark, int attempt, int port) {
    String from = "sender" + mark.lane() + "@" + parties.foreign();
    String to = "receiver" + mark.lane() + "@" + parties.audience();
    String name = mark.lane() + "-" + mark.number();
    Outgoing message = message(mark, from, to, name);
    String head =
        String.join(
            "\r\n",
            "MESSAGE sip:" + to + " SIP/2.0",
            "Via: SIP/2.0/TCP 127.0.0.1:" + port + ";branch=z9hG4bK-" + name + "-" + attempt,
            "Max-Forwards: 70",
            "From: <sip:" + from + ">;tag=" + name,
            "To: <sip:" + to + ">",
            "Call-ID: " + name + "@" + parties.foreign(),
            "CSeq: 1 MESSAGE",
            "Content-Type: " + message.contentType(),
            "Content-Length: " + message.body().length(),
            "",
            "");
    return (head + message.body()).getBytes(StandardCharsets.US_ASCII);
  }

  private static Outgoing message(Mark mark, String from, String to, String name) {
    return asks(mark)
        ? Outgoing.cpim(
            from,
            to,
            mark.text(60),
            "DateTime: " + BEGUN,
            "NS: imdn <urn:ietf:params:imdn>",
            "imdn.Message-ID: " + name,
            "imdn.Disposition-Notification: negative-delivery")
        : Outgoing.text(from, to, mark.text(60));
  }
}

package org.porin.conformance.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.porin.conformance.load.Book;
import org.porin.conformance.load.Mark;

/**
 * A SIP user agent of the tests that takes messages over TCP, knows a repeat by Call-ID, tag and
 * CSeq as a user agent does (RFC 3261 §8.2.2.2), and can be busy or silent for a while. One thread
 * a connection.
 */
final class SipInbox implements AutoCloseable {
  private static final List<String> COPIED = List.of("via", "from", "to", "call-id", "cseq");

  /** How it behaves. */
  enum Mood {
    TAKING,
    /** 503 with Retry-After. */
    BUSY
  }

  private final ServerSocket server;
  private final BiConsumer<Mark, SipWire> arrival;
  private final Set<String> identities = RecentNames.set();
  private final Queue<Consumer<SipWire>> noticed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger recognised = new AtomicInteger();
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private volatile Mood mood = Mood.TAKING;
  private volatile boolean forgetful;

  private SipInbox(ServerSocket server, BiConsumer<Mark, SipWire> arrival) {
    this.server = server;
    this.arrival = arrival;
  }

  static SipInbox open(Book book) throws IOException {
    return open((mark, request) -> book.arrival(mark));
  }

  /**
   * The same where the request is looked at.
   *
   * @param arrival given each message once, and the request that brought it, on many threads
   */
  static SipInbox open(BiConsumer<Mark, SipWire> arrival) throws IOException {
    return open(Loopback.at(0).getAddress(), arrival);
  }

  /** The same at another address of this machine. */
  static SipInbox open(InetAddress address, BiConsumer<Mark, SipWire> arrival) throws IOException {
    SipInbox inbox = new SipInbox(new ServerSocket(0, 50, address), arrival);
    daemon(inbox::accept, "sip-inbox").start();
    return inbox;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  void be(Mood now) {
    mood = now;
  }

  /** From now on it takes what comes again for a new message, each time. */
  void knowNoRepeats() {
    forgetful = true;
  }

  /** Whoever is to see what comes besides numbered messages: what a gateway tells senders. */
  void onNotice(Consumer<SipWire> listener) {
    noticed.add(listener);
  }

  /** How many repeats it has known as such. */
  int recognised() {
    return recognised.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connections.add(connection);
        daemon(() -> serve(connection), "sip-inbox-" + connection.getPort()).start();
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      SipStream stream = new SipStream(connection);
      for (Optional<SipWire> next = stream.next(); next.isPresent(); next = stream.next()) {
        SipWire request = next.get();
        Mood now = mood;
        if (now == Mood.TAKING) {
          take(request);
          answer(connection, request, "200 OK", "");
        } else if (now == Mood.BUSY) {
          answer(connection, request, "503 Service Unavailable", "Retry-After: 1\r\n");
        }
      }
    } catch (IOException e) {
      // the connection ended
    }
  }

  private void take(SipWire request) {
    Optional<Mark> mark = Mark.find(request.bodyText());
    if (mark.isEmpty()) {
      noticed.forEach(listener -> listener.accept(request)); // or OPTIONS
      return;
    }
    String identity =
        request.header("Call-ID").orElse("")
            + request.header("CSeq").orElse("")
            + request.header("From").orElse("");
    if (identities.add(identity) || forgetful) {
      arrival.accept(mark.get(), request);
    } else {
      recognised.incrementAndGet();
    }
  }

  private static void answer(Socket connection, SipWire request, String status, String more)
      throws IOException {
    StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
    for (String line : request.head().lines().toList()) {
      String name = line.toLowerCase(Locale.ROOT).replaceFirst("\\s*:.*", "");
      if (COPIED.contains(name)) { // RFC 3261 §8.2.6.2
        answer.append(line).append(name.equals("to") ? ";tag=inbox" : "").append("\r\n");
      }
    }
    answer.append(more).append("Content-Length: 0\r\n\r\n");
    connection.getOutputStream().write(answer.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}

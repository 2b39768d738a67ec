package org.porin.conformance.load;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.porin.conformance.load.SipScanner.SipText;

/**
 * Takes every MESSAGE over TCP, answers 200 at once and enters its mark in a book. One thread for
 * each connection; answers to what came in one read leave in one write.
 */
public final class SipSink implements Closeable {
  private static final int BUFFER_OCTETS = 1 << 16;
  private static final List<String> COPIED =
      List.of("via:", "v:", "from:", "f:", "to:", "t:", "call-id:", "i:", "cseq:");

  private final ServerSocket server;
  private final Book book;
  private final Pace pace;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final Thread acceptor;

  private SipSink(ServerSocket server, Book book, Pace pace) {
    this.server = server;
    this.book = book;
    this.pace = pace;
    this.acceptor = daemon(this::accept, "sip-sink");
  }

  /** Listens at an address; port 0 takes a free one. */
  public static SipSink open(InetSocketAddress address, Book book) throws IOException {
    return open(address, book, 0);
  }

  /**
   * The same, slowly.
   *
   * @param perSecond how many messages it takes; 0 for all that come
   */
  public static SipSink open(InetSocketAddress address, Book book, int perSecond)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address);
    SipSink sink = new SipSink(server, book, new Pace(perSecond));
    sink.acceptor.start();
    return sink;
  }

  /** The port it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** Closes everything; the port is free afterwards. */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      acceptor.join(); // until accept() has returned, the kernel keeps the port
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        daemon(() -> serve(connection), "sip-sink-" + connection.getPort()).start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    SipScanner scanner = new SipScanner();
    byte[] octets = new byte[BUFFER_OCTETS];
    try (connection;
        InputStream in = connection.getInputStream()) {
      for (int count; (count = in.read(octets)) >= 0; ) {
        scanner.feed(octets, count);
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        List<Mark> arrived = new ArrayList<>();
        Optional<SipText> request = scanner.next();
        while (request.isPresent()) {
          pace.step();
          Mark.find(request.get().body()).ifPresent(arrived::add);
          answers.writeBytes(answer(request.get()));
          request = scanner.next();
        }
        connection.getOutputStream().write(answers.toByteArray());
        arrived.forEach(book::arrival); // who ends the run now leaves nothing unanswered
      }
    } catch (IOException e) {
      // The connection ended; what is missing shows in the book.
    }
  }

  private static byte[] answer(SipText request) {
    StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
    for (String line : request.head().lines().toList()) {
      String name = line.toLowerCase(Locale.ROOT);
      if (COPIED.stream().anyMatch(name::startsWith)) { // RFC 3261 §8.2.6.2
        boolean isTo = name.startsWith("to:") || name.startsWith("t:");
        answer
            .append(line)
            .append(isTo && !name.contains("tag=") ? ";tag=sink" : "")
            .append("\r\n");
      }
    }
    return answer.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}

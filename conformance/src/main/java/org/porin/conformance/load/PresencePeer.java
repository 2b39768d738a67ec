package org.porin.conformance.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.porin.conformance.load.SipScanner.SipText;

/**
 * The far side of a presence load over TCP: grants every SUBSCRIBE at once and notifies once, takes
 * every NOTIFY, and subscribes. What it sends goes by one connection of its own.
 */
final class PresencePeer implements AutoCloseable {
  private static final int BUFFER_OCTETS = 1 << 16;

  private final ServerSocket server;
  private final PresenceBook book;
  private final Map<String, AtomicInteger> sequences = new ConcurrentHashMap<>();
  private volatile Optional<OutputStream> out = Optional.empty();

  private PresencePeer(ServerSocket server, PresenceBook book) {
    this.server = server;
    this.book = book;
  }

  static PresencePeer open(PresenceBook book) throws IOException {
    PresencePeer peer =
        new PresencePeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), book);
    daemon(peer::accept, "sip-peer").start();
    return peer;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connects to the bridge, after each start of it. */
  void connect(int port) throws IOException {
    Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
    connection.setTcpNoDelay(true);
    out = Optional.of(connection.getOutputStream());
    daemon(() -> serve(connection), "sip-peer-out").start();
  }

  /** The contact of a pair subscribes to its user. */
  void subscribe(int pair) {
    String contact = PresencePair.contact(pair);
    send(
        request("SUBSCRIBE", "sip:" + PresencePair.user(pair), "in-" + pair, 1)
            + "From: <sip:"
            + contact
            + ">;tag=w\r\nTo: <sip:"
            + PresencePair.user(pair)
            + ">\r\nExpires: 3600\r\nAccept: application/pidf+xml\r\nContent-Length: 0\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connection.setTcpNoDelay(true);
        daemon(() -> serve(connection), "sip-peer-" + connection.getPort()).start();
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
        StringBuilder notifications = new StringBuilder();
        for (Optional<SipText> next = scanner.next(); next.isPresent(); next = scanner.next()) {
          if (!next.get().startLine().startsWith("SIP/2.0")) {
            answers.writeBytes(answer(next.get()).getBytes(StandardCharsets.UTF_8));
            notifications.append(seen(next.get()));
          }
        }
        if (answers.size() > 0) {
          OutputStream back = connection.getOutputStream();
          synchronized (back) {
            back.write(answers.toByteArray());
          }
        }
        if (notifications.length() > 0) {
          send(notifications.toString());
        }
      }
    } catch (IOException e) {
      // The connection ended; what is missing shows in the book.
    }
  }

  /** Enters a request in the book; the NOTIFY that belongs to a SUBSCRIBE. */
  private String seen(SipText request) {
    String callId = request.header("Call-ID", "i").orElse("");
    if (request.startLine().startsWith("NOTIFY ")) {
      if (!request.body().isEmpty() && callId.startsWith("in-")) {
        book.notified(Integer.parseInt(callId.substring("in-".length())));
      }
      return "";
    }
    if (!request.startLine().startsWith("SUBSCRIBE ")) {
      return "";
    }
    String from = request.header("From", "f").orElse("");
    String to = request.header("To", "t").orElse("");
    int pair = PresencePair.number(to.substring(to.indexOf("sip:") + 4, to.indexOf('@')));
    book.asked(pair);
    return notification(request, callId, from, pair);
  }

  private String notification(SipText request, String callId, String watcher, int pair) {
    String contact = request.header("Contact", "m").orElse("<sip:nobody@invalid>");
    String target = contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
    int sequence =
        sequences.computeIfAbsent(callId, first -> new AtomicInteger()).incrementAndGet();
    String body =
        "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:"
            + PresencePair.contact(pair)
            + "'><tuple id='desk'><status><basic>open</basic></status></tuple></presence>";
    return request("NOTIFY", target, callId, sequence)
        + "From: <sip:"
        + PresencePair.contact(pair)
        + ">;tag=p\r\nTo: "
        + watcher
        + "\r\nSubscription-State: active;expires=3600\r\nContent-Type: application/pidf+xml\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private String request(String method, String uri, String callId, int sequence) {
    return method
        + " "
        + uri
        + " SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:"
        + port()
        + ";branch=z9hG4bK-"
        + callId
        + "-"
        + method
        + sequence
        + "\r\nMax-Forwards: 70\r\nCall-ID: "
        + callId
        + "\r\nCSeq: "
        + sequence
        + " "
        + method
        + "\r\nContact: <sip:peer@127.0.0.1:"
        + port()
        + ";transport=tcp>\r\nEvent: presence\r\n";
  }

  private String answer(SipText request) {
    StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
    for (String line : request.head().lines().toList()) {
      String name = line.toLowerCase(Locale.ROOT);
      if (name.startsWith("to:") && !name.contains("tag=")) {
        answer.append(line).append(";tag=p\r\n");
      } else if (name.matches("(via|from|to|call-id|cseq|expires):.*")) { // RFC 3261 §8.2.6.2
        answer.append(line).append("\r\n");
      }
    }
    return answer
        .append("Contact: <sip:peer@127.0.0.1:")
        .append(port())
        .append(";transport=tcp>\r\nContent-Length: 0\r\n\r\n")
        .toString();
  }

  private void send(String text) {
    OutputStream connection = out.orElseThrow(() -> new IllegalStateException("not connected"));
    try {
      synchronized (connection) {
        connection.write(text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The connection ended; what is missing shows in the book.
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}

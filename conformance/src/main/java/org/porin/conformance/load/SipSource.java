package org.porin.conformance.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.conformance.load.SipScanner.SipText;

/**
 * Sends MESSAGE requests over TCP connections: at most one pending for each lane (RFC 3428 §8), the
 * lanes in parallel, the next of a lane as soon as the one before is answered. One thread for each
 * connection; requests due after one read leave in one write.
 */
public final class SipSource implements AutoCloseable {
  private static final int BUFFER_OCTETS = 1 << 16;

  private final SourcePlan plan;
  private final Book book;
  private final List<Socket> connections = new ArrayList<>();

  private SipSource(SourcePlan plan, Book book) {
    this.plan = plan;
    this.book = book;
  }

  /**
   * What to send.
   *
   * @param lanes pairs of source and destination
   * @param perLane messages for each
   * @param octets length of each text
   * @param fromDomain domain of the sources
   * @param to how the destinations, which the bridge serves, are written to
   */
  public record SourcePlan(int lanes, int perLane, int octets, String fromDomain, Addressing to) {}

  /** Connects and begins. An answer that is no 2xx is entered in the book as a refusal. */
  public static SipSource start(
      InetSocketAddress bridge, int connections, SourcePlan plan, Book book) throws IOException {
    SipSource source = new SipSource(plan, book);
    try {
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket();
        source.connections.add(socket);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(bridge.getHostString(), bridge.getPort()));
      }
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
    for (int i = 0; i < connections; i++) {
      source.run(source.connections.get(i), i);
    }
    return source;
  }

  @Override
  public void close() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void run(Socket connection, int index) {
    Thread thread = new Thread(() -> converse(connection, index), "sip-source-" + index);
    thread.setDaemon(true);
    thread.start();
  }

  private void converse(Socket connection, int index) {
    SipScanner scanner = new SipScanner();
    byte[] octets = new byte[BUFFER_OCTETS];
    try (InputStream in = connection.getInputStream()) {
      ByteArrayOutputStream requests = new ByteArrayOutputStream();
      for (int lane = index; lane < plan.lanes(); lane += connections.size()) {
        requests.writeBytes(request(new Mark(lane, 0), connection));
      }
      connection.getOutputStream().write(requests.toByteArray());
      for (int count; (count = in.read(octets)) >= 0; ) {
        scanner.feed(octets, count);
        requests.reset();
        Optional<SipText> answer = scanner.next();
        while (answer.isPresent()) {
          answered(answer.get(), connection, requests);
          answer = scanner.next();
        }
        connection.getOutputStream().write(requests.toByteArray());
      }
    } catch (IOException e) {
      // The connection ended; what is missing shows in the book.
    }
  }

  private void answered(SipText answer, Socket connection, ByteArrayOutputStream requests) {
    String status = answer.startLine().substring("SIP/2.0 ".length());
    Optional<Mark> of = answer.header("Call-ID", "i").flatMap(SipSource::markOf);
    if (status.startsWith("1") || of.isEmpty()) {
      return;
    }
    Mark mark = of.get();
    if (!status.startsWith("2")) {
      book.refusal(mark, status);
    }
    if (mark.number() + 1 < plan.perLane()) {
      requests.writeBytes(request(new Mark(mark.lane(), mark.number() + 1), connection));
    }
  }

  private byte[] request(Mark mark, Socket connection) {
    String from = "sender" + mark.lane() + "@" + plan.fromDomain();
    String to = plan.to().ownAddress(mark.lane());
    String text = mark.text(plan.octets());
    String body = plan.to().cpim() ? object(from, to, text) : text;
    String head =
        "MESSAGE sip:"
            + to
            + " SIP/2.0\r\n"
            + "Via: SIP/2.0/TCP 127.0.0.1:"
            + connection.getLocalPort()
            + ";branch=z9hG4bK-"
            + mark.lane()
            + "-"
            + mark.number()
            + "-"
            + connection.getLocalPort()
            + "\r\nMax-Forwards: 70\r\nFrom: <sip:"
            + from
            + ">;tag="
            + mark.lane()
            + "\r\nTo: <sip:"
            + to
            + ">\r\nCall-ID: "
            + callId(mark)
            + "\r\nCSeq: 1 MESSAGE\r\nContent-Type: "
            + (plan.to().cpim() ? "message/cpim" : "text/plain")
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }

  /** Message/CPIM (RFC 3862 §2). */
  private static String object(String from, String to, String text) {
    return "From: <im:"
        + from
        + ">\r\nTo: <im:"
        + to
        + ">\r\nDateTime: "
        + Instant.now()
        + "\r\n\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + text;
  }

  private String callId(Mark mark) {
    return mark.lane()
        + "-"
        + mark.number()
        + "-"
        + System.identityHashCode(this)
        + "@"
        + plan.fromDomain();
  }

  private static Optional<Mark> markOf(String callId) {
    String[] parts = callId.split("-", 3);
    try {
      return parts.length == 3
          ? Optional.of(new Mark(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

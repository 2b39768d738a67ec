package org.porin.conformance.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.porin.jainsip.JainSipPeer;

/** A SIP user agent of the tests that sends one MESSAGE at a time and waits for its answer. */
final class SipCaller {
  private static final Duration PATIENCE = Duration.ofSeconds(40); // longer than any Timer F
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final InetSocketAddress bridge;

  SipCaller(InetSocketAddress bridge) {
    this.bridge = bridge;
  }

  /**
   * What to send.
   *
   * @param from address of record, without scheme
   * @param to Request-URI and To, without scheme
   * @param contentType of the body
   * @param body as it goes on the wire
   * @param headers further header lines, without line ends
   */
  record Outgoing(String from, String to, String contentType, String body, List<String> headers) {
    /** The same for a user agent that writes its own headers. */
    JainSipPeer.Outgoing forJainSip() {
      return new JainSipPeer.Outgoing(from, to, contentType, body);
    }

    /** A plain text. */
    static Outgoing text(String from, String to, String body, String... headers) {
      return new Outgoing(from, to, "text/plain;charset=utf-8", body, List.of(headers));
    }

    /** A Message/CPIM object with the same addresses in its headers. */
    static Outgoing cpim(String from, String to, String body, String... cpimHeaders) {
      StringBuilder object = new StringBuilder();
      object.append("From: <im:").append(from).append(">\r\n");
      object.append("To: <im:").append(to).append(">\r\n");
      for (String header : cpimHeaders) {
        object.append(header).append("\r\n");
      }
      object.append("\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n").append(body);
      return new Outgoing(from, to, "message/cpim", object.toString(), List.of());
    }
  }

  /** Sends over a TCP connection of its own. */
  SipWire overTcp(Outgoing message) throws IOException {
    try (Socket socket = connect()) {
      return exchange(socket, request(message, "TCP", socket.getLocalPort()));
    }
  }

  /** Sends what {@link #request} has made over a TCP connection of its own. */
  SipWire overTcp(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      return exchange(socket, request);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(bridge);
    return socket;
  }

  private static SipWire exchange(Socket socket, byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    SipStream stream = new SipStream(socket);
    SipWire answer = next(stream);
    while (answer.status() < 200) {
      answer = next(stream);
    }
    return answer;
  }

  /** Sends in one datagram, once: loopback loses none. */
  SipWire overUdp(Outgoing message) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      byte[] octets = request(message, "UDP", socket.getLocalPort());
      socket.send(new DatagramPacket(octets, octets.length, bridge));
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        SipWire answer = new SipWire(Arrays.copyOf(packet.getData(), packet.getLength()), "UDP");
        if (answer.status() >= 200) {
          return answer;
        }
      }
    }
  }

  private static SipWire next(SipStream stream) throws IOException {
    return stream
        .next()
        .orElseThrow(() -> new IOException("the connection ended without an answer"));
  }

  /** The octets of a request with an identity of its own. */
  static byte[] request(Outgoing message, String transport, int port) {
    int number = COUNT.incrementAndGet();
    byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    line(head, "MESSAGE sip:" + message.to() + " SIP/2.0");
    line(head, "Via: SIP/2.0/" + transport + " 127.0.0.1:" + port + ";branch=z9hG4bKt" + number);
    line(head, "Max-Forwards: 70");
    line(head, "From: <sip:" + message.from() + ">;tag=t" + number);
    line(head, "To: <sip:" + message.to() + ">");
    line(head, "Call-ID: " + number + "-" + System.nanoTime() + "@127.0.0.1");
    line(head, "CSeq: 1 MESSAGE");
    line(head, "Content-Type: " + message.contentType());
    message.headers().forEach(header -> line(head, header));
    line(head, "Content-Length: " + body.length);
    line(head, "");
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    octets.writeBytes(body);
    return octets.toByteArray();
  }

  private static void line(StringBuilder head, String line) {
    head.append(line).append("\r\n");
  }
}

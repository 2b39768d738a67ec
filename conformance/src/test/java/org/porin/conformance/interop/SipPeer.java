package org.porin.conformance.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A SIP user agent of the tests: takes requests over UDP and TCP at one loopback port, keeps each
 * with its exact octets, and answers as it is told.
 */
final class SipPeer implements AutoCloseable {
  private static final int MAX_DATAGRAM_OCTETS = 65_535;
  private static final List<String> COPIED = List.of("via", "from", "to", "call-id", "cseq");

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final BlockingQueue<SipWire> requests = new LinkedBlockingQueue<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile Function<SipWire, Answer> answers = request -> Answer.of("200 OK");

  private SipPeer(ServerSocket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  /**
   * How a request is answered.
   *
   * @param status code and reason phrase
   * @param headers further header lines, without line ends
   */
  record Answer(String status, List<String> headers) {
    static Answer of(String status, String... headers) {
      return new Answer(status, List.of(headers));
    }
  }

  static SipPeer open() throws IOException {
    int port = Loopback.freePort();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    SipPeer peer =
        new SipPeer(new ServerSocket(port, 0, loopback), new DatagramSocket(port, loopback));
    peer.daemon(peer::takeDatagrams);
    peer.daemon(peer::takeConnections);
    return peer;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(loopback, tcp.getLocalPort());
  }

  /** Answers every later request by this rule. */
  void answer(Function<SipWire, Answer> rule) {
    answers = rule;
  }

  /** The next request that was not yet taken; each is given once, however often it is repeated. */
  SipWire awaitRequest(Duration atMost) throws InterruptedException {
    SipWire request = requests.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (request == null) {
      throw new AssertionError("no SIP request within " + atMost);
    }
    return request;
  }

  /** Requests that nobody has taken yet. */
  int waiting() {
    return requests.size();
  }

  /** Forgets requests that were not taken, and answers 200 again. */
  void reset() {
    requests.clear();
    answers = request -> Answer.of("200 OK");
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void takeDatagrams() {
    try {
      while (!udp.isClosed()) {
        DatagramPacket packet =
            new DatagramPacket(new byte[MAX_DATAGRAM_OCTETS], MAX_DATAGRAM_OCTETS);
        udp.receive(packet);
        SipWire request = new SipWire(Arrays.copyOf(packet.getData(), packet.getLength()), "UDP");
        byte[] response = respond(request);
        udp.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void takeConnections() {
    try {
      while (!tcp.isClosed()) {
        Socket connection = tcp.accept();
        daemon(() -> converse(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void converse(Socket connection) {
    try (connection) {
      SipStream stream = new SipStream(connection);
      Optional<SipWire> request = stream.next();
      while (request.isPresent()) {
        connection.getOutputStream().write(respond(request.get()));
        request = stream.next();
      }
    } catch (IOException e) {
      // the other side went away
    }
  }

  private byte[] respond(SipWire request) {
    String branch = request.header("Via").orElse("") + request.header("CSeq").orElse("");
    if (seen.add(branch)) { // over UDP a request may come again (RFC 3261 §17.1.2)
      requests.add(request);
    }
    Answer answer = answers.apply(request);
    StringBuilder response = new StringBuilder("SIP/2.0 " + answer.status() + "\r\n");
    for (String name : COPIED) { // RFC 3261 §8.2.6.2
      for (String value : request.headers(name)) {
        boolean needsTag = name.equals("to") && !value.toLowerCase(Locale.ROOT).contains("tag=");
        response.append(name).append(": ").append(value);
        response.append(needsTag ? ";tag=peer" : "").append("\r\n");
      }
    }
    answer.headers().forEach(header -> response.append(header).append("\r\n"));
    response.append("Content-Length: 0\r\n\r\n");
    return response.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void daemon(Runnable work) {
    Thread thread = new Thread(work, "sip-peer");
    thread.setDaemon(true);
    thread.start();
  }
}

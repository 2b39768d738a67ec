package org.porin.simple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A SIP far end on a plain blocking socket of the JDK, so that nothing of ours is on both ends of
 * the wire. Reads requests and does with each what its script says.
 */
final class PlainPeer implements AutoCloseable {
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^(?:Content-Length|l)\\s*:\\s*(\\d+)\\s*$");

  /** What a far end does with a request: answers, stays silent, or drops the connection. */
  interface Script {
    /** The whole response; {@link #SILENCE} for none, {@link #RESET} to reset the connection. */
    String answer(String request);
  }

  /** IPv4, whatever this host prefers. */
  static final InetAddress LOOPBACK = loopback("127.0.0.1");

  /** IPv6. */
  static final InetAddress LOOPBACK_6 = loopback("::1");

  static final String SILENCE = "";
  static final String RESET = "reset";

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private final Script script;
  private final InetSocketAddress address;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Certificate> clients = new CopyOnWriteArrayList<>();
  private final List<String> serverNames = new CopyOnWriteArrayList<>();

  private PlainPeer(Script script, AutoCloseable socket, InetSocketAddress address) {
    this.script = script;
    this.address = address;
    open.add(socket);
  }

  /** Listens on a free TCP port of the loopback. */
  static PlainPeer tcp(Script script) throws IOException {
    return tcp(LOOPBACK, script);
  }

  /** Listens on a free TCP port of an address. */
  static PlainPeer tcp(InetAddress local, Script script) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, local);
    PlainPeer peer =
        new PlainPeer(script, server, (InetSocketAddress) server.getLocalSocketAddress());
    daemon(() -> peer.accept(server));
    return peer;
  }

  /** Listens for TLS, as the JDK speaks it, on a free port of the loopback. */
  static PlainPeer tls(SSLContext context, Script script) throws IOException {
    ServerSocket server = context.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK);
    PlainPeer peer =
        new PlainPeer(script, server, (InetSocketAddress) server.getLocalSocketAddress());
    daemon(() -> peer.accept(server));
    return peer;
  }

  /** The same, and wants to know by a certificate who its clients are. */
  static PlainPeer asking(SSLContext context, Script script) throws IOException {
    SSLServerSocket server =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK);
    server.setWantClientAuth(true);
    PlainPeer peer =
        new PlainPeer(script, server, (InetSocketAddress) server.getLocalSocketAddress());
    daemon(() -> peer.accept(server));
    return peer;
  }

  /** The certificates that clients showed, of handshakes that succeeded. */
  List<Certificate> clients() {
    return clients;
  }

  /** The names that clients asked for by SNI, of handshakes that succeeded. */
  List<String> serverNames() {
    return serverNames;
  }

  /** Listens on a free UDP port of the loopback. */
  static PlainPeer udp(Script script) throws IOException {
    return udp(LOOPBACK, script);
  }

  /** Listens on a free UDP port of an address. */
  static PlainPeer udp(InetAddress local, Script script) throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(local, 0));
    PlainPeer peer =
        new PlainPeer(script, socket, (InetSocketAddress) socket.getLocalSocketAddress());
    daemon(() -> peer.receive(socket));
    return peer;
  }

  InetSocketAddress address() {
    return address;
  }

  /** How many connections were accepted so far. */
  int connections() {
    return connections.get();
  }

  /** The next request not yet taken; waits up to 10 s. */
  String takeRequest() throws InterruptedException {
    String request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Requests not yet taken. */
  int waitingRequests() {
    return requests.size();
  }

  /** A response with the headers that must be copied (RFC 3261 §8.2.6.2), and some more. */
  static String response(String request, String statusLine, String... more) {
    StringBuilder response = new StringBuilder("SIP/2.0 ").append(statusLine).append("\r\n");
    for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
      response.append(name).append(": ").append(header(request, name));
      boolean untagged = name.equals("To") && !header(request, name).contains(";tag=");
      response.append(untagged ? ";tag=plain\r\n" : "\r\n");
    }
    for (String line : more) {
      response.append(line).append("\r\n");
    }
    return response.append("Content-Length: 0\r\n\r\n").toString();
  }

  /** The value of a header, empty when it is not there. */
  static String header(String message, String name) {
    String head = message.substring(0, message.indexOf("\r\n\r\n"));
    Matcher line =
        Pattern.compile("(?im)^" + Pattern.quote(name) + "\\s*:\\s*(.*?)\\s*$").matcher(head);
    return line.find() ? line.group(1) : "";
  }

  /** What follows the head. */
  static String body(String message) {
    return message.substring(message.indexOf("\r\n\r\n") + 4);
  }

  /** Reads one message off a stream by its Content-Length; empty at the end of the stream. */
  static Optional<String> read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        return Optional.empty();
      }
      if (head.size() > 0 || (octet != '\r' && octet != '\n')) {
        head.write(octet);
      }
    }
    String text = head.toString(StandardCharsets.UTF_8);
    Matcher length = LENGTH.matcher(text);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return Optional.of(text + new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable socket : open) {
      socket.close();
    }
  }

  private void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (socket instanceof SSLSocket tls) {
        tls.startHandshake();
        note(tls);
        ((ExtendedSSLSession) tls.getSession())
            .getRequestedServerNames()
            .forEach(name -> serverNames.add(((SNIHostName) name).getAsciiName()));
      }
      while (true) {
        Optional<String> read = read(socket.getInputStream());
        if (read.isEmpty()) {
          return;
        }
        String request = read.get();
        requests.add(request);
        String answer = script.answer(request);
        if (answer.equals(RESET)) {
          socket.setSoLinger(true, 0); // close() sends RST
          return;
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException gone) {
      // The connection is over.
    }
  }

  private void note(SSLSocket tls) {
    try {
      clients.add(tls.getSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      // it showed none
    }
  }

  private void receive(DatagramSocket socket) {
    byte[] octets = new byte[65_535];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(octets, octets.length);
        socket.receive(packet);
        byte[] datagram = Arrays.copyOf(octets, packet.getLength());
        String request = new String(datagram, StandardCharsets.UTF_8);
        requests.add(request);
        byte[] answer = script.answer(request).getBytes(StandardCharsets.UTF_8);
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static InetAddress loopback(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "plain-peer");
    thread.setDaemon(true);
    thread.start();
  }
}

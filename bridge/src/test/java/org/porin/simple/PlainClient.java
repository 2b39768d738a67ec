package org.porin.simple;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Sends what a test wrote by hand over a plain blocking socket of the JDK, and reads answers. */
final class PlainClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  PlainClient(InetSocketAddress remote) throws IOException {
    this(new Socket(remote.getAddress(), remote.getPort()));
  }

  PlainClient(Socket connected) throws IOException {
    socket = connected;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
  }

  /** Goes away without a goodbye. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0); // close() sends RST
    socket.close();
  }

  /** Ends this half: nothing more is to come. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The next message; empty when the far end has closed. */
  Optional<String> read() throws IOException {
    return PlainPeer.read(socket.getInputStream());
  }

  /** Octets as they come, framed by nothing. */
  String readOctets(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
  }

  /** Whether the far end closes, or has closed; reads what comes before. */
  boolean isClosed() {
    try {
      while (read().isPresent()) {
        // what was on its way
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Sends one datagram and waits for one in answer. */
  static String exchange(InetSocketAddress remote, String request) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      byte[] out = request.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(out, out.length, remote));
      return receive(socket);
    }
  }

  /** The next datagram. */
  static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket in = new DatagramPacket(new byte[65_535], 65_535);
    socket.receive(in);
    return new String(in.getData(), 0, in.getLength(), StandardCharsets.UTF_8);
  }

  /** A MESSAGE as a stranger writes it, with more headers and a body. */
  static String message(String to, String id, String body, String... more) {
    StringBuilder request = new StringBuilder("MESSAGE " + to + " SIP/2.0\r\n");
    request.append("Via: SIP/2.0/TCP client.montague.example;branch=z9hG4bK").append(id);
    request.append(";rport\r\nMax-Forwards: 70\r\n");
    request.append("From: Romeo <sip:romeo@montague.example>;tag=r1\r\n");
    request.append("To: <").append(to).append(">\r\n");
    request.append("Call-ID: ").append(id).append("@client.montague.example\r\n");
    request.append("CSeq: 1 MESSAGE\r\n");
    boolean typed = false;
    for (String header : more) {
      request.append(header).append("\r\n");
      typed |= header.startsWith("Content-Type");
    }
    if (!typed) {
      request.append("Content-Type: text/plain;charset=utf-8\r\n");
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return request.append("Content-Length: " + length + "\r\n\r\n").append(body).toString();
  }
}

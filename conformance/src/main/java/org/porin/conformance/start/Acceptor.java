package org.porin.conformance.start;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The server's side of XEP-0114 as far as the handshake, which it accepts whoever asks. */
final class Acceptor implements AutoCloseable {
  private static final String HEADER =
      "<stream:stream xmlns='jabber:component:accept' id='start' from='montague.example'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";

  private final ServerSocket socket;

  private Acceptor(ServerSocket socket) {
    this.socket = socket;
  }

  static Acceptor open() throws IOException {
    Acceptor acceptor = new Acceptor(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(acceptor::serve, "acceptor");
    thread.setDaemon(true);
    thread.start();
    return acceptor;
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket link = socket.accept()) {
        InputStream in = link.getInputStream();
        readUntil(in, "jabber:component:accept");
        link.getOutputStream().write(HEADER.getBytes(StandardCharsets.US_ASCII));
        readUntil(in, "</handshake>");
        link.getOutputStream().write("<handshake/>".getBytes(StandardCharsets.US_ASCII));
        readUntil(in, "</stream:stream>");
        link.getOutputStream().write("</stream:stream>".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // The link has ended, or the acceptor: the next round, if there is one, has another.
      }
    }
  }

  private static void readUntil(InputStream in, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("the end of the link");
      }
      read.append((char) octet);
    }
  }
}

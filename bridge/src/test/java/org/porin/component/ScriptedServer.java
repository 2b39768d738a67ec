package org.porin.component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ServerSocketFactory;

/**
 * A component port on loopback that does what the test says, for what real servers do rarely. The
 * test is its thread.
 */
final class ScriptedServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ServerSocket listener;

  ScriptedServer() {
    this(ServerSocketFactory.getDefault());
  }

  /** One whose sockets are of another kind: TLS. */
  ScriptedServer(ServerSocketFactory sockets) {
    try {
      listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      listener.setSoTimeout((int) PATIENCE.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String host() {
    return listener.getInetAddress().getHostAddress();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next connection. */
  Peer accept() throws IOException {
    Socket socket = listener.accept();
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    return new Peer(socket);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** One connection, from the server's side. */
  static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final StringBuilder unread = new StringBuilder();

    private Peer(Socket socket) {
      this.socket = socket;
    }

    /** Reads up to the given text, and gives all up to its end. ASCII only. */
    String expect(String text) throws IOException {
      while (unread.indexOf(text) < 0) {
        if (!fill()) {
          throw new IOException("the end came instead of " + text + ", after " + unread);
        }
      }
      int end = unread.indexOf(text) + text.length();
      String read = unread.substring(0, end);
      unread.delete(0, end);
      return read;
    }

    /** Reads to the end of the connection, which may also be a reset, and gives what came. */
    String expectEnd() {
      try {
        while (fill()) {
          // more
        }
      } catch (IOException e) {
        unread.append("[").append(e.getMessage()).append("]");
      }
      return unread.toString();
    }

    private boolean fill() throws IOException {
      byte[] octets = new byte[8192];
      int count = socket.getInputStream().read(octets);
      if (count > 0) {
        unread.append(new String(octets, 0, count, StandardCharsets.UTF_8));
      }
      return count > 0;
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] octets) throws IOException {
      socket.getOutputStream().write(octets);
    }

    /** Sends as fast as the other side takes it, until that ends; reads nothing. */
    void flood(String text) {
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      try {
        while (true) {
          socket.getOutputStream().write(octets);
        }
      } catch (IOException ended) {
        unread.append("[").append(ended.getMessage()).append("]");
      }
    }

    /** Sends white space, which means nothing in a stream, again and again until all is done. */
    <T> T dripUntil(Future<T> done) throws Exception {
      for (int tries = 0; tries < 3_000; tries++) {
        try {
          return done.get(5, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
          if (!drip()) {
            return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
          }
        }
      }
      throw new TimeoutException("it is never done");
    }

    /** Whether the other side still takes it. */
    private boolean drip() {
      try {
        send(" ");
        return true;
      } catch (IOException ended) {
        return false;
      }
    }

    /** The server's half of XEP-0114 §3, to the end. */
    Peer shakeHands() throws IOException {
      openStream();
      expect("</handshake>");
      send("<handshake/>");
      return this;
    }

    /** Reads the component's stream header and answers with one. */
    void openStream() throws IOException {
      expect("<stream:stream");
      expect(">");
      send(HEADER);
    }

    /** The id of the next ping. */
    String expectPing() throws IOException {
      String text = expect("urn:xmpp:ping");
      String iq = text.substring(text.lastIndexOf("<iq"));
      return attribute(iq, "id");
    }

    /** Answers a ping as a server does. */
    void answerPing(String id) throws IOException {
      send("<iq type='result' id='" + id + "' from='capulet.example' to='montague.example'/>");
    }

    /** Ends the connection with an RST. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams'"
          + " xmlns='jabber:component:accept' from='montague.example' id='s1'>";

  /** The value of an attribute in the text of a tag, whichever quotes it has. */
  static String attribute(String tag, String name) {
    int at = tag.indexOf(" " + name + "=") + name.length() + 2;
    char quote = tag.charAt(at);
    return tag.substring(at + 1, tag.indexOf(quote, at + 1));
  }
}

package org.porin.conformance.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XMPP server as a bridge sees it, whose users are all there and let everybody know: it answers
 * probes and requests at once. One link at a time, one after the other.
 */
final class PresenceServer implements AutoCloseable {
  private static final String HEADER =
      "<stream:stream xmlns='jabber:component:accept' id='load' from='"
          + PresencePair.CONTACTS
          + "' xmlns:stream='http://etherx.jabber.org/streams'>";

  private static final int BUFFER_OCTETS = 1 << 16;

  /** One stanza with its end: the bridge writes no tag of that name inside of another. */
  private static final Pattern STANZA =
      Pattern.compile("<(presence|iq)(\\s[^>]*?)(?:/>|>(?s:.*?)</\\1>)");

  private final ServerSocket socket;
  private final PresenceBook book;
  private volatile Optional<OutputStream> link = Optional.empty();

  private PresenceServer(ServerSocket socket, PresenceBook book) {
    this.socket = socket;
    this.book = book;
  }

  static PresenceServer open(PresenceBook book) throws IOException {
    PresenceServer server =
        new PresenceServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), book);
    Thread thread = new Thread(server::serve, "xmpp-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** A user asks to see the contact of the pair. */
  void subscribe(int pair) {
    send(
        "<presence type='subscribe' id='s%d' from='%s' to='%s'/>"
            .formatted(pair, PresencePair.user(pair), PresencePair.contact(pair)));
  }

  /** A user is away, or is back. */
  void change(int pair, boolean away) {
    send(
        "<presence from='%s/home' to='%s'>%s</presence>"
            .formatted(
                PresencePair.user(pair),
                PresencePair.contact(pair),
                away ? "<show>away</show>" : ""));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket accepted = socket.accept()) {
        accepted.setTcpNoDelay(true);
        InputStream in = accepted.getInputStream();
        OutputStream out = accepted.getOutputStream();
        readUntil(in, "jabber:component:accept");
        out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
        readUntil(in, "</handshake>");
        out.write("<handshake/>".getBytes(StandardCharsets.US_ASCII));
        link = Optional.of(out);
        receive(in);
        out.write("</stream:stream>".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // the link has ended; the next one comes
      }
      link = Optional.empty();
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

  /** Until the end of the stream. */
  private void receive(InputStream in) throws IOException {
    byte[] octets = new byte[BUFFER_OCTETS];
    StringBuilder held = new StringBuilder();
    for (int count; (count = in.read(octets)) >= 0; ) {
      held.append(new String(octets, 0, count, StandardCharsets.ISO_8859_1)); // all of it is ASCII
      Matcher stanza = STANZA.matcher(held);
      int done = 0;
      while (stanza.find()) {
        done = stanza.end();
        if (stanza.group(1).equals("presence")) {
          presence(stanza.group(2));
        } else {
          iq(stanza.group(2));
        }
      }
      held.delete(0, done);
      if (held.indexOf("</stream:stream>") >= 0) {
        return;
      }
    }
  }

  private void iq(String attributes) {
    if (attribute(attributes, "type").equals("get")) {
      send(
          "<iq type='result' id='%s' from='%s' to='%s'/>"
              .formatted(
                  attribute(attributes, "id"),
                  attribute(attributes, "to"),
                  attribute(attributes, "from")));
    }
  }

  private void presence(String attributes) {
    String to = attribute(attributes, "to");
    int pair = PresencePair.number(to.substring(0, Math.max(0, to.indexOf('@'))));
    switch (attribute(attributes, "type")) {
      case "subscribe" -> {
        send(
            "<presence type='subscribed' from='%s' to='%s'/>"
                .formatted(PresencePair.user(pair), PresencePair.contact(pair)));
        change(pair, false);
      }
      case "probe" -> {
        book.probed();
        change(pair, false);
      }
      case "" -> book.told(pair);
      default -> {}
    }
  }

  private static String attribute(String attributes, String name) {
    Matcher value = Pattern.compile("\\s" + name + "=['\"]([^'\"]*)").matcher(attributes);
    return value.find() ? value.group(1) : "";
  }

  private void send(String stanza) {
    Optional<OutputStream> out = link;
    if (out.isEmpty()) {
      return;
    }
    try {
      synchronized (out.get()) {
        out.get().write(stanza.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the link has ended; what is missing shows in the book
    }
  }
}

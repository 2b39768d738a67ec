package org.porin.conformance.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XMPP server as a bridge sees it (XEP-0114), in place of a real one that would need more
 * processor time than the bridge: it takes every component, hands on messages, and answers every
 * question at once, after the messages before it. One link at a time, one after the other.
 */
final class StanzaServer implements AutoCloseable {
  private static final int BUFFER_OCTETS = 1 << 17;
  private static final Pattern ATTRIBUTE = Pattern.compile("\\s(id|from|to)=['\"]([^'\"]*)['\"]");

  private final ServerSocket socket;
  private final Consumer<String> onMessage;
  private volatile Optional<OutputStream> link = Optional.empty();

  private StanzaServer(ServerSocket socket, Consumer<String> onMessage) {
    this.socket = socket;
    this.onMessage = onMessage;
  }

  /**
   * Listens on loopback.
   *
   * @param onMessage called on the reading thread with each message stanza, its tags included
   */
  static StanzaServer open(int port, Consumer<String> onMessage) throws IOException {
    StanzaServer server =
        new StanzaServer(new ServerSocket(port, 5, InetAddress.getLoopbackAddress()), onMessage);
    Thread thread = new Thread(server::serve, "xmpp-" + port);
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** Writes stanzas; returns when the kernel has them. Without a link they are lost. */
  void send(String stanzas) throws IOException {
    Optional<OutputStream> out = link;
    if (out.isPresent()) {
      write(out.get(), stanzas);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket accepted = socket.accept()) {
        accepted.setTcpNoDelay(true);
        serve(accepted.getInputStream(), accepted.getOutputStream());
      } catch (IOException e) {
        // the link has ended; what is missing shows in the book
      }
      link = Optional.empty();
    }
  }

  private void serve(InputStream in, OutputStream out) throws IOException {
    readUntil(in, "jabber:component:accept");
    write(
        out,
        "<stream:stream xmlns='jabber:component:accept' id='load'"
            + " xmlns:stream='http://etherx.jabber.org/streams'>");
    readUntil(in, "</handshake>");
    write(out, "<handshake/>");
    link = Optional.of(out);
    ElementScanner messages = ElementScanner.ofMessages(onMessage);
    StringBuilder answers = new StringBuilder();
    ElementScanner questions = new ElementScanner("iq", iq -> answers.append(answer(iq)));
    byte[] octets = new byte[BUFFER_OCTETS];
    for (int count; (count = in.read(octets)) >= 0; ) {
      messages.feed(octets, count);
      questions.feed(octets, count);
      if (answers.length() > 0) {
        write(out, answers.toString());
        answers.setLength(0);
      }
    }
  }

  private static void readUntil(InputStream in, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int octet = in.read(); // one by one: nothing behind it may be taken
      if (octet < 0) {
        throw new IOException("the end of the link");
      }
      read.append((char) octet);
    }
  }

  /** The result of a question (RFC 6120 §8.2.3), which for a ping is empty. */
  private static String answer(String iq) {
    String id = "";
    String from = "";
    String to = "";
    Matcher attribute = ATTRIBUTE.matcher(iq.substring(0, iq.indexOf('>')));
    while (attribute.find()) {
      switch (attribute.group(1)) {
        case "id" -> id = attribute.group(2);
        case "from" -> from = attribute.group(2);
        default -> to = attribute.group(2);
      }
    }
    return "<iq type='result' id='" + id + "' from='" + to + "' to='" + from + "'/>";
  }

  private static void write(OutputStream out, String stanzas) throws IOException {
    byte[] octets = stanzas.getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(octets);
    }
  }
}

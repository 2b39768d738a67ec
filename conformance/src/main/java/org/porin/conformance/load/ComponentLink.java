package org.porin.conformance.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XMPP component of the harness (XEP-0114 §3). One thread reads and hands each {@code
 * <message/>} on as text; any thread may send. It answers nothing by itself.
 */
public final class ComponentLink implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BUFFER_OCTETS = 1 << 17;
  private static final Pattern STREAM_ID =
      Pattern.compile("<stream:stream[^>]*\\sid=['\"]([^'\"]+)['\"][^>]*>");

  private final Socket socket;
  private final OutputStream out;
  private final String domain;
  private final CountDownLatch ended = new CountDownLatch(1);

  private ComponentLink(Socket socket, String domain) throws IOException {
    this.socket = socket;
    this.domain = domain;
    this.out = socket.getOutputStream();
  }

  /**
   * Connects and proves the secret.
   *
   * @param onMessage called on the reading thread with each message stanza, its tags included
   * @throws IOException if the server cannot be reached or refuses
   */
  public static ComponentLink open(
      InetSocketAddress server, String domain, String secret, Consumer<String> onMessage)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(server.getHostString(), server.getPort()), CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      ComponentLink link = new ComponentLink(socket, domain);
      link.shakeHands(secret);
      socket.setSoTimeout(0);
      Thread reader = new Thread(() -> link.read(onMessage), "component-" + domain);
      reader.setDaemon(true);
      reader.start();
      return link;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** The domain that the component is bound to. */
  public String domain() {
    return domain;
  }

  /** Writes stanzas; returns when the kernel has them. */
  public void send(String stanzas) throws IOException {
    byte[] octets = stanzas.getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(octets);
    }
  }

  /** Waits until the server, or {@link #close}, has ended the link. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void shakeHands(String secret) throws IOException {
    send(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
            + " xmlns:stream='http://etherx.jabber.org/streams' to='"
            + domain
            + "'>");
    Matcher id = STREAM_ID.matcher("");
    String header = readUntil(text -> id.reset(text).find());
    id.reset(header).find();
    send("<handshake>" + sha1(id.group(1) + secret) + "</handshake>");
    String answer =
        readUntil(
            text ->
                (text.contains("<handshake") && text.endsWith(">"))
                    || text.contains("</stream:error>"));
    if (!answer.contains("<handshake")) {
      throw new IOException(domain + " was refused: " + answer);
    }
  }

  private String readUntil(Predicate<String> enough) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    while (!enough.test(seen.toString(StandardCharsets.UTF_8))) {
      int octet = in.read(); // one by one: nothing behind the handshake may be taken
      if (octet < 0) {
        throw new IOException(domain + ": the stream ended after " + seen);
      }
      seen.write(octet);
    }
    return seen.toString(StandardCharsets.UTF_8);
  }

  private void read(Consumer<String> onMessage) {
    ElementScanner scanner = ElementScanner.ofMessages(onMessage);
    byte[] octets = new byte[BUFFER_OCTETS];
    try (InputStream in = socket.getInputStream()) {
      for (int count; (count = in.read(octets)) >= 0; ) {
        scanner.feed(octets, count);
      }
    } catch (IOException e) {
      // The link ended; its owner sees that in what does not arrive.
    } finally {
      ended.countDown();
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1"); // XEP-0114 §3 asks for it
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

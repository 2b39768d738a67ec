package org.porin.conformance.interop;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.porin.conformance.load.Book;
import org.porin.conformance.load.ComponentLink;
import org.porin.conformance.load.Mark;

/** The XMPP users that messages from SIP are for. Connects anew when its server is gone. */
final class Audience implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  private final String domain;
  private final int componentPort;
  private final Consumer<String> heard;
  private final Thread thread = new Thread(this::run, "audience");

  Audience(int componentPort, Book book) {
    this(componentPort, message -> Mark.find(message).ifPresent(book::arrival));
  }

  /**
   * @param heard given each message stanza as text, on one thread
   */
  Audience(int componentPort, Consumer<String> heard) {
    this(Parties.OF_MONTAGUE.audience(), componentPort, heard);
  }

  /** The same as users of a domain. */
  Audience(String domain, int componentPort, Consumer<String> heard) {
    this.domain = domain;
    this.componentPort = componentPort;
    this.heard = heard;
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try (ComponentLink link =
          ComponentLink.open(Loopback.at(componentPort), domain, Containers.SECRET, heard)) {
        link.awaitEnd();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (IOException e) {
        // the server is gone, or not yet back
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}

package org.porin.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.porin.operate.OperateServer;
import org.porin.operate.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the operate endpoint listen, as soon as its address can be had: a bridge that does not say
 * how it is, is taken for dead by whoever watches over it, and messages go on meanwhile.
 */
final class OperateListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperateListener.class);

  private final InetSocketAddress address;
  private final Map<String, Page> pages;
  private final Duration again;
  private final Thread thread = new Thread(this::keepTrying, "operate-listen");
  private Optional<OperateServer> server = Optional.empty(); // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param pages by path
   * @param again how long until the next try
   */
  OperateListener(InetSocketAddress address, Map<String, Page> pages, Duration again) {
    this.address = address;
    this.pages = pages;
    this.again = again;
    thread.setDaemon(true);
  }

  /** Listens; where that fails, the log says what to do, and a thread tries again. */
  void start() {
    try {
      open();
    } catch (IOException e) {
      LOG.error(
          "no metrics and no health: operate.listen {}: {}; stop what uses the port, or set"
              + " operate.listen to another, or to \"none\"; it is tried again each {} s",
          Wording.socket(address),
          e.getMessage(),
          again.toSeconds());
      thread.start();
    }
  }

  private synchronized void open() throws IOException {
    OperateServer opened = OperateServer.open(address, pages);
    server = Optional.of(opened);
    LOG.info("metrics and health on http://{}/", Wording.socket(opened.address()));
  }

  private synchronized void keepTrying() {
    try {
      while (!closed && server.isEmpty()) {
        wait(again.toMillis());
        tryAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody of ours interrupts it
    }
  }

  private synchronized void tryAgain() {
    try {
      if (!closed) {
        open();
      }
    } catch (IOException e) {
      LOG.debug("operate.listen {}: {}", Wording.socket(address), e.getMessage());
    }
  }

  /** Where it listens, with the port that was found; empty as long as it does not. */
  synchronized Optional<InetSocketAddress> listening() {
    return server.map(OperateServer::address);
  }

  /** Listens no more, now or later, and ends every connection. */
  @Override
  public void close() {
    Optional<OperateServer> open;
    synchronized (this) {
      closed = true;
      open = server;
      notifyAll();
    }
    open.ifPresent(OperateServer::close);
  }
}

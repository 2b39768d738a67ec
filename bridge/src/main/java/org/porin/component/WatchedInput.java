package org.porin.component;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The input of a connection, under watch: whoever reads waits for octets, and the watch is asked
 * again and again meanwhile, on the same thread, whether to wait any longer. One reading thread.
 */
final class WatchedInput extends InputStream {
  /** Looks at the clock. */
  interface Watch {
    /**
     * Called after every read, and at every tick without one.
     *
     * @param now in nanoseconds
     * @param lastRead when octets last came, in nanoseconds
     * @throws LinkEndException to end the link
     */
    void look(long now, long lastRead) throws LinkEndException;
  }

  private final Socket socket;
  private final InputStream in;
  private final LongSupplier nanoTime;
  private Watch watch;
  private long lastRead;
  private Optional<LinkEnd> verdict = Optional.empty();
  private boolean atEnd;

  /**
   * @param tick how often the watch looks when nothing comes
   */
  WatchedInput(Socket socket, Duration tick, Watch watch, LongSupplier nanoTime)
      throws IOException {
    socket.setSoTimeout(Math.toIntExact(Math.max(1, tick.toMillis())));
    this.socket = socket;
    this.in = socket.getInputStream();
    this.watch = watch;
    this.nanoTime = nanoTime;
    this.lastRead = nanoTime.getAsLong();
  }

  /** From now on, this watch looks. On the reading thread. */
  void watch(Watch watch) {
    this.watch = watch;
  }

  /** What the watch said when it ended the link; parsers may wrap the exception. */
  Optional<LinkEnd> verdict() {
    return verdict;
  }

  /** Whether the peer has closed its half of the connection. */
  boolean atEnd() {
    return atEnd;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (true) {
      try {
        int count = in.read(buffer, offset, length);
        lastRead = nanoTime.getAsLong();
        atEnd = count < 0;
        look();
        return count;
      } catch (SocketTimeoutException tick) {
        look();
      }
    }
  }

  /** Nobody reads for now; the watch looks as it does at a tick, and counts no silence. */
  void paused() throws IOException {
    lastRead = nanoTime.getAsLong();
    look();
  }

  private void look() throws IOException {
    try {
      watch.look(nanoTime.getAsLong(), lastRead);
    } catch (LinkEndException e) {
      verdict = Optional.of(e.end());
      socket.close(); // TLS above would try to say why, and wait for a writer that is stuck
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }
}

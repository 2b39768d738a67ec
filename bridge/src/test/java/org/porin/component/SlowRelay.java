package org.porin.component;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands before a server, and lets what that says through in small pieces with pauses between. */
final class SlowRelay implements AutoCloseable {
  private static final int PIECE_OCTETS = 37; // ends within records, and within their headers
  private static final long PAUSE_MILLIS = 12;

  private final ServerSocket listener;
  private final CountDownLatch closed = new CountDownLatch(1);

  SlowRelay(String host, int port) throws IOException {
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    start(
        () -> {
          Socket near = listener.accept();
          Socket far = new Socket(host, port);
          near.setTcpNoDelay(true);
          far.setTcpNoDelay(true);
          start(() -> near.getInputStream().transferTo(far.getOutputStream()));
          slowly(far.getInputStream(), near.getOutputStream());
          near.close();
        });
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the test is over, or one side has closed: so does the other
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void slowly(InputStream in, OutputStream out) throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE_OCTETS];
    for (int length = in.read(piece); length > 0; length = in.read(piece)) {
      out.write(piece, 0, length);
      if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.porin.conformance.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A TCP path between two parts that breaks as networks do: cut in the middle of what is under way,
 * swallowing everything, slow, or with nobody at its end. One thread for each way of a connection.
 */
final class FaultyPath implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int BUFFER_OCTETS = 1 << 13;

  private final ServerSocket entrance;
  private final InetSocketAddress exit;
  private final Queue<Socket> ends = new ConcurrentLinkedQueue<>();
  private volatile boolean refusing;
  private volatile boolean swallowing;
  private volatile boolean halving;
  private volatile long delayMillis;

  private FaultyPath(ServerSocket entrance, InetSocketAddress exit) {
    this.entrance = entrance;
    this.exit = exit;
  }

  static FaultyPath to(InetSocketAddress exit) throws IOException {
    FaultyPath path = new FaultyPath(new ServerSocket(0, 50, Loopback.at(0).getAddress()), exit);
    daemon(path::accept, "faulty-path").start();
    return path;
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Resets every connection, whatever is half sent on it; new ones pass. */
  void cut() throws IOException {
    for (Socket end = ends.poll(); end != null; end = ends.poll()) {
      reset(end);
    }
  }

  private static void reset(Socket end) throws IOException {
    try {
      end.setSoLinger(true, 0);
    } catch (SocketException e) {
      // it has ended by itself
    }
    end.close();
  }

  /** Passes half of what comes next on any connection, and then cuts all of them. */
  void cutInTheMiddle() {
    halving = true;
  }

  /** Whether that has happened. */
  boolean hasCut() {
    return !halving;
  }

  /** Cuts, and lets nobody in until {@link #mend}. */
  void close(boolean whileRefusing) throws IOException {
    refusing = whileRefusing;
    cut();
  }

  /** From now on nothing arrives, and no connection ends: a hanging far end. */
  void swallow() {
    swallowing = true;
  }

  /** From now on each read waits so long before it is passed on. */
  void slow(long millis) {
    delayMillis = millis;
  }

  /** The path is whole again; what was swallowed is lost, with the connections it was on. */
  void mend() throws IOException {
    boolean hung = swallowing;
    refusing = false;
    swallowing = false;
    delayMillis = 0;
    if (hung) {
      cut();
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        if (refusing) {
          reset(near);
        } else {
          join(near);
        }
      } catch (IOException e) {
        // closed, or nobody is at the exit
      }
    }
  }

  private void join(Socket near) throws IOException {
    Socket far = new Socket();
    ends.add(near);
    ends.add(far);
    try {
      far.connect(exit, CONNECT_MILLIS);
    } catch (IOException e) {
      reset(near);
      throw e;
    }
    near.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
    daemon(() -> pass(near, far), "faulty-path-there").start();
    daemon(() -> pass(far, near), "faulty-path-back").start();
  }

  private void pass(Socket from, Socket to) {
    byte[] octets = new byte[BUFFER_OCTETS];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count; (count = in.read(octets)) >= 0; ) {
        TimeUnit.MILLISECONDS.sleep(delayMillis);
        if (halving) {
          halving = false;
          out.write(octets, 0, count / 2);
          out.flush();
          cut();
        } else if (!swallowing) {
          out.write(octets, 0, count);
        }
      }
    } catch (IOException e) {
      // cut
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}

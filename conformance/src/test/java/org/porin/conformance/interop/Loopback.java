package org.porin.conformance.interop;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicLong;

/** This machine as it reaches itself. */
final class Loopback {
  private static final int FIRST_PORT = 10_000;
  private static final int PORTS = 22_000; // up to those that the kernel gives out by itself
  private static final int STEP = 509; // two processes that begin one after the other stand apart
  private static final AtomicLong NEXT = new AtomicLong(ProcessHandle.current().pid() * STEP);

  private Loopback() {}

  static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * For a process that has to be told its port: one that neither TCP nor UDP uses at this moment,
   * and that nobody is given before that process takes it, by the kernel or by this.
   */
  static int freePort() throws IOException {
    for (int tried = 0; tried < PORTS; tried++) {
      int port = FIRST_PORT + (int) (NEXT.getAndIncrement() % PORTS);
      try (ServerSocket tcp = new ServerSocket(port);
          DatagramSocket udp = new DatagramSocket(port)) {
        return udp.getLocalPort();
      } catch (BindException e) {
        // taken on one of the two
      }
    }
    throw new BindException("no port is free");
  }
}

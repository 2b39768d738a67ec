package org.porin.conformance.interop;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** This machine as it reaches itself. */
final class Loopback {
  private Loopback() {}

  static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * For a process that has to be told its port: one that neither TCP nor UDP uses at this moment.
   */
  static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort())) {
        return udp.getLocalPort();
      } catch (BindException e) {
        // taken on one of the two; the next try gets another
      }
    }
  }
}

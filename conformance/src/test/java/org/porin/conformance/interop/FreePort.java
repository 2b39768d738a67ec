package org.porin.conformance.interop;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.ServerSocket;

/** Finds ports for processes that have to be told theirs. */
final class FreePort {
  private FreePort() {}

  /** A port that neither TCP nor UDP uses at this moment. */
  static int next() throws IOException {
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

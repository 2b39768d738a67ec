package org.porin.conformance.interop;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;

/** Reads whole SIP messages from one TCP connection by their {@code Content-Length}. One thread. */
final class SipStream {
  private final InputStream in;
  private byte[] held = new byte[1 << 16];
  private int length;

  SipStream(Socket socket) throws IOException {
    this.in = socket.getInputStream();
  }

  /** The next message; empty at the end of the stream. */
  Optional<SipWire> next() throws IOException {
    while (true) {
      skipKeepAlives();
      int bodyStart = SipWire.bodyStart(held, length);
      if (bodyStart >= 0) {
        SipWire head = new SipWire(Arrays.copyOf(held, bodyStart), "TCP");
        int end = bodyStart + head.header("Content-Length").map(Integer::parseInt).orElse(0);
        if (length >= end) {
          SipWire message = new SipWire(Arrays.copyOf(held, end), "TCP");
          drop(end);
          return Optional.of(message);
        }
      }
      if (length == held.length) {
        held = Arrays.copyOf(held, 2 * length);
      }
      int count = in.read(held, length, held.length - length);
      if (count < 0) {
        return Optional.empty();
      }
      length += count;
    }
  }

  private void skipKeepAlives() { // RFC 5626 §3.5.1
    int start = 0;
    while (start < length && (held[start] == '\r' || held[start] == '\n')) {
      start++;
    }
    drop(start);
  }

  private void drop(int count) {
    System.arraycopy(held, count, held, 0, length - count);
    length -= count;
  }
}

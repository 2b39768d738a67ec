package org.porin.simple;

import java.net.InetSocketAddress;
import org.porin.sip.SipMessage;

/**
 * Sees every whole SIP message that this transport sends or has read, for a trace of the wire.
 * Called on the event loop, which it must not block; a message carries private text, so nothing is
 * listening by default.
 */
public interface SipWireLog {
  /** Listens to nothing. */
  SipWireLog NONE =
      new SipWireLog() {
        @Override
        public void received(SipMessage message, InetSocketAddress from) {}

        @Override
        public void sent(SipMessage message, InetSocketAddress to) {}
      };

  /** A message was read off the wire, well formed. */
  void received(SipMessage message, InetSocketAddress from);

  /** A message was handed to the operating system or waits in its connection's buffer. */
  void sent(SipMessage message, InetSocketAddress to);
}

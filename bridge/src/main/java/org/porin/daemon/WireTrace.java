package org.porin.daemon;

import java.net.InetSocketAddress;
import org.porin.component.WireLog;
import org.porin.simple.SipWireLog;
import org.porin.sip.SipCodec;
import org.porin.sip.SipMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what crosses the wire on both sides, on the operator's order ({@code log.wire}): whole
 * stanzas and SIP messages, what people write among them. Each is one line of the log, since the
 * appender joins lines, so that nobody can write a line of it.
 */
final class WireTrace {
  private static final Logger XMPP = LoggerFactory.getLogger("org.porin.wire.xmpp");
  private static final Logger SIP = LoggerFactory.getLogger("org.porin.wire.sip");

  WireLog stanzas() {
    return new WireLog() {
      @Override
      public void in(String domain, String stanza) {
        XMPP.info("<- {} {}", domain, stanza);
      }

      @Override
      public void out(String domain, String stanza) {
        XMPP.info("-> {} {}", domain, stanza);
      }
    };
  }

  SipWireLog sip() {
    return new SipWireLog() {
      @Override
      public void received(SipMessage message, InetSocketAddress from) {
        SIP.info("<- {} {}", from, text(message));
      }

      @Override
      public void sent(SipMessage message, InetSocketAddress to) {
        SIP.info("-> {} {}", to, text(message));
      }
    };
  }

  private static String text(SipMessage message) {
    Octets octets = SipCodec.encode(message);
    try {
      return octets.toUtf8();
    } catch (MalformedException e) {
      return octets + ", not UTF-8";
    }
  }
}

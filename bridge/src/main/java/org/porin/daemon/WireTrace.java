package org.porin.daemon;

import java.net.InetSocketAddress;
import java.util.Set;
import org.porin.component.WireLog;
import org.porin.simple.SipWireLog;
import org.porin.sip.SipCodec;
import org.porin.sip.SipMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what crosses the wire on both sides, on the operator's order ({@code log.wire}), at TRACE:
 * of all peers or of those that are named, and without what people write to each other unless the
 * operator asks for that too ({@code log.wire-bodies}). Each is one line of the log, since the
 * appender joins lines, so that nobody can write a line of it.
 */
final class WireTrace {
  /** The parent of its loggers. */
  static final String LOGGER = "org.porin.wire";

  private static final Logger XMPP = LoggerFactory.getLogger(LOGGER + ".xmpp");
  private static final Logger SIP = LoggerFactory.getLogger(LOGGER + ".sip");

  private final Set<String> peers;
  private final boolean bodies;

  WireTrace(Configuration.Log log) {
    this.peers = log.wirePeers();
    this.bodies = log.wireBodies();
  }

  WireLog stanzas() {
    return new WireLog() {
      @Override
      public void in(String domain, String stanza) {
        write("<-", domain, stanza);
      }

      @Override
      public void out(String domain, String stanza) {
        write("->", domain, stanza);
      }
    };
  }

  SipWireLog sip() {
    return new SipWireLog() {
      @Override
      public void received(SipMessage message, InetSocketAddress from) {
        write("<-", from, message);
      }

      @Override
      public void sent(SipMessage message, InetSocketAddress to) {
        write("->", to, message);
      }
    };
  }

  private void write(String way, String domain, String stanza) {
    if (isTraced(domain)) {
      XMPP.trace("{} {} {}", way, domain, bodies ? stanza : Redaction.ofStanza(stanza));
    }
  }

  private void write(String way, InetSocketAddress peer, SipMessage message) {
    if (peers.isEmpty() || isTraced(peer.getAddress().getHostAddress())) {
      String text = text(message);
      SIP.trace("{} {} {}", way, peer, bodies ? text : Redaction.ofSip(text));
    }
  }

  private boolean isTraced(String peer) {
    return peers.isEmpty() || peers.contains(peer);
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

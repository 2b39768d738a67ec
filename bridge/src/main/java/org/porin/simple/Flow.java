package org.porin.simple;

import java.net.InetSocketAddress;
import org.porin.resolve.Transport;
import org.porin.sip.SipFlow;
import org.porin.sip.SipMessage;

/**
 * One way to a far end (RFC 5626 §3.1): a UDP socket and an address, or one TCP connection. Two
 * connections are never the same flow, whatever their addresses. Used on the event loop only.
 */
interface Flow extends SipFlow {
  /** What carries it. */
  Transport transport();

  @Override
  default boolean isReliable() {
    return transport() == Transport.TCP;
  }

  /** The flow to another port of the same far host; a connection is that itself. */
  Flow towardsPort(int port);

  /** Our own end; the unspecified address where the socket is bound to all. */
  InetSocketAddress local();

  /** The far end. */
  InetSocketAddress remote();

  /** Sends a message, or drops it when the flow is over; its watchers know of that. */
  void send(SipMessage message);

  /** Wants to be told, once, when the flow is over before {@link #unwatch}. */
  void watch(Watcher watcher);

  /** No longer wants to be told. */
  void unwatch(Watcher watcher);

  /** A request that came by this flow waits for its outcome; too many pause the flow. */
  void requestPending();

  /** One of them is answered. */
  void requestAnswered();

  /** Whoever waits for something from a flow. */
  interface Watcher {
    /** The flow is over and nothing more will come from it. */
    void flowEnded(Flow flow);
  }
}

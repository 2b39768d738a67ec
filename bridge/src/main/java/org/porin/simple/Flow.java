package org.porin.simple;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.porin.resolve.Transport;
import org.porin.sip.SipFlow;
import org.porin.sip.SipMessage;
import org.porin.sip.Via;
import org.porin.trust.SipDomains;

/**
 * One way to a far end (RFC 5626 §3.1): a UDP socket and an address, or one TCP or TLS connection.
 * Two connections are never the same flow, whatever their addresses. Used on the event loop only.
 */
interface Flow extends SipFlow {
  /** What carries it. */
  Transport transport();

  @Override
  default boolean isReliable() {
    return transport().isStream();
  }

  /**
   * The flow for the answer to a request that came by this one (RFC 3261 §18.2.2), without maddr,
   * which would let a stranger direct our answers elsewhere.
   *
   * @param via on top of the request, with its source noted
   */
  Flow answering(Via via);

  /** Our own end; the unspecified address where the socket is bound to all. */
  InetSocketAddress local();

  /** The far end. */
  InetSocketAddress remote();

  /**
   * The SIP domains that the far end has proven to be: those of its certificate, by the authorities
   * and pins that hold for each of them (RFC 5922 §7.1). Empty where it showed none that is
   * believed, and over anything but TLS.
   */
  default Optional<SipDomains> certified() {
    return Optional.empty();
  }

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

    /** What was sent last by a flow that does not end did not leave this host (§18.4). */
    void notSent(Flow flow, String cause);
  }
}

package org.porin.sip;

/**
 * A way to one far end, as the transport knows it: a connection, or a local and a remote address.
 * Transactions only hand it back.
 */
public interface SipFlow {
  /** Whether the transport itself repeats what is lost: TCP and TLS do, UDP does not (§17). */
  boolean isReliable();
}

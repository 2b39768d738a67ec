package org.porin.simple;

import java.util.function.Consumer;
import org.porin.sip.SipLimits;
import org.porin.trust.RenewedTls;

/**
 * What every socket of the SIP side shares.
 *
 * @param asking sends OPTIONS by a flow, so that something comes back if its far end is there
 */
record SocketContext(
    NetworkLoop network,
    SimpleSettings settings,
    RenewedTls tls,
    SipLimits limits,
    Receiver receiver,
    SipWireLog wireLog,
    Traffic traffic,
    Consumer<Flow> asking) {}

package org.porin.simple;

import org.porin.sip.SipLimits;

/** What every socket of the SIP side shares. */
record SocketContext(
    NetworkLoop network,
    SimpleSettings settings,
    SipLimits limits,
    Receiver receiver,
    SipWireLog wireLog,
    Traffic traffic) {}

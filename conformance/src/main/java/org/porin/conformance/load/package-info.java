/**
 * The load harness: numbered messages through a running bridge, both ways and at full speed, with
 * books of what arrived. Its peers are its own, on plain sockets, so that they share no mistake
 * with the bridge: an XMPP component (XEP-0114), a SIP sink and a SIP source over TCP (RFC 3428).
 */
@NullMarked
package org.porin.conformance.load;

import org.jspecify.annotations.NullMarked;

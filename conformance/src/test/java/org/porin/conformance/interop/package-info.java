/**
 * Interop suites: Porin as its users run it, between real XMPP servers and clients on one side and
 * real SIP servers and user agents on the other. The peers that are our own speak on plain sockets
 * and share no code with the bridge.
 */
@NullMarked
package org.porin.conformance.interop;

import org.jspecify.annotations.NullMarked;

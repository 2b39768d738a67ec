/**
 * The XMPP edge: one XEP-0114 link for each domain that an XMPP server hands to this bridge, kept
 * alive and reconnected (RFC 6120 §4), with what a component has to answer itself (XEP-0030,
 * XEP-0199) and a ping behind each batch as the proof that the server took it. Tier: edge; owns
 * sockets and threads.
 */
@NullMarked
package org.porin.component;

import org.jspecify.annotations.NullMarked;

package org.porin.stanza;

import java.util.Optional;

/**
 * The header of an XMPP stream as the other side sent it (RFC 6120 §4.7).
 *
 * @param namespace the content namespace (RFC 6120 §4.8.2), {@code jabber:component:accept} on the
 *     stream of a component (XEP-0114 §3); empty when none was declared
 * @param from as sent
 * @param id as sent; the handshake of XEP-0114 needs it
 */
public record StreamHeader(String namespace, Optional<String> from, Optional<String> id) {}

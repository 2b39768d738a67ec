package org.porin.simple;

import java.net.InetSocketAddress;
import java.util.List;
import org.porin.resolve.Transport;

/**
 * What a connection leads to. Equal ways share one: with TLS that takes the same names, since a
 * connection that was proven to belong to one domain says nothing of another (RFC 5923 §5).
 *
 * @param transport TCP or TLS
 * @param remote where
 * @param identities for TLS: the certificate must be for one of them, and the first is asked for by
 *     SNI; else empty
 */
record Way(Transport transport, InetSocketAddress remote, List<String> identities) {
  Way {
    identities = transport == Transport.TLS ? List.copyOf(identities) : List.of();
    if (!transport.isStream() || (transport == Transport.TLS && identities.isEmpty())) {
      throw new IllegalArgumentException("TCP, or TLS with a name to prove");
    }
  }
}

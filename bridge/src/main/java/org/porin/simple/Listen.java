package org.porin.simple;

import java.net.InetSocketAddress;
import org.porin.resolve.Transport;

/**
 * Where the transport takes requests: one entry of {@code [sip] listen}.
 *
 * @param transport UDP, TCP or TLS
 * @param address the unspecified address for every interface, port 0 for any free port
 */
public record Listen(Transport transport, InetSocketAddress address) {
  public Listen {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("an IP address to listen on, not a name");
    }
  }

  @Override
  public String toString() {
    String host = address.getAddress().getHostAddress();
    return transport.token()
        + ":"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }
}

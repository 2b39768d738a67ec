package org.porin.resolve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * Where this bridge itself takes SIP. A domain that leads here would send its messages round in a
 * circle (OPEN j).
 *
 * @param listening the sockets; the unspecified address stands for every address of this host
 * @param advertised what this bridge calls itself in Via and Contact, with each of its ports
 */
public record OwnAddresses(List<InetSocketAddress> listening, List<HostPort> advertised) {
  /** Of a bridge that does not listen. */
  public static final OwnAddresses NONE = new OwnAddresses(List.of(), List.of());

  public OwnAddresses {
    listening = List.copyOf(listening);
    advertised = List.copyOf(advertised);
  }

  /** Whether the name and port of a target are this bridge's own. */
  boolean isOwnName(String host, int port) {
    return advertised.contains(new HostPort(host, port));
  }

  /** Whether a socket of this bridge answers there. Looks at the network interfaces. */
  boolean isOwnAddress(InetSocketAddress address) {
    for (InetSocketAddress own : listening) {
      if (own.getPort() == address.getPort()
          && (own.getAddress().equals(address.getAddress())
              || (own.getAddress().isAnyLocalAddress() && isOfThisHost(address.getAddress())))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfThisHost(InetAddress address) {
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false; // without a list of interfaces the hop limit still ends a loop
    }
  }
}

package org.porin.resolve;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One next hop of a domain. It changes where a request is sent, never its Request-URI (OPEN j).
 *
 * @param host the name that an SRV record or a route gives, without the last dot
 * @param port 1 to 65535
 * @param addresses at least one, IPv4 before IPv6, to be tried in order (RFC 3861 §6)
 * @param transports by which it may be reached: one, or UDP and TCP, and then the size decides
 * @param priority the lower, the earlier (RFC 2782)
 * @param weight the share among equals of priority (RFC 2782)
 * @param identities for TLS: the domain of the address, in A-labels, and the host of a route that
 *     the operator set. Its certificate must be for one of them, and never just for the host that
 *     an unsecured DNS names (RFC 5922 §7.3). The first is asked for by SNI (§7.8)
 */
public record Target(
    String host,
    int port,
    List<InetSocketAddress> addresses,
    List<Transport> transports,
    int priority,
    int weight,
    List<String> identities) {
  /** Above this many octets a request needs a congestion-controlled transport (RFC 3428 §8). */
  public static final int MAX_UDP_OCTETS = 1300;

  public Target {
    addresses = List.copyOf(addresses);
    transports = List.copyOf(transports);
    identities = List.copyOf(identities);
    if (transports.contains(Transport.TLS) && identities.isEmpty()) {
      throw new IllegalArgumentException("a TLS target has a name to prove");
    }
    if (addresses.isEmpty() || transports.isEmpty()) {
      throw new IllegalArgumentException("a target has an address and a transport");
    }
  }

  /** A target that is not reached by TLS. */
  public Target(
      String host,
      int port,
      List<InetSocketAddress> addresses,
      List<Transport> transports,
      int priority,
      int weight) {
    this(host, port, addresses, transports, priority, weight, List.of());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(host).append(':').append(port).append(" by ");
    text.append(String.join(" or ", transports.stream().map(Transport::token).toList()));
    text.append(" at ");
    for (int i = 0; i < addresses.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(addresses.get(i).getAddress().getHostAddress());
    }
    return text.toString();
  }
}

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
 */
public record Target(
    String host,
    int port,
    List<InetSocketAddress> addresses,
    List<Transport> transports,
    int priority,
    int weight) {
  /** Above this many octets a request needs a congestion-controlled transport (RFC 3428 §8). */
  public static final int MAX_UDP_OCTETS = 1300;

  public Target {
    addresses = List.copyOf(addresses);
    transports = List.copyOf(transports);
    if (addresses.isEmpty() || transports.isEmpty()) {
      throw new IllegalArgumentException("a target has an address and a transport");
    }
  }

  /**
   * The transport for a request of this size. The only one of the target, even where the request is
   * too large for it: that is for the caller to refuse, since it knows what may be left out.
   *
   * @param requestOctets the whole request on the wire
   */
  public Transport transportFor(int requestOctets) {
    if (transports.size() == 1) {
      return transports.get(0);
    }
    return requestOctets <= MAX_UDP_OCTETS ? Transport.UDP : Transport.TCP;
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

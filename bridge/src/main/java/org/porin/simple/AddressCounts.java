package org.porin.simple;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each far network holds. What one customer is given counts as one: an IPv4 address, or
 * the first 64 bits of an IPv6 address (RFC 6177). Holds nothing for those that hold nothing.
 */
final class AddressCounts {
  private final Map<List<Byte>, Integer> counts = new HashMap<>();

  int of(InetAddress address) {
    return counts.getOrDefault(network(address), 0);
  }

  void add(InetAddress address) {
    counts.merge(network(address), 1, Integer::sum);
  }

  void remove(InetAddress address) {
    counts.computeIfPresent(network(address), (key, count) -> count == 1 ? null : count - 1);
  }

  /** What one customer is given. */
  static List<Byte> network(InetAddress address) {
    byte[] octets = address.getAddress();
    byte[] network = address instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets;
    Byte[] boxed = new Byte[network.length];
    Arrays.setAll(boxed, i -> network[i]);
    return List.of(boxed);
  }
}

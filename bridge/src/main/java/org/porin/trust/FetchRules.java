package org.porin.trust;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.porin.wire.Octets;

/**
 * From where a certificate is fetched (TRUST 9). Whoever can send a request chooses the URL, so
 * that a host inside of the operator's network, or somebody else's, must not be what it leads to.
 *
 * @param hosts from which it is fetched for any domain, and by {@code http}; in A-labels
 * @param networks that are allowed though they are not public
 */
record FetchRules(Set<String> hosts, List<IpNetwork> networks) {
  /** Special-purpose addresses (RFC 6890 and its registries), and all of multicast. */
  private static final List<IpNetwork> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8", // this network
              "10.0.0.0/8",
              "100.64.0.0/10", // shared by carriers, RFC 6598
              "127.0.0.0/8",
              "169.254.0.0/16", // link-local, and metadata of clouds
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15", // benchmarks
              "224.0.0.0/4", // multicast
              "240.0.0.0/4", // not in use, and broadcast
              "::/96", // unspecified, loopback, IPv4-compatible
              "64:ff9b:1::/48", // local translation, RFC 8215
              "100::/64", // discard
              "fc00::/7", // unique local
              "fe80::/10", // link-local
              "fec0::/10", // site-local
              "ff00::/8") // multicast
          .map(IpNetwork::of)
          .toList();

  /**
   * Networks that carry an IPv4 address, and at which octet: mapped and translated (RFC 4291, RFC
   * 2765), NAT64 (RFC 6052), 6to4 (RFC 3056).
   */
  private record Embedding(IpNetwork network, int at) {}

  private static final List<Embedding> EMBEDDING =
      List.of(
          new Embedding(IpNetwork.of("::/80"), 12),
          new Embedding(IpNetwork.of("0:0:0:0:ffff::/96"), 12),
          new Embedding(IpNetwork.of("64:ff9b::/96"), 12),
          new Embedding(IpNetwork.of("2002::/16"), 2));

  private static final IpNetwork TEREDO = IpNetwork.of("2001::/32"); // RFC 4380: anybody's host

  FetchRules {
    hosts = Set.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /**
   * What forbids a URL for a domain, for a person; empty where nothing does.
   *
   * @param domain in A-labels
   */
  Optional<String> fault(CertificateUrl url, String domain) {
    if (hosts.contains(url.host())) {
      return Optional.empty();
    }
    if (!url.secure()) {
      return Optional.of("its certificate is offered without TLS");
    }
    String lower = domain.toLowerCase(Locale.ROOT);
    boolean ofDomain = url.host().equals(lower) || url.host().endsWith("." + lower);
    return ofDomain
        ? Optional.empty()
        : Optional.of("its certificate is offered by a host outside of its domain");
  }

  /** Whether an address may be connected to. */
  boolean allow(InetAddress address) {
    byte[] octets = address.getAddress();
    if (networks.stream().anyMatch(each -> each.contains(octets))) {
      return true;
    }
    if (NOT_PUBLIC.stream().anyMatch(each -> each.contains(octets)) || TEREDO.contains(octets)) {
      return false;
    }
    return !(address instanceof Inet6Address) || allowEmbedded(Octets.copyOf(octets));
  }

  private boolean allowEmbedded(Octets octets) {
    byte[] whole = octets.toArray();
    return EMBEDDING.stream()
        .filter(each -> each.network().contains(whole))
        .map(each -> octets.slice(each.at(), each.at() + 4).toArray())
        .allMatch(ipv4 -> NOT_PUBLIC.stream().noneMatch(each -> each.contains(ipv4)));
  }
}

package org.porin.resolve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the operator sets for {@link Resolver}. Domains are keys in lower case.
 *
 * @param servers recursive name servers, asked in order; empty for the system's
 * @param timeout for one question with all its repeats
 * @param sipFallback whether a domain without {@code _im} records is looked up by RFC 3263
 * @param routes next hops that stand in place of DNS
 * @param transports what the operator says a domain's targets speak
 * @param own where this bridge itself listens
 */
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Duration timeout,
    boolean sipFallback,
    Map<String, List<Route>> routes,
    Map<String, Transport> transports,
    OwnAddresses own) {
  public ResolverSettings {
    servers = List.copyOf(servers);
    Map<String, List<Route>> copy = new LinkedHashMap<>();
    routes.forEach((domain, hops) -> copy.put(domain, List.copyOf(hops)));
    routes = Map.copyOf(copy);
    transports = Map.copyOf(transports);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout is positive");
    }
  }
}

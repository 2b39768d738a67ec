package org.porin.resolve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator sets for {@link Resolver}. Domains are keys in lower case.
 *
 * @param servers recursive name servers, asked in order; empty for the system's
 * @param timeout for one question with all its repeats
 * @param sipFallback whether a domain without {@code _im} or {@code _pres} records is looked up by
 *     RFC 3263
 * @param routes next hops that stand in place of DNS
 * @param transports what the operator says a domain's targets speak
 * @param clearText whether a domain may be reached by UDP or TCP where nothing says that it speaks
 *     TLS (OPEN j)
 * @param clearTexts the same for single domains
 * @param own where this bridge itself listens
 */
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Duration timeout,
    boolean sipFallback,
    Map<String, List<Route>> routes,
    Map<String, Transport> transports,
    boolean clearText,
    Map<String, Boolean> clearTexts,
    OwnAddresses own) {
  public ResolverSettings {
    servers = List.copyOf(servers);
    Map<String, List<Route>> copy = new LinkedHashMap<>();
    routes.forEach((domain, hops) -> copy.put(domain, List.copyOf(hops)));
    routes = Map.copyOf(copy);
    transports = Map.copyOf(transports);
    clearTexts = Map.copyOf(clearTexts);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout is positive");
    }
  }

  /** The system's name servers, and nothing that differs from the defaults. */
  public static ResolverSettings standard() {
    return new ResolverSettings(
        List.of(),
        Duration.ofSeconds(5),
        true,
        Map.of(),
        Map.of(),
        true,
        Map.of(),
        OwnAddresses.NONE);
  }

  /** The same with other name servers. */
  public ResolverSettings asking(List<InetSocketAddress> others) {
    return new ResolverSettings(
        others, timeout, sipFallback, routes, transports, clearText, clearTexts, own);
  }

  DomainSettings of(String domain) {
    return new DomainSettings(
        Optional.ofNullable(transports.get(domain)),
        clearTexts.getOrDefault(domain, clearText),
        sipFallback);
  }
}

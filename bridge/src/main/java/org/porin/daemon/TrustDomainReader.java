package org.porin.daemon;

import static org.porin.daemon.Setting.PEERS_ASSERTED;
import static org.porin.daemon.Setting.PEERS_ASSERTED_FROM;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads which peers are trusted to assert who speaks (RFC 3325), in {@code [peers."domain"]}. */
final class TrustDomainReader {
  private final List<Problem> problems;
  private final Values values;

  TrustDomainReader(List<Problem> problems, Values values) {
    this.problems = problems;
    this.values = values;
  }

  /** The addresses of their proxies that prove them beside certificates, by domain. */
  Map<String, Set<InetAddress>> read() {
    Map<String, Boolean> trusted = values.byDomain(PEERS_ASSERTED, Values::bool);
    Map<String, List<InetAddress>> from =
        values.byDomain(PEERS_ASSERTED_FROM, Values.some(Wording::ipAddress));
    Map<String, Set<InetAddress>> members = new LinkedHashMap<>();
    trusted.forEach(
        (domain, believed) -> {
          if (believed) {
            members.put(domain, Set.copyOf(from.getOrDefault(domain, List.of())));
          }
        });
    from.keySet().stream()
        .filter(domain -> !trusted.containsKey(domain))
        .forEach(
            domain ->
                problems.add(
                    new Problem(
                        values.place(PEERS_ASSERTED_FROM, domain),
                        PEERS_ASSERTED_FROM.key().replace("*", "\"" + domain + "\""),
                        "nothing that this domain asserts is believed",
                        "Set asserted-identity = true as well")));
    return members;
  }
}

package org.porin.daemon;

import static org.porin.daemon.Setting.*;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.daemon.Configuration.Peer;
import org.porin.resolve.Route;
import org.porin.resolve.Transport;
import org.porin.simple.Credentials;

/** Reads the tables {@code [peers."domain"]}. */
final class PeersReader {
  /** Thirty days, in seconds. */
  static final int MOST_EXPIRY = 2_592_000;

  private final List<Problem> problems;
  private final Values values;

  PeersReader(List<Problem> problems, Values values) {
    this.problems = problems;
    this.values = values;
  }

  /**
   * All of them, by domain.
   *
   * @param routed the domains that have a route, and so no outbound proxy
   */
  Map<String, Peer> read(Set<String> routed) {
    Map<String, Transport> transports = values.byDomain(PEERS_TRANSPORT, Wording::transport);
    Map<String, Boolean> clearTexts = values.byDomain(PEERS_CLEAR_TEXT, Values::bool);
    Map<String, Route> proxies = values.byDomain(PEERS_OUTBOUND_PROXY, Wording::outboundProxy);
    Map<String, Credentials> credentials = credentials();
    Map<String, Integer> windows = values.byDomain(PEERS_WINDOW, Values.integer(1, 100_000));
    Map<String, Integer> octets = values.byDomain(PEERS_MESSAGE, Values.integer(1_300, 1 << 24));
    Map<String, Integer> answers = values.byDomain(PEERS_ANSWER, PeersReader::answer);
    Map<String, Boolean> resources = values.byDomain(PEERS_RESOURCE, Values::bool);
    Map<String, Boolean> cpimAssertions = values.byDomain(PEERS_CPIM_ASSERTION, Values::bool);
    Map<String, Boolean> lateFailures = values.byDomain(PEERS_LATE_FAILURES, Values::bool);
    Map<String, Integer> expiries = values.byDomain(PEERS_EXPIRY, Values.integer(1, MOST_EXPIRY));
    proxies.keySet().stream()
        .filter(routed::contains)
        .forEach(
            domain ->
                wrong(
                    PEERS_OUTBOUND_PROXY,
                    domain,
                    "this domain has a route as well, and both say where requests go",
                    "Remove one of the two"));
    Set<String> domains = new LinkedHashSet<>();
    List.of(
            transports,
            clearTexts,
            proxies,
            credentials,
            windows,
            octets,
            answers,
            resources,
            cpimAssertions,
            lateFailures,
            expiries)
        .forEach(each -> domains.addAll(each.keySet()));
    Map<String, Peer> peers = new LinkedHashMap<>();
    for (String domain : domains) {
      peers.put(
          domain,
          new Peer(
              Optional.ofNullable(transports.get(domain)),
              Optional.ofNullable(clearTexts.get(domain)),
              Optional.ofNullable(proxies.get(domain)),
              Optional.ofNullable(credentials.get(domain)),
              Optional.ofNullable(windows.get(domain)),
              Optional.ofNullable(octets.get(domain)),
              answers.getOrDefault(domain, 202),
              resources.getOrDefault(domain, false),
              cpimAssertions.getOrDefault(domain, false),
              lateFailures.getOrDefault(domain, true),
              Optional.ofNullable(expiries.get(domain)).map(Duration::ofSeconds)));
    }
    return peers;
  }

  private Map<String, Credentials> credentials() {
    Map<String, String> usernames = values.byDomain(PEERS_USERNAME, PeersReader::username);
    Map<String, String> passwords = values.byDomain(PEERS_PASSWORD, Values::text);
    Map<String, String> files = values.byDomain(PEERS_PASSWORD_FILE, Values::text);
    Map<String, String> realms = values.byDomain(PEERS_REALM, Values::text);
    Map<String, Credentials> credentials = new LinkedHashMap<>();
    usernames.forEach(
        (domain, username) -> {
          if (passwords.containsKey(domain) == files.containsKey(domain)) {
            wrong(
                PEERS_USERNAME,
                domain,
                "one password belongs to it, here or in a file",
                "Set password or password-file, and not both");
            return;
          }
          Optional.ofNullable(passwords.get(domain))
              .or(
                  () ->
                      SecretFile.read(
                          Optional.ofNullable(files.get(domain)),
                          (what, remedy) -> wrong(PEERS_PASSWORD_FILE, domain, what, remedy)))
              .map(
                  password ->
                      new Credentials(username, password, Optional.ofNullable(realms.get(domain))))
              .ifPresent(found -> credentials.put(domain, found));
        });
    Map.of(PEERS_PASSWORD, passwords, PEERS_PASSWORD_FILE, files, PEERS_REALM, realms)
        .forEach(
            (setting, given) ->
                given.keySet().stream()
                    .filter(domain -> !usernames.containsKey(domain))
                    .forEach(
                        domain ->
                            wrong(setting, domain, "there is no username to it", "Set username")));
    return credentials;
  }

  private void wrong(Setting setting, String domain, String what, String remedy) {
    String key = setting.key().replace("*", "\"" + domain + "\"");
    problems.add(new Problem(values.place(setting, domain), key, what, remedy));
  }

  private static String username(Object raw) {
    String username = Values.text(raw);
    return new Credentials(username, "", Optional.empty()).username(); // throws on controls
  }

  private static Integer answer(Object raw) {
    if (raw instanceof Long value && (value == 200 || value == 202)) {
      return value.intValue();
    }
    throw new IllegalArgumentException("200 or 202");
  }
}

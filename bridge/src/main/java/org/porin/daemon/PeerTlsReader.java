package org.porin.daemon;

import static org.porin.daemon.Setting.PEERS_CLEAR_TEXT;
import static org.porin.daemon.Setting.PEERS_MUTUAL_TLS;
import static org.porin.daemon.Setting.PEERS_OUTBOUND_PROXY;
import static org.porin.daemon.Setting.PEERS_TLS_AUTHORITIES;
import static org.porin.daemon.Setting.PEERS_TLS_PINS;
import static org.porin.daemon.Setting.PEERS_TLS_PINS_FILE;
import static org.porin.daemon.Setting.PEERS_TRANSPORT;
import static org.porin.daemon.Setting.ROUTES;
import static org.porin.daemon.Setting.SIP_TLS_CERTIFICATE;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.porin.daemon.Configuration.Peer;
import org.porin.resolve.Route;
import org.porin.resolve.Transport;
import org.porin.trust.KeyPin;
import org.porin.trust.PeerTls;

/** Reads what the tables {@code [peers."domain"]} say of TLS. Files are read later. */
final class PeerTlsReader {
  private static final String IN_CLEAR =
      "clear text to a domain that has mutual-tls, which nobody could prove there";

  private static final String REMEDY = "Remove one of the two, or say tls there";

  private final List<Problem> problems;
  private final Values values;

  PeerTlsReader(List<Problem> problems, Values values) {
    this.problems = problems;
    this.values = values;
  }

  /**
   * By domain, those of which something is said.
   *
   * @param peers what else their tables say
   * @param routes by domain
   */
  Map<String, PeerTls> read(Map<String, Peer> peers, Map<String, List<Route>> routes) {
    Map<String, Boolean> mutual = values.byDomain(PEERS_MUTUAL_TLS, Values::bool);
    Map<String, Path> authorities = values.byDomain(PEERS_TLS_AUTHORITIES, Wording::path);
    Map<String, List<KeyPin>> pins =
        values.byDomain(PEERS_TLS_PINS, Values.some(raw -> KeyPin.parse(Values.text(raw))));
    Map<String, Path> pinFiles = values.byDomain(PEERS_TLS_PINS_FILE, Wording::path);
    Set<String> domains = new LinkedHashSet<>();
    List.of(mutual, authorities, pins, pinFiles).forEach(each -> domains.addAll(each.keySet()));
    Map<String, PeerTls> found = new LinkedHashMap<>();
    for (String domain : domains) {
      found.put(
          domain,
          new PeerTls(
              mutual.getOrDefault(domain, false),
              Optional.ofNullable(authorities.get(domain)),
              Set.copyOf(pins.getOrDefault(domain, List.of())),
              Optional.ofNullable(pinFiles.get(domain))));
      if (mutual.getOrDefault(domain, false)) {
        checkMutual(domain, Optional.ofNullable(peers.get(domain)), routes.get(domain));
      }
    }
    return found;
  }

  /** Who is to prove itself has no way in clear, and sees our certificate. */
  private void checkMutual(String domain, Optional<Peer> peer, @Nullable List<Route> routes) {
    if (!values.isGiven(SIP_TLS_CERTIFICATE)) {
      wrong(
          PEERS_MUTUAL_TLS,
          domain,
          "there is no certificate that the domain could be shown",
          "Set sip.tls-certificate and sip.tls-key");
    }
    if (peer.flatMap(Peer::clearText).orElse(false)) {
      wrong(PEERS_CLEAR_TEXT, domain, IN_CLEAR, REMEDY);
    }
    if (peer.flatMap(Peer::transport).filter(each -> each != Transport.TLS).isPresent()) {
      wrong(PEERS_TRANSPORT, domain, IN_CLEAR, REMEDY);
    }
    if (peer.flatMap(Peer::outboundProxy).filter(PeerTlsReader::isClear).isPresent()) {
      wrong(PEERS_OUTBOUND_PROXY, domain, IN_CLEAR, REMEDY);
    }
    if (routes != null && routes.stream().anyMatch(PeerTlsReader::isClear)) {
      wrong(ROUTES, domain, IN_CLEAR, REMEDY);
    }
  }

  /** Without a transport it is as the domain: by TLS. */
  private static boolean isClear(Route route) {
    return route.transport().filter(each -> each != Transport.TLS).isPresent();
  }

  private void wrong(Setting setting, String domain, String what, String remedy) {
    String key = setting.key().replace("*", "\"" + domain + "\"");
    problems.add(new Problem(values.place(setting, domain), key, what, remedy));
  }
}

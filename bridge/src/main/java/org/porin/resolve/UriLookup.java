package org.porin.resolve;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.address.SipUri;
import org.porin.profile.Failure;
import org.porin.resolve.TargetLookup.Candidate;
import org.porin.resolve.TransportChoice.SipRecords;

/**
 * Finds the server of a SIP URI that a peer gave (RFC 3263 §4): by its address or port, else by the
 * records of its host.
 *
 * @param host what is to be reached: that of {@code maddr}, or of the URI; IPv6 without brackets
 * @param port 0 where the URI names none
 * @param transport the token that the URI names; {@code tls} for a SIPS URI
 * @param domain that of the other end's address
 */
record UriLookup(String host, int port, Optional<String> transport, String domain) {
  static UriLookup of(SipUri uri, String domain) {
    String host = uri.parameter("maddr").filter(text -> !text.isEmpty()).orElse(uri.host());
    boolean reference = host.startsWith("[") && host.endsWith("]");
    return new UriLookup(
        reference ? host.substring(1, host.length() - 1) : host,
        uri.port().orElse(0),
        uri.secure() ? Optional.of(Transport.TLS.token()) : uri.parameter("transport"),
        domain);
  }

  /** Whether the DNS has nothing to say here. */
  boolean isAddress() {
    return IpLiteral.parse(host).isPresent();
  }

  /**
   * @param settings of the domain of the other end's address
   */
  CompletableFuture<Findings> find(DnsClient dns, TargetLookup targets, DomainSettings settings) {
    Trail trail = new Trail();
    Optional<Transport> named = transport.flatMap(Transport::ofToken);
    if (transport.isPresent() && named.isEmpty()) {
      return none("its URI names a transport that is not spoken here", trail);
    }
    if (named.isPresent() && !isAllowed(named.get(), settings)) {
      return none("its URI names a transport that the settings do not allow", trail);
    }
    if (port == 0 && !isAddress()) {
      DomainSettings wanted =
          new DomainSettings(named.or(settings::transport), settings.clearText(), true);
      return new DomainLookup(dns, targets, Service.PRES, host, wanted).find();
    }
    return byPort(targets, named, settings, trail);
  }

  private CompletableFuture<Findings> byPort(
      TargetLookup targets, Optional<Transport> named, DomainSettings settings, Trail trail) {
    int at = port == 0 ? named.orElse(Transport.UDP).defaultPort() : port;
    // §18.1.1 of RFC 3261: what is large goes by TCP, also where the URI says UDP
    Optional<Transport> only = named.filter(Transport::isStream).or(settings::transport);
    TransportChoice choice =
        TransportChoice.of(host, at, only, settings.clearText(), SipRecords.NONE);
    if (choice.transports().isEmpty()) {
      return none(choice.why(), trail);
    }
    trail.choice(host + ":" + at + ": " + choice.why());
    Candidate candidate = new Candidate(host, at, choice.transports(), 0, 0, identities());
    return targets.addresses(
        domain,
        List.of(candidate),
        "the host that a peer of " + domain + " names is not there",
        trail);
  }

  /** Where the operator says that the domain speaks TLS, no URI of a peer says otherwise. */
  private static boolean isAllowed(Transport named, DomainSettings settings) {
    boolean secured = settings.transport().filter(Transport.TLS::equals).isPresent();
    return settings.allows(named) || named == Transport.TLS || (settings.clearText() && !secured);
  }

  /**
   * Whom a certificate must be for: the host of the URI (RFC 5922 §7.2), or the domain, which is
   * all that can be proven of an address, and all that many certificates name.
   */
  private List<String> identities() {
    return isAddress() || host.equals(domain) ? List.of(domain) : List.of(host, domain);
  }

  private CompletableFuture<Findings> none(String why, Trail trail) {
    return CompletableFuture.completedFuture(
        Findings.failure(
            Failure.Reason.PEER_UNREACHABLE,
            "a peer of " + domain + " is not reached: " + why,
            trail));
  }
}

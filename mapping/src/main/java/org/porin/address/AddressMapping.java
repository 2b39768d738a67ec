package org.porin.address;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.wire.MalformedException;

/**
 * Maps addresses between XMPP and CPIM (RFC 3922 §3, RFC 7247 §6), in both ways of OPEN f:
 *
 * <ul>
 *   <li><em>transparent</em>: the domain is on both sides, {@code romeo@montague.example} and
 *       {@code im:romeo@montague.example};
 *   <li><em>proxied</em>: a foreign domain without a link of its own stands, escaped by XEP-0106,
 *       in the local part of an address of the gateway: {@code
 *       romeo\40montague.example@cpim.capulet.example}.
 * </ul>
 *
 * <p>What is mapped can be mapped back, to the same address but for what PRECIS and IDNA take for
 * the same, letter case above all; what cannot is refused, so that no reply reaches someone else.
 * Immutable.
 */
public final class AddressMapping {
  private final Set<String> served;
  private final Set<String> transparent;
  private final Optional<String> gatewayDomain;

  /** The domains above by themselves, so that all addresses share one string of each. */
  private final Map<String, String> known;

  /**
   * @param served domains of our XMPP users, in any form of IDNA
   * @param transparent foreign domains that keep their addresses on the XMPP side
   * @param gatewayDomain the domain of proxied addresses; empty where they are not used
   * @throws IllegalArgumentException when one of these is no domain name
   */
  public AddressMapping(
      Set<String> served, Set<String> transparent, Optional<String> gatewayDomain) {
    this.served = aLabels(served);
    this.transparent = aLabels(transparent);
    this.gatewayDomain = gatewayDomain.map(AddressMapping::aLabels);
    Map<String, String> names = new HashMap<>();
    this.served.forEach(domain -> names.put(domain, domain));
    this.transparent.forEach(domain -> names.put(domain, domain));
    this.known = Map.copyOf(names);
  }

  /** Whether a domain, in any form of IDNA, is that of XMPP users of ours. */
  public boolean isServed(String domain) {
    try {
      return served.contains(DomainName.toALabels(domain));
    } catch (MalformedException e) {
      return false;
    }
  }

  /**
   * The instant inbox of a JID (RFC 3922 §3.2); its resource is left out (OPEN e).
   *
   * @throws UnmappableAddressException when there is no local part, the domain is no fully
   *     qualified name, or no reply could be mapped back to the same JID
   */
  public ImUri toIm(Jid jid) throws UnmappableAddressException {
    try {
      return isGateway(jid.domain()) ? proxiedToIm(jid) : plainToIm(jid);
    } catch (MalformedException | IllegalArgumentException e) {
      throw new UnmappableAddressException("The domain is no fully qualified domain name.");
    }
  }

  /**
   * The bare JID of an instant inbox (RFC 3922 §3.3), for use on the XMPP side.
   *
   * @throws UnmappableAddressException when XMPP has no such address, or its domain is foreign and
   *     there is no gateway domain
   */
  public Jid toJid(ImUri uri) throws UnmappableAddressException {
    if (isGateway(uri.domain())) {
      throw new UnmappableAddressException("The gateway itself has no instant inboxes.");
    }
    Jid plain = plainToJid(uri);
    if (served.contains(uri.domain()) || transparent.contains(uri.domain())) {
      return plain;
    }
    String gateway =
        gatewayDomain.orElseThrow(
            () -> new UnmappableAddressException("The domain has no address on the XMPP side."));
    try {
      return proxied(plain.localPart(), plain.domain(), gateway);
    } catch (UnmappableAddressException e) {
      // PRECIS may refuse a mix of scripts that are each fine alone (RFC 5893 §2).
      return proxied(plain.localPart(), uri.domain(), gateway);
    }
  }

  private boolean isGateway(String domain) throws UnmappableAddressException {
    return gatewayDomain.isPresent() && gatewayDomain.get().equals(tryALabels(domain));
  }

  private static String tryALabels(String domain) {
    try {
      return DomainName.toALabels(domain);
    } catch (MalformedException e) {
      return ""; // an IP literal
    }
  }

  private ImUri plainToIm(Jid jid) throws UnmappableAddressException, MalformedException {
    String domain = DomainName.toALabels(jid.domain());
    return new ImUri(unescape(jid.localPart()), known.getOrDefault(domain, domain));
  }

  /** Unescapes the whole local part once: what is left of the last at sign is again escaped. */
  private ImUri proxiedToIm(Jid jid) throws UnmappableAddressException, MalformedException {
    String address = unescape(jid.localPart());
    int at = address.lastIndexOf('@');
    if (at < 1) {
      throw new UnmappableAddressException("The address names no user of a foreign domain.");
    }
    String domain = DomainName.toALabels(address.substring(at + 1));
    if (served.contains(domain) || transparent.contains(domain) || isGateway(domain)) {
      throw new UnmappableAddressException("The domain is not reached through the gateway.");
    }
    return new ImUri(unescape(address.substring(0, at)), domain);
  }

  private static Jid plainToJid(ImUri uri) throws UnmappableAddressException {
    Jid jid;
    try {
      // In lower case first: PRECIS would make the escape of "/" from the text "\\2F".
      String localPart = JidEscaping.escape(uri.localPart().toLowerCase(Locale.ROOT));
      jid = new Jid(localPart, DomainName.toULabels(uri.domain()), "");
    } catch (MalformedException | IllegalArgumentException e) {
      throw new UnmappableAddressException("The local part has characters that XMPP lacks.");
    }
    // PRECIS makes escapes from full-width characters too; then this is someone else's address.
    if (!folded(unescape(jid.localPart())).equals(folded(uri.localPart()))) {
      throw new UnmappableAddressException("The local part has characters that XMPP lacks.");
    }
    return jid;
  }

  /** Equal for two local parts that differ only in what PRECIS lets stand for the same. */
  private static String folded(String localPart) {
    String lower = localPart.toLowerCase(Locale.ROOT);
    return Normalizer.isNormalized(lower, Normalizer.Form.NFKC)
        ? lower
        : Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }

  private static Jid proxied(String localPart, String domain, String gateway)
      throws UnmappableAddressException {
    try {
      return new Jid(JidEscaping.escape(localPart + "@" + domain), gateway, "");
    } catch (MalformedException | IllegalArgumentException e) {
      throw new UnmappableAddressException(
          "At the gateway the address would be too long, or mix scripts as XMPP forbids.");
    }
  }

  private static String unescape(String localPart) throws UnmappableAddressException {
    if (localPart.isEmpty()) {
      throw new UnmappableAddressException("The address has no local part.");
    }
    String text = JidEscaping.unescape(localPart);
    try {
      // "a\5cb" and "a\b" both stand for "a\b"; a reply could only reach the second.
      if (JidEscaping.escape(text).equals(localPart)) {
        return text;
      }
    } catch (MalformedException e) {
      // A space at one end: refused like any other local part that is no result of escaping.
    }
    throw new UnmappableAddressException("The local part is not escaped as XEP-0106 would.");
  }

  private static Set<String> aLabels(Set<String> domains) {
    Set<String> names = new HashSet<>();
    for (String domain : domains) {
      names.add(aLabels(domain));
    }
    return Set.copyOf(names);
  }

  private static String aLabels(String domain) {
    try {
      return DomainName.toALabels(domain);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("not a domain name: " + e.getMessage());
    }
  }
}

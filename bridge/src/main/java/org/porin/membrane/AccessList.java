package org.porin.membrane;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.porin.address.DomainName;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.wire.MalformedException;

/**
 * Domains and addresses that an operator names. Who is kept out is not let in under another
 * spelling.
 *
 * @param domains A-labels in lower case: everybody there, and nobody of their subdomains
 * @param addresses each {@code local part@domain}, in lower case
 */
public record AccessList(Set<String> domains, Set<String> addresses) {
  /** Names nobody. */
  public static final AccessList NONE = new AccessList(Set.of(), Set.of());

  public AccessList {
    domains = Set.copyOf(domains);
    addresses = Set.copyOf(addresses);
  }

  /**
   * Reads entries, each {@code domain} or {@code user@domain}.
   *
   * @throws MalformedException when one is neither
   */
  public static AccessList parse(Collection<String> entries) throws MalformedException {
    Set<String> domains = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (String entry : entries) {
      int at = entry.lastIndexOf('@');
      String domain = DomainName.toALabels(entry.substring(at + 1));
      if (at < 0) {
        domains.add(domain);
      } else if (at == 0) {
        throw new MalformedException("a user before the @", 0);
      } else {
        addresses.add(folded(entry.substring(0, at), domain));
      }
    }
    return new AccessList(domains, addresses);
  }

  /** Whether it names nobody. */
  public boolean isEmpty() {
    return domains.isEmpty() && addresses.isEmpty();
  }

  /** Whether it names this address, itself or by its domain. */
  public boolean names(ImUri address) {
    return names(address.localPart(), address.domain());
  }

  /** The same of a presentity or watcher. */
  public boolean names(PresUri address) {
    return names(address.localPart(), address.domain());
  }

  private boolean names(String localPart, String domain) {
    return domains.contains(domain)
        || (!addresses.isEmpty() && addresses.contains(folded(localPart, domain)));
  }

  /** What of it is in domains that satisfy a test. */
  AccessList only(Predicate<String> domain) {
    Set<String> those = new HashSet<>(domains);
    those.removeIf(domain.negate());
    Set<String> there = new HashSet<>(addresses);
    there.removeIf(address -> !domain.test(address.substring(address.lastIndexOf('@') + 1)));
    return new AccessList(those, there);
  }

  /**
   * One spelling for all that are one user in XMPP, whose local parts have no case and no width
   * (RFC 7622 §3.3, RFC 8265 §3.3).
   */
  static String folded(String localPart, String domain) {
    String narrow = Normalizer.normalize(localPart, Normalizer.Form.NFKC);
    return narrow.toLowerCase(Locale.ROOT) + "@" + domain;
  }
}

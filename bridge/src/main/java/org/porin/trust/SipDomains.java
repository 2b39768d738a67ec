package org.porin.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SIP domains that a certificate is for (RFC 5922 §7.1), and how they compare (§7.2).
 *
 * <p>The common name is never looked at: §7.1 only allows it, and only where there is no
 * subjectAltName at all (RFC 6125 §6.4.4 forbids it elsewhere).
 *
 * @param names in lower case, without the last dot
 */
public record SipDomains(List<String> names) {
  private static final int URI = 6; // GeneralName, RFC 5280 §4.2.1.6
  private static final int DNS = 2;

  /** A SIP URI of a domain and no user: its host, and what may follow that. */
  private static final Pattern DOMAIN_URI =
      Pattern.compile("sip:([^@:;?/]+)(?::[0-9]*)?(?:[;?][^@]*)?", Pattern.CASE_INSENSITIVE);

  public SipDomains {
    names = names.stream().map(SipDomains::canonical).distinct().toList();
  }

  /**
   * Reads a certificate whose validity is somebody else's to check.
   *
   * @return the domains of its {@code sip:} URIs; if it has none of those, its DNS names
   * @throws CertificateParsingException when the subjectAltName is none
   */
  public static SipDomains of(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    List<String> byUri = new ArrayList<>();
    List<String> byName = new ArrayList<>();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        if (alternative.get(0).equals(URI)) {
          Matcher uri = DOMAIN_URI.matcher((String) alternative.get(1));
          if (uri.matches()) { // other schemes, and URIs of users, MUST NOT be accepted
            byUri.add(uri.group(1));
          }
        } else if (alternative.get(0).equals(DNS)) {
          byName.add((String) alternative.get(1));
        }
      }
    }
    return new SipDomains(byUri.isEmpty() ? byName : byUri);
  }

  /**
   * Whether the domain is one of these, in its entirety and whatever the case: no suffix and no
   * wildcard matches anything but itself.
   *
   * @param domain in A-labels
   */
  public boolean contain(String domain) {
    return names.contains(canonical(domain));
  }

  /**
   * Fails unless one of the domains is among these.
   *
   * @param expected in A-labels
   */
  public void require(List<String> expected) throws NotForDomainException {
    if (expected.stream().noneMatch(this::contain)) {
      throw new NotForDomainException(this, expected);
    }
  }

  private static String canonical(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}

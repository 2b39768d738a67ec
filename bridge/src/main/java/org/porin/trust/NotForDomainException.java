package org.porin.trust;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Collectors;

/** A valid certificate that is for none of the domains asked for (RFC 5922 §7.3). */
public final class NotForDomainException extends CertificateException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_NAMED = 4;
  private static final int MAX_CHARS = 80;

  NotForDomainException(SipDomains found, List<String> expected) {
    super(
        "its certificate is for "
            + (found.names().isEmpty() ? "no SIP domain" : shown(found))
            + ", not for "
            + String.join(" or ", expected)
            + " (RFC 5922)");
  }

  /** What a stranger wrote, so little of it and nothing unprintable. */
  private static String shown(SipDomains found) {
    return found.names().stream()
            .limit(MAX_NAMED)
            .map(name -> name.replaceAll("[^A-Za-z0-9.*_-]", "?"))
            .map(name -> name.substring(0, Math.min(name.length(), MAX_CHARS)))
            .collect(Collectors.joining(", "))
        + (found.names().size() > MAX_NAMED ? " and others" : "");
  }
}

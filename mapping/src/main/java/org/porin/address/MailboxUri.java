package org.porin.address;

import org.porin.wire.MalformedException;

/**
 * What {@code im:} and {@code pres:} URIs share: a mailbox and headers that mean nothing to whom it
 * names (RFC 3860 §A.2, RFC 3859 §A.2). Whoever makes one has checked its parts.
 */
record MailboxUri(String localPart, String domain) {
  /** The longest wire form that is read, in chars; headers that are dropped count. */
  static final int MAX_CHARS = 4_096;

  /**
   * The domain in A-labels, where both parts can stand in such a URI.
   *
   * @throws IllegalArgumentException when they cannot
   */
  static String checkedDomain(String localPart, String domain) {
    try {
      checkLocalPart(localPart);
      return canonicalDomain(domain);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage());
    }
  }

  /**
   * Reads the wire form. A question mark before the {@code @} is part of the local part, since RFC
   * 3922 §3.2 step 4 leaves it there.
   *
   * @param scheme in lower case, with its colon
   */
  static MailboxUri parse(String scheme, String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("a shorter URI", MAX_CHARS);
    }
    if (!text.regionMatches(true, 0, scheme, 0, scheme.length())) {
      throw new MalformedException(scheme, 0);
    }
    int start = scheme.length();
    UriText.checkCharacters(text, start);
    int at = text.indexOf('@'); // RFC 3922 §3.3 step 2: split at the first
    if (at < 0) {
      throw new MalformedException("@", text.length());
    }
    int question = text.indexOf('?', at);
    int end = question < 0 ? text.length() : question;
    int base = start;
    try {
      String localPart = PercentEncoding.decode(text.substring(start, at));
      checkLocalPart(localPart);
      base = at + 1;
      return new MailboxUri(localPart, canonicalDomain(text.substring(base, end)));
    } catch (MalformedException e) {
      throw e.within(base);
    }
  }

  /** The wire form behind a scheme (RFC 3922 §3.2 steps 4 to 6). */
  static String wire(String scheme, String localPart, String domain) {
    return scheme + PercentEncoding.IM_LOCAL_PART.encode(localPart) + "@" + domain;
  }

  private static void checkLocalPart(String localPart) throws MalformedException {
    if (localPart.isEmpty()) {
      throw new MalformedException("a local part", 0);
    }
    UriText.checkDecoded(localPart);
    if (Precis.octets(localPart) > Jid.MAX_PART_OCTETS) {
      throw new MalformedException("a local part of at most 1023 octets", 0);
    }
  }

  private static String canonicalDomain(String domain) throws MalformedException {
    String name = DomainName.toALabels(domain);
    if (!DomainName.isFullyQualified(name)) {
      throw new MalformedException("a fully qualified domain name", 0);
    }
    return name;
  }
}

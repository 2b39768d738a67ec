package org.porin.address;

import org.porin.wire.MalformedException;

/**
 * Where an instant inbox is (RFC 3860 §3.2): {@code im:fred@example.com}. Two are equal when they
 * are so after percent-decoding.
 *
 * @param localPart held decoded; 1 to 1023 octets of UTF-8 without control characters
 * @param domain A-labels in lower case, fully qualified (RFC 3861 §3), no IP literal
 */
public record ImUri(String localPart, String domain) {
  /** The longest wire form that is read, in chars; headers that are dropped count. */
  public static final int MAX_CHARS = 4_096;

  private static final String SCHEME = "im:";

  /**
   * Takes the domain in any form and holds it in A-labels.
   *
   * @throws IllegalArgumentException when a part is not as described above
   */
  public ImUri {
    try {
      checkLocalPart(localPart);
      domain = canonicalDomain(domain);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage());
    }
  }

  /**
   * Reads the wire form; the only way in from the network. Headers behind the domain mean nothing
   * to an instant inbox and are dropped (RFC 3860 §A.2). A question mark before the {@code @} is
   * part of the local part, since RFC 3922 §3.2 step 4 leaves it there. Offsets in the exception
   * count chars.
   *
   * @throws MalformedException when the text names no instant inbox
   */
  public static ImUri parse(String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("a shorter URI", MAX_CHARS);
    }
    if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new MalformedException("im:", 0);
    }
    int start = SCHEME.length();
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
      return new ImUri(localPart, canonicalDomain(text.substring(base, end)));
    } catch (MalformedException e) {
      throw e.within(base);
    }
  }

  /** The wire form (RFC 3922 §3.2 steps 4 to 6). */
  @Override
  public String toString() {
    return SCHEME + PercentEncoding.IM_LOCAL_PART.encode(localPart) + "@" + domain;
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

package org.porin.address;

import org.porin.wire.MalformedException;

/**
 * An XMPP address (RFC 7622). Its parts are held in their canonical form, so that equal means the
 * same entity: PRECIS applied, domain in U-labels and lower case or an IP literal.
 *
 * @param localPart empty when there is none
 * @param domain never empty
 * @param resource empty when there is none
 */
public record Jid(String localPart, String domain, String resource) {
  /** The most that each part may have, in octets of UTF-8 (RFC 7622 §3.4). */
  public static final int MAX_PART_OCTETS = 1_023;

  private static final int MAX_CHARS = 3 * MAX_PART_OCTETS + 2;

  /**
   * Takes parts in any form and holds the canonical one.
   *
   * @throws IllegalArgumentException when a part is not what RFC 7622 allows there
   */
  public Jid {
    try {
      localPart = canonicalLocalPart(localPart);
      domain = canonicalDomain(domain);
      resource = canonicalResource(resource);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage());
    }
  }

  /**
   * Reads the wire form. Offsets in the exception count chars.
   *
   * @throws MalformedException when the text is no address of RFC 7622
   */
  public static Jid parse(String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("at most 1023 octets a part", MAX_CHARS);
    }
    // RFC 7622 §3.1: first the slash, then the at sign; each may come again behind it.
    int slash = text.indexOf('/');
    int end = slash < 0 ? text.length() : slash;
    int at = text.indexOf('@');
    at = at > end ? -1 : at;
    if (at == 0) {
      throw new MalformedException("a local part", 0);
    }
    if (slash >= 0 && slash + 1 == text.length()) {
      throw new MalformedException("a resource", text.length());
    }
    int base = 0;
    try {
      String localPart = at < 0 ? "" : canonicalLocalPart(text.substring(0, at));
      base = at + 1;
      String domain = canonicalDomain(text.substring(base, end));
      base = end + 1;
      String resource = slash < 0 ? "" : canonicalResource(text.substring(base));
      return new Jid(localPart, domain, resource);
    } catch (MalformedException e) {
      throw e.within(base);
    }
  }

  /** This address without its resource. */
  public Jid bare() {
    return isFull() ? new Jid(localPart, domain, "") : this;
  }

  /** Whether there is a resource. */
  public boolean isFull() {
    return !resource.isEmpty();
  }

  /**
   * This address with a resource, or with none when it is empty.
   *
   * @throws IllegalArgumentException when it is no resource of RFC 7622 §3.4
   */
  public Jid withResource(String resource) {
    return new Jid(localPart, domain, resource);
  }

  /** The wire form. */
  @Override
  public String toString() {
    String bare = localPart.isEmpty() ? domain : localPart + "@" + domain;
    return resource.isEmpty() ? bare : bare + "/" + resource;
  }

  private static String canonicalLocalPart(String text) throws MalformedException {
    String localPart = Precis.localPart(text);
    for (int i = 0; i < localPart.length(); i++) {
      if (isExcluded(localPart.charAt(i))) { // after PRECIS: it makes @ from the full-width one
        throw new MalformedException("a character that RFC 7622 section 3.3.1 allows", i);
      }
    }
    return checkLength(localPart);
  }

  private static boolean isExcluded(char c) {
    return switch (c) {
      case '"', '&', '\'', '/', ':', '<', '>', '@' -> true;
      default -> false;
    };
  }

  private static String canonicalDomain(String text) throws MalformedException {
    if (text.isEmpty()) {
      throw new MalformedException("a domain", 0);
    }
    char last = text.charAt(text.length() - 1);
    if (last == ']') {
      return IpLiteral.ipv6Reference(text)
          .orElseThrow(() -> new MalformedException("an IPv6 address", 0));
    }
    if (last >= '0' && last <= '9') {
      var ipv4 = IpLiteral.ipv4(text);
      if (ipv4.isPresent()) {
        return ipv4.get();
      }
    }
    return DomainName.toULabels(text);
  }

  private static String canonicalResource(String text) throws MalformedException {
    return checkLength(Precis.resource(text));
  }

  private static String checkLength(String part) throws MalformedException {
    if (part.length() > MAX_PART_OCTETS / 3 && Precis.octets(part) > MAX_PART_OCTETS) {
      throw new MalformedException("at most 1023 octets a part", 0);
    }
    return part;
  }
}

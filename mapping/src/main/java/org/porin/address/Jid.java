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
    Part part = Part.LOCAL;
    try {
      localPart = canonicalLocalPart(localPart);
      part = Part.DOMAIN;
      domain = canonicalDomain(domain);
      part = Part.RESOURCE;
      resource = canonicalResource(resource);
    } catch (MalformedException e) {
      throw new RefusedPart(part, e);
    }
  }

  private enum Part {
    LOCAL,
    DOMAIN,
    RESOURCE
  }

  /** Tells {@link #parse} which part it was. */
  private static final class RefusedPart extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final Part part;
    private final MalformedException reason;

    RefusedPart(Part part, MalformedException reason) {
      super(reason.getMessage());
      this.part = part;
      this.reason = reason;
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
    try {
      return new Jid(
          at < 0 ? "" : text.substring(0, at),
          text.substring(at + 1, end),
          slash < 0 ? "" : text.substring(slash + 1));
    } catch (RefusedPart e) {
      int base =
          switch (e.part) {
            case LOCAL -> 0;
            case DOMAIN -> at + 1;
            case RESOURCE -> end + 1;
          };
      throw e.reason.within(base);
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
    if (text.length() <= MAX_PART_OCTETS && isUsual(text)) {
      return text;
    }
    String localPart = Precis.localPart(text);
    for (int i = 0; i < localPart.length(); i++) {
      if (isExcluded(localPart.charAt(i))) { // after PRECIS: it makes @ from the full-width one
        throw new MalformedException("a character that RFC 7622 section 3.3.1 allows", i);
      }
    }
    return checkLength(localPart);
  }

  /** Whether a local part is one of most, on which PRECIS and the exclusions have no effect. */
  private static boolean isUsual(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean usual = (c >= 'a' && c <= 'z') || (c >= '-' && c <= '9' && c != '/') || c == '_';
      if (!usual) {
        return false;
      }
    }
    return true;
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

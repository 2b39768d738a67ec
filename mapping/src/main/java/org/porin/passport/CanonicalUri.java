package org.porin.passport;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.porin.address.DomainName;
import org.porin.address.PercentEncoding;
import org.porin.address.SipUri;
import org.porin.wire.MalformedException;

/**
 * Who a {@code sip:}, {@code sips:}, {@code im:} or {@code pres:} URI names, as it is signed (RFC
 * 8224 §8.5, TRUST 1): scheme, user and host, without password, port, parameters and headers, in
 * lower case. Escapes of unreserved characters are undone; others are in upper-case hexadecimal.
 *
 * @param scheme in lower case, without colon
 * @param user with the escapes that are left
 * @param host A-labels, or an IP address
 */
public record CanonicalUri(String scheme, Optional<String> user, String host) {
  /** The longest URI that is read, in chars. */
  public static final int MAX_CHARS = UriSyntax.MAX_CHARS;

  private static final String SIP = "sip:";
  private static final Set<String> SCHEMES = Set.of("sip", "sips", "im", "pres");

  /** Refuses what would be another URI when it is read. */
  public CanonicalUri {
    String name = user.orElse("user");
    if (!SCHEMES.contains(scheme)
        || name.isEmpty()
        || name.indexOf('@') >= 0
        || host.indexOf('@') >= 0
        || !UriSyntax.isAbsolute(scheme + ":" + name + "@" + host)) {
      throw new IllegalArgumentException("not a canonical URI");
    }
  }

  /**
   * Reads a URI in any spelling. Offsets in the exception count chars.
   *
   * @throws MalformedException if it is none of the four schemes, or not of their form
   */
  public static CanonicalUri parse(String text) throws MalformedException {
    if (!UriSyntax.isAbsolute(text)) {
      throw new MalformedException("an absolute URI of at most " + MAX_CHARS + " chars", 0);
    }
    int colon = UriSyntax.endOfScheme(text);
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    int at = text.indexOf('@'); // in no other part may it stand unescaped (RFC 3261 §25.1)
    return switch (scheme) {
      case "sip", "sips" -> sip(scheme, text, colon + 1, at);
      case "im", "pres" -> mailbox(scheme, text, colon + 1, at);
      default -> throw new MalformedException("sip:, sips:, im: or pres:", 0);
    };
  }

  /** Whether both name the same user of the same host, whatever the scheme and its escapes. */
  public boolean isMailboxOf(CanonicalUri that) throws MalformedException {
    return host.equals(that.host) && decodedUser().equals(that.decodedUser());
  }

  /** The URI. */
  @Override
  public String toString() {
    return scheme + ":" + user.map(name -> name + "@").orElse("") + host;
  }

  // Each scheme escapes other characters than the next one.
  private String decodedUser() throws MalformedException {
    return PercentEncoding.decode(user.orElse(""));
  }

  private static CanonicalUri sip(String scheme, String text, int start, int at)
      throws MalformedException {
    int password = at < 0 ? -1 : text.substring(0, at).indexOf(':', start);
    Optional<String> user =
        at < 0 ? Optional.empty() : Optional.of(user(text, start, password < 0 ? at : password));
    int host = at < 0 ? start : at + 1;
    return new CanonicalUri(scheme, user, host(text, host));
  }

  /** The rest says how to get there; it must be well formed all the same, and name nobody. */
  private static String host(String text, int from) throws MalformedException {
    SipUri rest;
    try {
      rest = SipUri.parse(SIP + text.substring(from));
    } catch (MalformedException e) {
      throw new MalformedException(e.expected(), from + Math.max(0, e.offset() - SIP.length()));
    }
    if (rest.user().isPresent()) { // two "@": two readers could read two hosts
      throw new MalformedException("one @", from);
    }
    return rest.host();
  }

  private static CanonicalUri mailbox(String scheme, String text, int start, int at)
      throws MalformedException {
    if (at < 0) {
      throw new MalformedException("@", text.length());
    }
    int question = text.indexOf('?', at); // headers mean nothing here (RFC 3860 §A.2)
    String domain = text.substring(at + 1, question < 0 ? text.length() : question);
    String user = user(text, start, at);
    try {
      return new CanonicalUri(scheme, Optional.of(user), DomainName.toALabels(domain));
    } catch (MalformedException e) {
      throw e.within(at + 1);
    }
  }

  /** Lower case, and no escape that is not needed. */
  private static String user(String text, int from, int to) throws MalformedException {
    if (from == to) {
      throw new MalformedException("a user", from);
    }
    StringBuilder user = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c != '%') {
        user.append(lower(c));
        continue;
      }
      int octet = octet(text, i, to);
      if (UriSyntax.isUnreserved(octet)) {
        user.append(lower((char) octet));
      } else {
        user.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return user.toString();
  }

  private static int octet(String text, int percent, int to) throws MalformedException {
    int high = percent + 2 < to ? hex(text.charAt(percent + 1)) : -1;
    int low = percent + 2 < to ? hex(text.charAt(percent + 2)) : -1;
    if (high < 0 || low < 0) {
      throw new MalformedException("two hexadecimal digits", percent + 1);
    }
    return high << 4 | low;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1; // else digits of other scripts
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}

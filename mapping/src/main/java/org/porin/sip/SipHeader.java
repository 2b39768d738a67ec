package org.porin.sip;

/**
 * One header field, unfolded: one value where the header is a list (RFC 3261 §7.3.1).
 *
 * @param name in the standard's spelling where it is known, compact forms expanded (§7.3.3); else
 *     as it came
 * @param value trimmed; without CR, LF, and controls other than HTAB, which a peer may only have
 *     quoted by a backslash inside a quoted string
 */
public record SipHeader(String name, String value) {
  public SipHeader {
    name = HeaderNames.canonical(name);
    if (!SipText.isToken(name)) {
      throw new IllegalArgumentException("a header name is a token");
    }
    value = trim(value);
    int fault = SipText.firstForbidden(value);
    if (fault >= 0) {
      throw new IllegalArgumentException("no controls in a value of " + name);
    }
  }

  /** The wire form, without CRLF. */
  @Override
  public String toString() {
    return name + ": " + value;
  }

  private static String trim(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && SipText.isBlank(value.charAt(from))) {
      from++;
    }
    while (from < to && SipText.isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }
}

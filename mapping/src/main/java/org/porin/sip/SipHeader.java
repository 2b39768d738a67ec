package org.porin.sip;

/**
 * One header field, unfolded: one value where the header is a list (RFC 3261 §7.3.1). A value: two
 * are equal when name and value are.
 */
public final class SipHeader {
  private final String name;
  private final String value;

  /** Checks nothing. */
  private SipHeader(String canonicalName, String value) {
    this.name = canonicalName;
    this.value = value;
  }

  /**
   * A header of our own making.
   *
   * @param name in any spelling, compact forms too (§7.3.3)
   * @param value trimmed here
   * @throws IllegalArgumentException if the name is no token, or the value has CR, LF, or a control
   *     other than HTAB, which only a peer may have quoted by a backslash inside a quoted string
   */
  public static SipHeader of(String name, String value) {
    SipHeader header = new SipHeader(HeaderNames.canonical(name), trim(value));
    if (!SipText.isToken(header.name)) {
      throw new IllegalArgumentException("a header name is a token");
    }
    if (SipText.firstForbidden(header.value) >= 0) {
      throw new IllegalArgumentException("no controls in a value of " + header.name);
    }
    return header;
  }

  /** A header whose reader has looked at every char already. */
  static SipHeader read(String canonicalName, String value) {
    return new SipHeader(canonicalName, trim(value));
  }

  /**
   * The name, in the standard's spelling where it is known, compact forms expanded (§7.3.3); else
   * as it came.
   */
  public String name() {
    return name;
  }

  /** The value, without white space around it. */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SipHeader that && name.equals(that.name) && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + value.hashCode();
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

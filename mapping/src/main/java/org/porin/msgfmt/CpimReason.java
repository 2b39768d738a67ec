package org.porin.msgfmt;

import java.util.Locale;

/** Why octets are no Message/CPIM object. The codes are stable: logs and operators rely on them. */
public enum CpimReason {
  /** A line ends in something else than CR LF (RFC 3862 §2.2). */
  BAD_LINE_ENDING("CR LF at the end of each line"),
  /** No blank line ends the message headers (RFC 3862 §2). */
  MISSING_SEPARATOR("a blank line after the message headers"),
  /** Not UTF-8 (RFC 3862 §2.2, in the form of RFC 3629). */
  BAD_UTF8("UTF-8"),
  /** White space begins a line: there is no folding (RFC 3862 §2.2). */
  LEADING_WHITESPACE("no white space at the start of a line"),
  /** White space ends a line (RFC 3862 §2.2). */
  TRAILING_WHITESPACE("no white space at the end of a line"),
  /** A raw control character (RFC 3862 §2.2, §2.3). */
  CONTROL_CHAR("an escape in place of a control character"),
  /** Neither header nor blank line, or a core header that breaks its own syntax (RFC 3862 §3.6). */
  BAD_HEADER_SYNTAX("Header-name, \":\", parameters, SP, Header-value"),
  /** A header name has other characters than NAMECHAR and one dot (RFC 3862 §3.1). */
  BAD_HEADER_NAME("Header-name"),
  /** No space follows the colon and the parameters (RFC 3862 §2.2). */
  NO_SPACE_AFTER_COLON("a space after the colon and its parameters"),
  /** More than one space follows (RFC 3862 §2.2). */
  EXTRA_SPACE("a single space after the colon"),
  /** A prefix is used before an NS header binds it (RFC 3862 §3.4). */
  UNDECLARED_PREFIX("an NS header before the first use of a prefix"),
  /** The encapsulated entity has no Content-Type (RFC 3862 §2.4). */
  MISSING_CONTENT_TYPE("Content-Type"),
  /** The encapsulated entity breaks the MIME header syntax (RFC 2045 §3, §5). */
  BAD_MIME("MIME header fields and a blank line"),
  /** More octets than {@link CpimLimits#octets()}. */
  TOO_LARGE("a smaller object"),
  /** More headers than {@link CpimLimits#headers()}. */
  TOO_MANY_HEADERS("fewer headers"),
  /** A line of more octets than {@link CpimLimits#lineOctets()}. */
  LINE_TOO_LONG("a shorter line");

  private final String expected;

  CpimReason(String expected) {
    this.expected = expected;
  }

  /** The stable code, {@code bad-line-ending}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the grammar wanted, in words. */
  public String expected() {
    return expected;
  }
}

package org.porin.sip;

/**
 * What one peer may make us hold of one message; all in octets but the count.
 *
 * @param startLineOctets the request or status line, without CRLF
 * @param headerLineOctets one header with all its folded lines, without the last CRLF
 * @param headerCount headers, each value of a list counted
 * @param headOctets start line and headers together, with the empty line
 * @param bodyOctets the body
 */
public record SipLimits(
    int startLineOctets, int headerLineOctets, int headerCount, int headOctets, int bodyOctets) {
  /** Ample for MESSAGE with a few tokens of identity, and bodies of 64 kB (2**16 octets). */
  public static final SipLimits DEFAULT = new SipLimits(2_048, 8_192, 128, 32_768, 65_536);

  public SipLimits {
    if (startLineOctets < 1
        || headerLineOctets < 1
        || headerCount < 1
        || headOctets < 1
        || bodyOctets < 0) {
      throw new IllegalArgumentException("limits are positive");
    }
    if (headOctets > 1 << 28 || bodyOctets > 1 << 28) {
      throw new IllegalArgumentException("limits are at most 2**28 octets");
    }
  }
}

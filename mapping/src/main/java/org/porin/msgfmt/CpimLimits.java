package org.porin.msgfmt;

/**
 * What one object may make us hold. RFC 3862 §2.2 wants no limit to a line as such; these bound
 * what a peer can cost.
 *
 * @param octets most octets of the whole object
 * @param headers most message headers, and most MIME header fields
 * @param lineOctets most octets of one header, unfolded
 */
public record CpimLimits(int octets, int headers, int lineOctets) {
  /** 256 kB, 256 headers, and a line as long as the object. */
  public static final CpimLimits DEFAULT = new CpimLimits(262_144, 256, 262_144);

  public CpimLimits {
    if (octets < 1 || headers < 1 || lineOctets < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}

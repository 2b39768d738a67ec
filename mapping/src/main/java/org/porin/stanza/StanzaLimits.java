package org.porin.stanza;

/**
 * What one peer may make us hold and look at. A stanza over a limit is refused, not the stream.
 *
 * @param octets the most that the stream header or one top-level element may have
 * @param depth how many elements of a stanza may be open at once, itself among them
 * @param attributes the most that one element may have, namespace declarations among them
 * @param elements the most that one stanza may have, itself among them
 */
public record StanzaLimits(int octets, int depth, int attributes, int elements) {
  /** 262,144 octets, 64 deep, 64 attributes, 4,096 elements. */
  public static final StanzaLimits DEFAULT = new StanzaLimits(262_144, 64, 64, 4_096);

  /** RFC 6120 §13.12: no less than this many octets may be the limit. */
  public static final int MIN_OCTETS = 10_000;

  public StanzaLimits {
    if (octets < MIN_OCTETS || depth < 1 || attributes < 1 || elements < 1) {
      throw new IllegalArgumentException("limits are positive, and at least 10000 octets");
    }
  }
}

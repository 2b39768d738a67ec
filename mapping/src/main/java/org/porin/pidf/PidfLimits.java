package org.porin.pidf;

/**
 * What one document may make us hold and look at.
 *
 * @param octets most octets of the whole document
 * @param depth how many elements may be open at once, the root among them; at most {@link
 *     #MOST_DEPTH}
 * @param elements most elements of the whole document
 * @param attributes most attributes of one element, and most namespace declarations; at most {@link
 *     #MOST_ATTRIBUTES}
 * @param tuples most tuples
 * @param textChars most chars of one text and of the value of one attribute
 */
public record PidfLimits(
    int octets, int depth, int elements, int attributes, int tuples, int textChars) {
  /** No limit of depth is higher. */
  public static final int MOST_DEPTH = 256;

  /** No limit of attributes is higher: telling them apart costs more than each alone. */
  public static final int MOST_ATTRIBUTES = 256;

  /** 262,144 octets, 64 deep, 4,096 elements, 64 attributes, 512 tuples, 65,536 chars. */
  public static final PidfLimits DEFAULT = new PidfLimits(262_144, 64, 4_096, 64, 512, 65_536);

  public PidfLimits {
    if (octets < 1
        || depth < 1
        || elements < 1
        || attributes < 1
        || tuples < 1
        || textChars < 1
        || depth > MOST_DEPTH
        || attributes > MOST_ATTRIBUTES) {
      throw new IllegalArgumentException("limits are positive, depth and attributes at most 256");
    }
  }
}

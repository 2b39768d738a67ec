package org.porin.msgfmt;

/**
 * What one multipart body may make us hold.
 *
 * @param octets most octets of the body
 * @param parts most parts of one level
 * @param depth most levels of multiparts inside each other, for whoever goes down into them
 */
public record MultipartLimits(int octets, int parts, int depth) {
  /** 256 kB, 64 parts a level, 4 levels. */
  public static final MultipartLimits DEFAULT = new MultipartLimits(262_144, 64, 4);

  public MultipartLimits {
    if (octets < 1 || parts < 1 || depth < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}

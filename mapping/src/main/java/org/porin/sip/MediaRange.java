package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * One value of Accept (RFC 3261 §20.1): what media a peer takes.
 *
 * @param type where {@code *} stands for any type or subtype
 * @param quality from 0, which is "not at all", to 1000: thousandths of q
 */
public record MediaRange(MediaType type, int quality) {
  private static final int FULL = 1_000;

  public MediaRange {
    if (quality < 0 || quality > FULL) {
      throw new IllegalArgumentException("a quality is 0 to 1000 thousandths");
    }
  }

  /** Reads one value; a line with several is split before. */
  public static MediaRange parse(String text) throws MalformedException {
    MediaType type = MediaType.parse(text);
    Optional<String> q = type.parameter("q");
    return new MediaRange(type, q.isPresent() ? quality(q.get()) : FULL);
  }

  /**
   * What a message says that its sender accepts.
   *
   * @return empty without Accept, of which nothing follows for MESSAGE; an empty list for an empty
   *     Accept, which is for nothing at all (§20.1)
   */
  public static Optional<List<MediaRange>> accepted(SipHeaders headers) throws MalformedException {
    List<String> values = headers.all("Accept");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<MediaRange> ranges = new ArrayList<>(values.size());
    for (String value : values) {
      if (!value.isEmpty()) {
        ranges.add(parse(value));
      }
    }
    return Optional.of(List.copyOf(ranges));
  }

  /** Whether this says something of a type; parameters other than q are not looked at. */
  public boolean covers(MediaType other) {
    return is(type.type(), other.type()) && is(type.subtype(), other.subtype());
  }

  /** Whether a type is among these: the narrowest range that covers it decides. */
  public static boolean takes(List<MediaRange> ranges, MediaType other) {
    int narrowest = -1;
    boolean taken = false;
    for (MediaRange range : ranges) {
      if (range.covers(other) && range.narrowness() > narrowest) {
        narrowest = range.narrowness();
        taken = range.quality > 0;
      }
    }
    return taken;
  }

  private int narrowness() {
    return type.type().equals("*") ? 0 : type.subtype().equals("*") ? 1 : 2;
  }

  private static boolean is(String range, String other) {
    return range.equals("*") || range.equals(other);
  }

  /** {@code ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )}. */
  private static int quality(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text);
    int quality = FULL * (int) cursor.number(1, "qvalue");
    if (cursor.trySkip('.')) {
      for (int weight = FULL / 10; weight > 0 && SipText.isDigit(cursor.peek()); weight /= 10) {
        quality += weight * (cursor.peek() - '0');
        cursor.trySkipAny();
      }
    }
    cursor.end();
    if (quality > FULL) {
      throw new MalformedException("qvalue", 0);
    }
    return quality;
  }
}

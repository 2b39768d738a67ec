package org.porin.stanza;

import java.util.Arrays;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Utf8;

/**
 * The octets of one top-level element on its way in. What came in earlier reads is copied here, as
 * far as the limit allows; an element that comes in one read is not copied at all.
 */
final class ElementOctets {
  private static final int USUAL_OCTETS = 4_096;

  /** How many times the limit an element may have before it is not even looked through. */
  private static final long LOOKED_THROUGH = 64;

  private final int limit;
  private Optional<String> excess = Optional.empty();

  // The element so far: its beginning in the frame, the rest in the octets that are looked at.
  private byte[] frame = new byte[USUAL_OCTETS];
  private int length; // of what came in earlier octets, kept or not
  private int begin; // where it goes on in these
  private int startTag; // where that of the element ends, 0 as long as it is open

  // What was found.
  private byte[] held = frame;
  private int heldFrom;
  private int heldTo;

  /**
   * @param limit how many octets are kept
   */
  ElementOctets(int limit) {
    this.limit = limit;
  }

  /** It goes on in other octets. */
  void goOnAt(int from) {
    begin = from;
  }

  /** Leaves out what stands before it; of what has begun nothing is left out. */
  void skip(int from, int to) {
    if (length == 0 && from == begin) {
      begin = to;
    }
  }

  /** Where it begins in the octets that are looked at, or goes on. */
  int begin() {
    return begin;
  }

  /** Where in the element an octet stands. */
  int offset(int at) {
    return length + at - begin;
  }

  /** Its start tag ends with the octet that stands there. */
  void startTagEndsAt(int at) {
    startTag = offset(at) + 1;
  }

  /** It is over a limit; the first that is said counts. */
  void exceed(String expected) {
    excess = excess.isPresent() ? excess : Optional.of(expected);
  }

  /** What it should have been; empty for one that is within the limits. */
  Optional<String> excess() {
    return excess;
  }

  /** How many octets it has, kept or not. */
  int count() {
    return Math.max(length, heldTo - heldFrom);
  }

  /**
   * Goes as far as {@code to}.
   *
   * @param whole whether it ends there
   * @param maySpare whether the stream survives when it is over the limit
   */
  void extend(byte[] octets, int to, boolean whole, boolean maySpare) throws MalformedException {
    if (whole && length == 0 && to - begin <= limit) {
      hold(octets, begin, to); // the usual case: no octet is copied
    } else {
      keep(octets, to, maySpare);
      hold(frame, 0, Math.min(length, limit));
    }
  }

  private void hold(byte[] octets, int from, int to) {
    held = octets;
    heldFrom = from;
    heldTo = to;
  }

  /** Copies what the element has in these octets to the frame, as far as the limit allows. */
  private void keep(byte[] octets, int to, boolean maySpare) throws MalformedException {
    int more = to - begin;
    if (more > limit - length) {
      spare(more, maySpare);
    }
    int kept = Math.max(0, Math.min(more, limit - length));
    if (kept > 0 && length + kept > frame.length) {
      frame = Arrays.copyOf(frame, Math.min(limit, 2 * (length + kept)));
    }
    System.arraycopy(octets, begin, frame, Math.min(length, frame.length), kept);
    length += more;
  }

  private void spare(int more, boolean maySpare) throws MalformedException {
    if (!maySpare) {
      throw new MalformedException("a stanza of fewer octets", limit);
    }
    exceed("a stanza of fewer octets");
    long most = Math.min(Integer.MAX_VALUE, LOOKED_THROUGH * limit);
    if (length + (long) more > most) {
      throw new MalformedException("the end of the stanza", (int) most);
    }
  }

  /**
   * Its text; the next begins. Of an element over a limit it is the start tag, made that of an
   * empty element, or nothing where that is over a limit itself.
   *
   * @throws MalformedException when it is not UTF-8
   */
  String take() throws MalformedException {
    try {
      if (excess.isEmpty()) {
        return Utf8.decode(held, heldFrom, heldTo);
      }
      int end = startTag - 1;
      boolean known = startTag > 0 && startTag <= heldTo - heldFrom;
      return known ? Utf8.decode(held, heldFrom, heldFrom + end) + "/>" : "";
    } finally {
      reset();
    }
  }

  /**
   * Reads it, which is within the limits; the next begins.
   *
   * @throws MalformedException when it is no stanza
   */
  StreamElement read(ElementParser content) throws MalformedException {
    try {
      return content.stanza(held, heldFrom, heldTo);
    } finally {
      reset();
    }
  }

  private void reset() {
    length = 0;
    startTag = 0;
    excess = Optional.empty();
    if (frame.length > 4 * USUAL_OCTETS) {
      frame = new byte[USUAL_OCTETS]; // one long stanza is not to be paid for ever after
    }
    hold(frame, 0, 0);
  }
}

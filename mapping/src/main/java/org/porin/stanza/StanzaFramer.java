package org.porin.stanza;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * Finds where each top-level element of a stream ends, octet by octet, so that the XML reader only
 * ever sees whole elements: it never waits for octets that a peer has no reason to send yet, and
 * nothing of one stanza outlives it. Holds every input to {@link StanzaLimits} and to the XML that
 * XMPP allows (RFC 6120 §11.1): no comments, processing instructions or declarations. Whether the
 * element is well-formed is for the XML reader to say.
 *
 * <p>An element over a limit is looked through to its end like any other, but not kept: of it there
 * is only the start tag, so that one user's stanza does not end the stream of all.
 */
final class StanzaFramer {
  /** What a run of octets completed. */
  enum Found {
    NOTHING,
    /** The start tag of the stream, with the XML declaration if there is one. */
    HEADER,
    /** A whole top-level element. */
    ELEMENT,
    /** The end of a top-level element that is over a limit; {@link #excess} says which. */
    OVER_LIMIT,
    /** The end tag of the stream. */
    END
  }

  private enum State {
    TEXT,
    MARKUP,
    DECLARATION,
    START_TAG,
    QUOTED,
    END_TAG,
    CDATA_OPENING,
    CDATA
  }

  private static final byte[] CDATA_OPENING = {'[', 'C', 'D', 'A', 'T', 'A', '['};
  private static final int MAX_NAME_OCTETS = 1_024;
  private static final int USUAL_OCTETS = 4_096;

  /** How many times the limit an element may have before it is not even looked through. */
  private static final long LOOKED_THROUGH = 64;

  private static final byte[] NOTHING_KEPT = {};

  private final StanzaLimits limits;
  private State state = State.TEXT;
  private byte[] frame = new byte[USUAL_OCTETS];
  private int length; // of the element so far, kept or not
  private int startTag; // where that of the element ends, 0 as long as it is open
  private int position;
  private Optional<String> excess = Optional.empty();

  private int depth;
  private int elements;
  private int attributes;
  private byte quote;
  private byte last;
  private int unquoted;
  private int matched;
  private boolean started;

  StanzaFramer(StanzaLimits limits) {
    this.limits = limits;
  }

  /**
   * Holds the text of what should be one top-level element to the limits, and gives it back.
   * Whitespace around it is let pass.
   */
  static String one(String text, StanzaLimits limits) throws MalformedException {
    StanzaFramer framer = new StanzaFramer(limits);
    framer.started = true;
    framer.depth = 1;
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(octets, StandardCharsets.UTF_8).equals(text)) {
      throw new MalformedException("text without lone surrogates", 0);
    }
    Found found = framer.scan(octets, 0, octets.length);
    if (found != Found.ELEMENT) {
      throw new MalformedException(framer.excess().orElse("a whole element"), octets.length);
    }
    byte[] element = framer.take();
    int end = framer.position();
    if (framer.scan(octets, end, octets.length) != Found.NOTHING || framer.length > 0) {
      throw new MalformedException("one element", end);
    }
    return new String(element, StandardCharsets.UTF_8);
  }

  /** Looks at {@code octets[from..to)} up to the end of the first thing found. */
  Found scan(byte[] octets, int from, int to) throws MalformedException {
    int i = from;
    while (i < to) {
      int run = state == State.TEXT ? textRun(octets, i, to) : quotedRun(octets, i, to);
      if (run > i) {
        append(octets, i, run);
        i = run;
        continue;
      }
      byte octet = octets[i++];
      if (state != State.TEXT || octet == '<') {
        append(octet);
      }
      Found found = step(octet);
      last = octet;
      if (found != Found.NOTHING) {
        position = i;
        return found;
      }
    }
    position = to;
    return Found.NOTHING;
  }

  /** The index behind the last octet that {@link #scan} looked at. */
  int position() {
    return position;
  }

  /** What an element over a limit should have been; empty for one that is within them. */
  Optional<String> excess() {
    return excess;
  }

  /**
   * The octets of what was found; the framer begins anew. Of an element over a limit they are its
   * start tag, made that of an empty element, or nothing where that is over a limit itself.
   */
  byte[] take() {
    byte[] taken = excess.isPresent() ? emptied() : Arrays.copyOf(frame, length);
    length = 0;
    startTag = 0;
    elements = 0;
    excess = Optional.empty();
    if (frame.length > 4 * USUAL_OCTETS) {
      frame = new byte[USUAL_OCTETS]; // one long stanza is not to be paid for ever after
    }
    return taken;
  }

  private byte[] emptied() {
    if (startTag == 0) {
      return NOTHING_KEPT;
    }
    byte[] tag = Arrays.copyOf(frame, startTag + 1);
    tag[startTag - 1] = '/';
    tag[startTag] = '>';
    return tag;
  }

  /** The end of character data inside a stanza, whose text means nothing here. */
  private int textRun(byte[] octets, int from, int to) {
    int i = from;
    while (depth > 1 && i < to && octets[i] != '<') {
      i++;
    }
    return i;
  }

  private int quotedRun(byte[] octets, int from, int to) {
    int i = from;
    while (state == State.QUOTED && i < to && octets[i] != quote) {
      i++;
    }
    return i;
  }

  private Found step(byte octet) throws MalformedException {
    switch (state) {
      case TEXT -> text(octet);
      case MARKUP -> markup(octet);
      case DECLARATION -> state = octet == '>' && last == '?' ? State.TEXT : state;
      case QUOTED -> {
        state = State.START_TAG;
        unquoted = 0;
      }
      case CDATA_OPENING -> cdataOpening(octet);
      case CDATA -> cdata(octet);
      case START_TAG -> {
        return startTag(octet);
      }
      case END_TAG -> {
        return endTag(octet);
      }
    }
    return Found.NOTHING;
  }

  private void text(byte octet) throws MalformedException {
    if (octet == '<') {
      state = State.MARKUP;
    } else if (!started || (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t')) {
      // Between stanzas only whitespace may stand (RFC 6120 §4.6.1), and before the stream nothing.
      throw new MalformedException("<", length);
    }
  }

  private void markup(byte octet) throws MalformedException {
    boolean first = !started;
    started = true;
    if (octet == '/') {
      state = State.END_TAG;
    } else if (octet == '?' && first) {
      state = State.DECLARATION;
    } else if (octet == '!' && depth > 1) {
      state = State.CDATA_OPENING;
      matched = 0;
    } else if (octet == '?' || octet == '!') {
      throw new MalformedException("an element: comments and the like are restricted", length - 1);
    } else if (!isNameStart(octet)) {
      throw new MalformedException("a name", length - 1);
    } else {
      state = State.START_TAG;
      unquoted = 0;
      attributes = 0;
      elements++;
      if (depth > limits.depth() || elements > limits.elements()) {
        exceed("a stanza of fewer elements");
      }
    }
  }

  /** Whether a name may begin so; beyond ASCII the XML reader knows better. */
  private static boolean isNameStart(byte octet) {
    return octet < 0
        || (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || octet == '_';
  }

  private Found startTag(byte octet) throws MalformedException {
    switch (octet) {
      case '\'', '"' -> {
        quote = octet;
        state = State.QUOTED;
        if (++attributes > limits.attributes()) {
          exceed("an element of fewer attributes");
        }
      }
      case '<' -> throw new MalformedException(">", length - 1);
      case '>' -> {
        state = State.TEXT;
        return last == '/' ? emptyElement() : opened();
      }
      default -> {
        if (++unquoted > MAX_NAME_OCTETS) {
          exceed("a shorter name");
        }
      }
    }
    return Found.NOTHING;
  }

  private Found opened() {
    depth++;
    if (depth == 2 && excess.isEmpty()) {
      startTag = length;
    }
    return depth == 1 ? Found.HEADER : Found.NOTHING;
  }

  private Found emptyElement() throws MalformedException {
    if (depth == 0) {
      throw new MalformedException("the start tag of a stream", 0);
    }
    return depth == 1 ? whole() : Found.NOTHING;
  }

  private Found whole() {
    return excess.isEmpty() ? Found.ELEMENT : Found.OVER_LIMIT;
  }

  private Found endTag(byte octet) throws MalformedException {
    if (octet == '<') {
      throw new MalformedException(">", length - 1);
    }
    if (octet != '>') {
      return Found.NOTHING;
    }
    state = State.TEXT;
    if (depth == 0) {
      throw new MalformedException("the start tag of a stream", 0);
    }
    depth--;
    if (depth == 0) {
      return Found.END;
    }
    return depth == 1 ? whole() : Found.NOTHING;
  }

  private void cdataOpening(byte octet) throws MalformedException {
    if (octet != CDATA_OPENING[matched]) {
      throw new MalformedException("<![CDATA[", length - 1);
    }
    if (++matched == CDATA_OPENING.length) {
      state = State.CDATA;
      matched = 0;
    }
  }

  private void cdata(byte octet) {
    if (octet == ']') {
      matched = Math.min(2, matched + 1);
    } else {
      state = octet == '>' && matched == 2 ? State.TEXT : state;
      matched = 0;
    }
  }

  private void append(byte octet) throws MalformedException {
    reserve(1);
    if (excess.isEmpty()) {
      frame[length] = octet;
    }
    length++;
  }

  private void append(byte[] octets, int from, int to) throws MalformedException {
    reserve(to - from);
    if (excess.isEmpty()) {
      System.arraycopy(octets, from, frame, length, to - from);
    }
    length += to - from;
  }

  private void reserve(int more) throws MalformedException {
    if (more > limits.octets() - length) {
      exceed("a stanza of fewer octets");
      if (length + (long) more > Math.min(Integer.MAX_VALUE, LOOKED_THROUGH * limits.octets())) {
        throw new MalformedException("the end of the stanza", length);
      }
    } else if (excess.isEmpty() && length + more > frame.length) {
      frame = Arrays.copyOf(frame, Math.min(limits.octets(), 2 * (length + more)));
    }
  }

  /**
   * From here on nothing of the element is kept; the tags of the stream itself cannot be spared.
   */
  private void exceed(String expected) throws MalformedException {
    if (depth == 0 || (depth == 1 && state == State.END_TAG)) {
      throw new MalformedException(expected, Math.min(length, limits.octets()));
    }
    excess = excess.isPresent() ? excess : Optional.of(expected);
  }
}

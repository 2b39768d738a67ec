package org.porin.stanza;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.porin.wire.MalformedException;

/**
 * Finds where each top-level element of a stream ends, octet by octet, so that the XML reader only
 * ever sees whole elements: it never waits for octets that a peer has no reason to send yet, and
 * nothing of one stanza outlives it. Holds every input to {@link StanzaLimits} and to the XML that
 * XMPP allows (RFC 6120 §11.1): no comments, processing instructions or declarations. Whether the
 * element is well-formed is for the XML reader to say.
 */
final class StanzaFramer {
  /** What a run of octets completed. */
  enum Found {
    NOTHING,
    /** The start tag of the stream, with the XML declaration if there is one. */
    HEADER,
    /** A whole top-level element. */
    ELEMENT,
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

  private final StanzaLimits limits;
  private State state = State.TEXT;
  private byte[] frame = new byte[USUAL_OCTETS];
  private int length;
  private int position;

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
    if (framer.scan(octets, 0, octets.length) != Found.ELEMENT) {
      throw new MalformedException("a whole element", octets.length);
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

  /** The octets of what was found; the framer begins anew. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(frame, length);
    length = 0;
    elements = 0;
    if (frame.length > 4 * USUAL_OCTETS) {
      frame = new byte[USUAL_OCTETS]; // one long stanza is not to be paid for ever after
    }
    return taken;
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
        throw new MalformedException("a stanza of fewer elements", length - 1);
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
          throw new MalformedException("an element of fewer attributes", length - 1);
        }
      }
      case '<' -> throw new MalformedException(">", length - 1);
      case '>' -> {
        state = State.TEXT;
        return last == '/' ? emptyElement() : opened();
      }
      default -> {
        if (++unquoted > MAX_NAME_OCTETS) {
          throw new MalformedException("a shorter name", length - 1);
        }
      }
    }
    return Found.NOTHING;
  }

  private Found opened() {
    depth++;
    return depth == 1 ? Found.HEADER : Found.NOTHING;
  }

  private Found emptyElement() throws MalformedException {
    if (depth == 0) {
      throw new MalformedException("the start tag of a stream", 0);
    }
    return depth == 1 ? Found.ELEMENT : Found.NOTHING;
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
    return depth == 1 ? Found.ELEMENT : Found.NOTHING;
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
    frame[length++] = octet;
  }

  private void append(byte[] octets, int from, int to) throws MalformedException {
    reserve(to - from);
    System.arraycopy(octets, from, frame, length, to - from);
    length += to - from;
  }

  private void reserve(int more) throws MalformedException {
    if (more > limits.octets() - length) {
      throw new MalformedException("a stanza of fewer octets", limits.octets());
    }
    if (length + more > frame.length) {
      frame = Arrays.copyOf(frame, Math.min(limits.octets(), 2 * (length + more)));
    }
  }
}

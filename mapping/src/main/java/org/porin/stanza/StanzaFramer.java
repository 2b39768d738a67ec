package org.porin.stanza;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Utf8;

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

  private final StanzaLimits limits;
  private State state = State.TEXT;
  private Optional<String> excess = Optional.empty();

  // The element so far: its beginning in the frame, the rest in the octets that are looked at.
  private byte[] frame = new byte[USUAL_OCTETS];
  private int length; // of what came in earlier octets, kept or not
  private int begin; // where it goes on in these
  private int at; // the octet that is looked at
  private int startTag; // where that of the element ends, 0 as long as it is open

  // What was found.
  private byte[] held = frame;
  private int heldFrom;
  private int heldTo;
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
    Found found = framer.scan(octets, 0, octets.length);
    if (found != Found.ELEMENT) {
      throw new MalformedException(framer.excess().orElse("a whole element"), octets.length);
    }
    String element = framer.take();
    int end = framer.position();
    if (framer.scan(octets, end, octets.length) != Found.NOTHING || framer.length > 0) {
      throw new MalformedException("one element", end);
    }
    return element;
  }

  /**
   * Looks at {@code octets[from..to)} up to the end of the first thing found. The octets have to
   * stay as they are until it is taken.
   */
  Found scan(byte[] octets, int from, int to) throws MalformedException {
    Found found = Found.NOTHING;
    int i = from;
    begin = from;
    while (i < to && found == Found.NOTHING) {
      int run = run(octets, i, to);
      if (run > i) {
        unquoted += state == State.START_TAG ? run - i : 0;
        last = octets[run - 1];
        i = run;
      } else {
        at = i++;
        found = step(octets[at]);
        last = octets[at];
      }
    }
    position = i;
    if (found != Found.NOTHING && length == 0 && i - begin <= limits.octets()) {
      hold(octets, begin, i); // the usual case: no octet is copied
    } else {
      keep(octets, i, found);
      hold(frame, 0, Math.min(length, limits.octets()));
    }
    return found == Found.ELEMENT && excess.isPresent() ? Found.OVER_LIMIT : found;
  }

  private void hold(byte[] octets, int from, int to) {
    held = octets;
    heldFrom = from;
    heldTo = to;
  }

  /** Copies what the element has in these octets to the frame, as far as the limit allows. */
  private void keep(byte[] octets, int to, Found found) throws MalformedException {
    int more = to - begin;
    if (more > limits.octets() - length) {
      boolean inStanza = found == Found.ELEMENT || (found == Found.NOTHING && isInStanza());
      if (!inStanza) {
        throw new MalformedException("a stanza of fewer octets", limits.octets());
      }
      excess = excess.isPresent() ? excess : Optional.of("a stanza of fewer octets");
      long most = Math.min(Integer.MAX_VALUE, LOOKED_THROUGH * limits.octets());
      if (length + (long) more > most) {
        throw new MalformedException("the end of the stanza", (int) most);
      }
    }
    int kept = Math.max(0, Math.min(more, limits.octets() - length));
    if (kept > 0 && length + kept > frame.length) {
      frame = Arrays.copyOf(frame, Math.min(limits.octets(), 2 * (length + kept)));
    }
    System.arraycopy(octets, begin, frame, Math.min(length, frame.length), kept);
    length += more;
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
   * The text of what was found; the framer begins anew. Of an element over a limit it is its start
   * tag, made that of an empty element, or nothing where that is over a limit itself.
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

  private void reset() {
    length = 0;
    startTag = 0;
    elements = 0;
    excess = Optional.empty();
    if (frame.length > 4 * USUAL_OCTETS) {
      frame = new byte[USUAL_OCTETS]; // one long stanza is not to be paid for ever after
    }
    hold(frame, 0, 0);
  }

  /** The end of the octets that mean nothing where they are. */
  private int run(byte[] octets, int from, int to) {
    int i = from;
    switch (state) {
      case TEXT -> {
        while (depth > 1 && i < to && octets[i] != '<') {
          i++;
        }
      }
      case QUOTED -> {
        while (i < to && octets[i] != quote) {
          i++;
        }
      }
      case START_TAG -> {
        int end = Math.min(to, from + MAX_NAME_OCTETS - Math.min(unquoted, MAX_NAME_OCTETS));
        while (i < end && !isMarkup(octets[i])) {
          i++;
        }
      }
      case END_TAG -> {
        while (i < to && !isMarkup(octets[i])) {
          i++;
        }
      }
      case CDATA -> {
        while (matched == 0 && i < to && octets[i] != ']') {
          i++;
        }
      }
      case MARKUP, DECLARATION, CDATA_OPENING -> {}
    }
    return i;
  }

  private static boolean isMarkup(byte octet) {
    return octet == '>' || octet == '<' || octet == '\'' || octet == '"';
  }

  /** Where in the element the octet stands that is looked at. */
  private int offset() {
    return length + at - begin;
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
      throw new MalformedException("<", offset());
    } else if (offset() == 0) {
      begin = at + 1; // it belongs to nothing
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
      throw new MalformedException("an element: comments and the like are restricted", offset());
    } else if (!isNameStart(octet)) {
      throw new MalformedException("a name", offset());
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
      case '<' -> throw new MalformedException(">", offset());
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
      startTag = offset() + 1;
    }
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
      throw new MalformedException(">", offset());
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
      throw new MalformedException("<![CDATA[", offset());
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

  private boolean isInStanza() {
    return depth > 1 || (depth == 1 && state != State.END_TAG);
  }

  /** What is over a limit is looked through; the tags of the stream itself cannot be spared. */
  private void exceed(String expected) throws MalformedException {
    if (!isInStanza()) {
      throw new MalformedException(expected, offset());
    }
    excess = excess.isPresent() ? excess : Optional.of(expected);
  }
}

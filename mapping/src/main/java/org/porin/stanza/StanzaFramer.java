package org.porin.stanza;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * Finds where each top-level element of a stream ends, so that the XML reader only ever sees whole
 * elements: it never waits for octets that a peer has no reason to send yet, and nothing of one
 * stanza outlives it. Holds every input to {@link StanzaLimits} and to the XML that XMPP allows
 * (RFC 6120 §11.1): no comments, processing instructions or declarations. Whether the element is
 * well-formed is for the XML reader to say.
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

  private final StanzaLimits limits;
  private final ElementOctets element;
  private State state = State.TEXT;
  private int at; // the octet that is looked at
  private int position;

  private int depth;
  private int elements;
  private int attributes;
  private Found found = Found.NOTHING;
  private byte quote;
  private byte last;
  private int unquoted;
  private int matched;
  private boolean started;

  StanzaFramer(StanzaLimits limits) {
    this.limits = limits;
    this.element = new ElementOctets(limits.octets());
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
    if (framer.scan(octets, end, octets.length) != Found.NOTHING || framer.octets() > 0) {
      throw new MalformedException("one element", end);
    }
    return element;
  }

  /**
   * Looks at {@code octets[from..to)} up to the end of the first thing found. The octets have to
   * stay as they are until it is taken.
   */
  Found scan(byte[] octets, int from, int to) throws MalformedException {
    found = Found.NOTHING;
    int i = from;
    element.goOnAt(from);
    while (i < to && found == Found.NOTHING) {
      i = step(octets, i, to);
    }
    position = i;
    last = i > from ? octets[i - 1] : last;
    boolean maySpare = found == Found.ELEMENT || (found == Found.NOTHING && isInStanza());
    element.extend(octets, i, found != Found.NOTHING, maySpare);
    return found == Found.ELEMENT && excess().isPresent() ? Found.OVER_LIMIT : found;
  }

  /** The index behind the last octet that {@link #scan} looked at. */
  int position() {
    return position;
  }

  /** How many octets were found, kept or not; until they are taken. */
  int octets() {
    return element.count();
  }

  /** What an element over a limit should have been; empty for one that is within them. */
  Optional<String> excess() {
    return element.excess();
  }

  /**
   * The text of what was found; the framer begins anew. Of an element over a limit it is its start
   * tag, made that of an empty element, or nothing where that is over a limit itself.
   *
   * @throws MalformedException when it is not UTF-8
   */
  String take() throws MalformedException {
    elements = 0;
    return element.take();
  }

  /**
   * Reads the element that was found, which is within the limits; the framer begins anew.
   *
   * @throws MalformedException when it is none
   */
  StreamElement read(ElementParser content) throws MalformedException {
    elements = 0;
    return element.read(content);
  }

  /** Where in the element the octet stands that is looked at. */
  private int offset() {
    return element.offset(at);
  }

  /** Looks at the octet at {@code from} and at what follows as long as it means nothing else. */
  private int step(byte[] octets, int from, int to) throws MalformedException {
    at = from;
    return switch (state) {
      case TEXT -> text(octets, from, to);
      case MARKUP -> markup(octets, from, to);
      case DECLARATION -> declaration(octets, from, to);
      case START_TAG -> startTag(octets, from, to);
      case QUOTED -> quoted(octets, from, to);
      case END_TAG -> endTag(octets, from, to);
      case CDATA_OPENING -> cdataOpening(octets, from);
      case CDATA -> cdata(octets, from, to);
    };
  }

  /** The octet in front of the one that is looked at. */
  private byte before(byte[] octets) {
    return at > element.begin() ? octets[at - 1] : last;
  }

  private int text(byte[] octets, int from, int to) throws MalformedException {
    int i = depth > 1 ? OctetSearch.find((byte) '<', octets, from, to) : between(octets, from, to);
    if (i == to) {
      return to;
    }
    state = State.MARKUP;
    at = i + 1;
    return at < to ? markup(octets, at, to) : to;
  }

  /**
   * The index of the next tag. Between stanzas only whitespace may stand (RFC 6120 §4.6.1), and
   * before the stream nothing.
   */
  private int between(byte[] octets, int from, int to) throws MalformedException {
    int i = from;
    while (i < to && octets[i] != '<') {
      byte octet = octets[i];
      if (!started || (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t')) {
        at = i;
        throw new MalformedException("<", offset());
      }
      i++;
    }
    element.skip(from, i); // behind the declaration it belongs to the header
    return i;
  }

  private int markup(byte[] octets, int from, int to) throws MalformedException {
    byte octet = octets[from];
    boolean first = !started;
    started = true;
    if (isNameStart(octet)) {
      elements++;
      attributes = 0;
      unquoted = 0;
      state = State.START_TAG;
      if (depth > limits.depth() || elements > limits.elements()) {
        exceed("a stanza of fewer elements");
      }
      return startTag(octets, from, to);
    }
    if (octet == '/') {
      state = State.END_TAG;
      return endTag(octets, from + 1, to);
    }
    if (octet == '?' && first) {
      state = State.DECLARATION;
    } else if (octet == '!' && depth > 1) {
      state = State.CDATA_OPENING;
      matched = 0;
    } else if (octet == '?' || octet == '!') {
      throw new MalformedException("an element: comments and the like are restricted", offset());
    } else {
      throw new MalformedException("a name", offset());
    }
    return from + 1;
  }

  private int declaration(byte[] octets, int from, int to) {
    at = OctetSearch.find((byte) '>', octets, from, to);
    if (at == to) {
      return to;
    }
    state = before(octets) == '?' ? State.TEXT : state;
    return at + 1;
  }

  /** Whether a name may begin so; beyond ASCII the XML reader knows better. */
  private static boolean isNameStart(byte octet) {
    return octet < 0
        || (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || octet == '_';
  }

  private int startTag(byte[] octets, int from, int to) throws MalformedException {
    int i = from;
    while (i < to) {
      at = OctetSearch.findMarkup(octets, i, to);
      unquoted += at - i;
      if (unquoted > MAX_NAME_OCTETS) {
        exceed("a shorter name");
      }
      if (at == to) {
        return to;
      }
      if (octets[at] == '>') {
        endOfStartTag(octets);
        return at + 1;
      }
      if (octets[at] == '<') {
        throw new MalformedException(">", offset());
      }
      i = attribute(octets, to);
    }
    return i;
  }

  private int attribute(byte[] octets, int to) throws MalformedException {
    if (++attributes > limits.attributes()) {
      exceed("an element of fewer attributes");
    }
    quote = octets[at];
    int end = OctetSearch.find(quote, octets, at + 1, to);
    if (end == to) {
      state = State.QUOTED;
      return to;
    }
    unquoted = 0;
    return end + 1;
  }

  private int quoted(byte[] octets, int from, int to) {
    int i = OctetSearch.find(quote, octets, from, to);
    if (i == to) {
      return to;
    }
    state = State.START_TAG;
    unquoted = 0;
    return i + 1;
  }

  private void endOfStartTag(byte[] octets) throws MalformedException {
    state = State.TEXT;
    if (before(octets) != '/') {
      opened();
    } else if (depth == 0) {
      throw new MalformedException("the start tag of a stream", 0);
    } else if (depth == 1) {
      found = Found.ELEMENT;
    }
  }

  private void opened() {
    depth++;
    if (depth == 1) {
      found = Found.HEADER;
    } else if (depth == 2 && excess().isEmpty()) {
      element.startTagEndsAt(at);
    }
  }

  private int endTag(byte[] octets, int from, int to) throws MalformedException {
    at = OctetSearch.findTagEnd(octets, from, to);
    if (at == to) {
      return to;
    }
    if (octets[at] == '<') {
      throw new MalformedException(">", offset());
    }
    if (depth == 0) {
      throw new MalformedException("the start tag of a stream", 0);
    }
    state = State.TEXT;
    depth--;
    if (depth < 2) {
      found = depth == 0 ? Found.END : Found.ELEMENT;
    }
    return at + 1;
  }

  private int cdataOpening(byte[] octets, int from) throws MalformedException {
    if (octets[from] != CDATA_OPENING[matched]) {
      throw new MalformedException("<![CDATA[", offset());
    }
    if (++matched == CDATA_OPENING.length) {
      state = State.CDATA;
      matched = 0;
    }
    return from + 1;
  }

  private int cdata(byte[] octets, int from, int to) {
    int i = matched == 0 ? OctetSearch.find((byte) ']', octets, from, to) : from;
    if (i == to) {
      return to;
    }
    if (octets[i] == ']') {
      matched = Math.min(2, matched + 1);
    } else {
      state = octets[i] == '>' && matched == 2 ? State.TEXT : state;
      matched = 0;
    }
    return i + 1;
  }

  private boolean isInStanza() {
    return depth > 1 || (depth == 1 && state != State.END_TAG);
  }

  /** What is over a limit is looked through; the tags of the stream itself cannot be spared. */
  private void exceed(String expected) throws MalformedException {
    if (!isInStanza()) {
      throw new MalformedException(expected, offset());
    }
    element.exceed(expected);
  }
}

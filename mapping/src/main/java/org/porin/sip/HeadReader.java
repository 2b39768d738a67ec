package org.porin.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Reads start line and headers of one message, to the end even where something is wrong: of a
 * malformed request as much as its answer needs is kept, and the length of the body is found if it
 * can be. The first fault counts. Offsets count octets from the start of the message.
 */
final class HeadReader {
  static final int NO_LENGTH = -1;

  private static final byte CONTROL = 1;
  private static final byte BEYOND_ASCII = 2;
  private static final byte COMMA = 4;
  private static final byte LINE_END = 8;
  private static final byte[] KINDS = kinds();
  private static final int MANDATORY = mandatoryBits();

  private final byte[] in;
  private final int start;
  private final int end;
  private final SipLimits limits;

  private final List<SipHeader> headers = new ArrayList<>(16);
  private @Nullable StartLine startLine;
  private boolean answerableLine;
  private @Nullable MalformedException fault;
  private int status = 400;
  private boolean unframed;
  private int contentLength = NO_LENGTH;
  private boolean lengthSeen;

  /** What kinds of octets are in the line that was last looked at. */
  private int kinds;

  /** The bits of the headers that were there ({@link KnownHeader#bit}). */
  private int seen;

  private HeadReader(byte[] in, int start, int end, SipLimits limits) {
    this.in = in;
    this.start = start;
    this.end = end;
    this.limits = limits;
  }

  /**
   * Reads {@code in[start..end)}.
   *
   * @param end behind the empty line, or behind the last whole line where there is no empty one
   */
  static HeadReader read(byte[] in, int start, int end, SipLimits limits) {
    HeadReader head = new HeadReader(in, start, end, limits);
    head.lines();
    head.requireAll();
    return head;
  }

  /** The first index behind an empty line in {@code in[from..to)}, or -1. */
  static int endOfHead(byte[] in, int from, int to) {
    int i = from + 3;
    while (i < to) { // where the last of CR LF CR LF may stand
      byte octet = in[i];
      if (octet == '\n') {
        if (in[i - 1] == '\r' && in[i - 2] == '\n' && in[i - 3] == '\r') {
          return i + 1;
        }
        i += 2;
      } else {
        i += octet == '\r' ? 1 : 4;
      }
    }
    return -1;
  }

  Optional<MalformedException> fault() {
    return Optional.ofNullable(fault);
  }

  /** What the fault is answered with. */
  int status() {
    return status;
  }

  /** Whether the fault leaves it open where the message ends. */
  boolean isUnframed() {
    return unframed;
  }

  /** Content-Length, or {@link #NO_LENGTH}. */
  int contentLength() {
    return contentLength;
  }

  void noteUnframed(String expected, int offset, int answer) {
    if (fault == null) {
      note(new MalformedException(expected, offset), answer);
    }
    unframed = true;
  }

  void note(MalformedException found, int answer) {
    if (fault == null) {
      fault = found;
      status = answer;
    }
  }

  /** The message, if there is no fault. */
  SipMessage message(Octets body) {
    SipHeaders all = new SipHeaders(headers);
    if (startLine instanceof StartLine.Request line) {
      return new SipRequest(line.method(), line.uri(), all, body);
    }
    if (startLine instanceof StartLine.Status line) {
      return new SipResponse(line.status(), line.reason(), all, body);
    }
    throw new IllegalStateException("a message without start line has a fault");
  }

  /** What an answer needs, where one may be sent and can find its way. */
  Optional<SipHeaders> answerable() {
    SipHeaders all = new SipHeaders(headers);
    if (!answerableLine
        || !all.has("From")
        || !all.has("To")
        || !all.has("Call-ID")
        || !all.has("CSeq")) {
      return Optional.empty();
    }
    try {
      Via.parse(all.first("Via").orElse(""));
      return Optional.of(all);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private void lines() {
    int at = start;
    boolean first = true;
    while (at < end) {
      kinds = 0;
      int lineEnd = endOfLine(at);
      boolean folded = false;
      while (lineEnd + 2 < end && lineEnd > at && SipText.isBlank((char) in[lineEnd + 2])) {
        folded = true;
        lineEnd = endOfLine(lineEnd + 2);
      }
      if (first) {
        startLine(at, lineEnd, folded);
        first = false;
      } else if (lineEnd > at) {
        headerLine(at, lineEnd, folded);
      }
      at = lineEnd + 2;
    }
  }

  /** The index of the next CRLF; what is only half of one is a fault, and dangerous to guess at. */
  private int endOfLine(int from) {
    int found = 0;
    int i = LineOctets.skipPlain(in, from, end);
    while (i < end) {
      byte kind = KINDS[in[i] & 0xFF];
      if (kind == LINE_END) {
        if (in[i] == '\r' && i + 1 < end && in[i + 1] == '\n') {
          break;
        }
        found |= CONTROL;
        noteUnframed("CR and LF together", i - start, 400);
      }
      found |= kind;
      i = LineOctets.skipPlain(in, i + 1, end);
    }
    kinds |= found;
    return i;
  }

  private void startLine(int from, int to, boolean folded) {
    if (folded) {
      noteUnframed("a start line in one line", 0, 400);
      return;
    }
    if (to - from > limits.startLineOctets()) {
      tooLarge("a start line of at most " + limits.startLineOctets() + " octets", from);
      return;
    }
    try {
      String line = text(from, to);
      answerableLine = StartLine.isRequest(line) && !line.startsWith("ACK "); // §17: never answered
      startLine = StartLine.parse(line);
      if (startLine instanceof StartLine.Request request && !request.supported()) {
        note(new MalformedException(StartLine.VERSION, to - start - 7), 505);
      }
    } catch (MalformedException e) {
      note(e, 400);
    }
  }

  private void headerLine(int from, int to, boolean folded) {
    if (to - from > limits.headerLineOctets()) {
      tooLarge("a header of at most " + limits.headerLineOctets() + " octets", from);
      return;
    }
    int colon = from;
    while (colon < to && in[colon] != ':') {
      colon++;
    }
    int nameEnd = colon;
    while (nameEnd > from && SipText.isBlank((char) in[nameEnd - 1])) {
      nameEnd--;
    }
    KnownHeader known = KnownHeader.of(in, from, nameEnd);
    String name =
        known == null
            ? HeaderNames.canonical(
                new String(in, from, nameEnd - from, StandardCharsets.ISO_8859_1))
            : known.name();
    if (colon == to || (known == null && !SipText.isToken(name))) {
      note(new MalformedException("header name and ':'", from - start), 400);
      return;
    }
    int valueStart = colon + 1;
    while (valueStart < to && SipText.isBlank((char) in[valueStart])) {
      valueStart++;
    }
    String raw;
    try {
      raw = text(valueStart, to);
    } catch (MalformedException e) {
      note(e.within(valueStart - start), 400);
      return;
    }
    if (known == null) {
      known = KnownHeader.of(name); // written in an unusual way
    }
    try {
      header(name, known, folded ? Folding.unfold(raw) : raw);
    } catch (MalformedException e) {
      int chars = folded ? Folding.charsBefore(raw, e.offset()) : e.offset();
      int octets = Octets.utf8(raw.substring(0, chars)).length();
      note(new MalformedException(e.expected(), valueStart - start + octets), 400);
    }
  }

  private void header(String name, @Nullable KnownHeader known, String value)
      throws MalformedException {
    int forbidden = (kinds & CONTROL) == 0 ? -1 : SipText.firstForbidden(value);
    if (forbidden >= 0) {
      throw new MalformedException("no controls", forbidden);
    }
    if (name.equals("Content-Length")) {
      contentLength(value);
      return;
    }
    if (known != null) {
      if (known.single() && (seen & known.bit()) != 0) {
        throw new MalformedException("one " + name, 0);
      }
      seen |= known.bit();
    }
    if (known != null && known.list() && (kinds & COMMA) != 0) {
      int at = 0;
      for (String part : ListValue.split(value)) {
        add(name, part, at);
        at += part.length() + 1; // and the comma
      }
    } else {
      add(name, value, 0);
    }
  }

  /** Adds one value, which begins at a char of its line's. */
  private void add(String name, String value, int at) throws MalformedException {
    if (headers.size() == limits.headerCount()) {
      tooLarge("at most " + limits.headerCount() + " headers", start);
      return;
    }
    SipHeader header = SipHeader.read(name, value);
    headers.add(header);
    try {
      HeaderRules.check(header, startLine);
    } catch (MalformedException e) {
      int blanks = 0;
      while (blanks < value.length() && SipText.isBlank(value.charAt(blanks))) {
        blanks++;
      }
      throw e.within(at + blanks);
    }
  }

  private void contentLength(String value) throws MalformedException {
    unframed = true; // until the number is known to be good
    if (lengthSeen) {
      throw new MalformedException("one Content-Length", 0);
    }
    lengthSeen = true;
    SipCursor cursor = new SipCursor(value);
    int length = (int) cursor.number(Integer.MAX_VALUE, "Content-Length");
    cursor.skipBlanks();
    cursor.end();
    contentLength = length;
    unframed = false;
  }

  private void requireAll() {
    if ((seen & MANDATORY) == MANDATORY) {
      return;
    }
    for (String name : HeaderRules.MANDATORY) {
      if (!isThere(name)) {
        note(new MalformedException(name, end - start), 400);
      }
    }
  }

  private boolean isThere(String canonicalName) {
    for (SipHeader header : headers) {
      if (header.name().equals(canonicalName)) {
        return true;
      }
    }
    return false;
  }

  private void tooLarge(String expected, int at) {
    note(new MalformedException(expected, at - start), 513);
  }

  private String text(int from, int to) throws MalformedException {
    return (kinds & BEYOND_ASCII) == 0
        ? new String(in, from, to - from, StandardCharsets.ISO_8859_1)
        : Octets.copyOf(in, from, to).toUtf8();
  }

  private static int mandatoryBits() {
    int bits = 0;
    for (String name : HeaderRules.MANDATORY) {
      bits |= Objects.requireNonNull(KnownHeader.of(name)).bit();
    }
    return bits;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int octet = 0; octet < kinds.length; octet++) {
      if (octet == '\r' || octet == '\n') {
        kinds[octet] = LINE_END;
      } else if ((octet < ' ' && octet != '\t') || octet == 0x7F) {
        kinds[octet] = CONTROL;
      } else if (octet == ',') {
        kinds[octet] = COMMA;
      } else {
        kinds[octet] = octet < 0x80 ? 0 : BEYOND_ASCII;
      }
    }
    return kinds;
  }
}

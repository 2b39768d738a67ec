package org.porin.msgfmt;

import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * The lines of a header block, one after the other. One look at each octet says where a line ends
 * and what kinds of octets are in it. One owner, no threads.
 */
final class LineCursor {
  private static final byte PLAIN = 0;
  private static final byte TAB = 1;
  private static final byte CONTROL = 2;
  private static final byte BEYOND_ASCII = 4;
  private static final byte LINE_END = 8;
  private static final byte[] KINDS = kinds();

  private final Octets octets;
  private final CpimReading reading;
  private final int lineOctets;
  private int next;
  private int start;
  private int end;
  private int kinds;

  LineCursor(Octets octets, int from, CpimReading reading, CpimLimits limits) {
    this.octets = octets;
    this.next = from;
    this.reading = reading;
    this.lineOctets = limits.lineOctets();
  }

  /**
   * Goes to the next line.
   *
   * @param badEnd the fault if it does not end in CR LF
   * @param noEnd the fault if it does not end at all
   */
  void advance(CpimReason badEnd, CpimReason noEnd) throws CpimFault {
    start = next;
    int length = octets.length();
    int seen = PLAIN;
    int i = next;
    while (i < length) {
      byte kind = KINDS[octets.at(i)];
      if (kind == LINE_END) {
        break;
      }
      seen |= kind;
      i++;
    }
    kinds = seen;
    end = i;
    if (i - start > lineOctets) {
      throw new CpimFault(CpimReason.LINE_TOO_LONG, start + lineOctets);
    }
    if (i == length) {
      throw new CpimFault(noEnd, i);
    }
    if (octets.at(i) == '\n') {
      if (!reading.lenient()) {
        throw new CpimFault(badEnd, i);
      }
      next = i + 1;
    } else {
      if (i + 1 == length || octets.at(i + 1) != '\n') {
        throw new CpimFault(badEnd, i);
      }
      next = i + 2;
    }
  }

  /** Where the line begins, in octets of the whole object. */
  int start() {
    return start;
  }

  /** Where the line ends, before its CR LF. */
  int end() {
    return end;
  }

  /** Where the next line begins. */
  int next() {
    return next;
  }

  boolean isBlank() {
    return start == end;
  }

  boolean startsWithSpace() {
    return start < end && isSpace(octets.at(start));
  }

  boolean endsWithSpace() {
    return start < end && isSpace(octets.at(end - 1));
  }

  /** Whether the line begins with an ASCII text, letters without regard to case. */
  boolean startsWithIgnoringCase(String lowerCase) {
    if (end - start < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      int c = octets.at(start + i);
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether every octet is a visible character of ASCII, or a space. */
  boolean isPlainAscii() {
    return kinds == PLAIN;
  }

  /** Whether the next line begins with white space, and so goes on with this one (MIME alone). */
  boolean isContinued() {
    return next < octets.length() && isSpace(octets.at(next));
  }

  /** Where an ASCII character first stands in the line; -1 for nowhere. */
  int indexOf(char c) {
    for (int i = start; i < end; i++) {
      if (octets.at(i) == c) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the line begins with an ASCII text. */
  boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (start + i >= end || octets.at(start + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Part of a plain line, without spaces around it. */
  String trimmed(int from, int to) {
    int first = from;
    int last = to;
    while (first < last && octets.at(first) == ' ') {
      first++;
    }
    while (last > first && octets.at(last - 1) == ' ') {
      last--;
    }
    return octets.toAscii(first, last);
  }

  /** Where the first control character of the line is; -1 for none. */
  int firstControl() {
    int refused = reading.lenient() ? CONTROL : CONTROL | TAB;
    if ((kinds & refused) != 0) {
      for (int i = start; i < end; i++) {
        if ((KINDS[octets.at(i)] & refused) != 0) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The line as text. */
  String text() throws CpimFault {
    if ((kinds & BEYOND_ASCII) == 0) {
      return octets.toAscii(start, end);
    }
    try {
      return octets.toUtf8(start, end);
    } catch (MalformedException e) {
      throw new CpimFault(CpimReason.BAD_UTF8, start + e.offset());
    }
  }

  /** The line as text, with U+FFFD for what is not UTF-8. */
  String textWithReplacement() {
    return (kinds & BEYOND_ASCII) == 0 ? octets.toAscii(start, end) : octets.toText(start, end);
  }

  private static boolean isSpace(int octet) {
    return octet == ' ' || octet == '\t';
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int octet = 0; octet < kinds.length; octet++) {
      if (octet == '\r' || octet == '\n') {
        kinds[octet] = LINE_END;
      } else if (octet == '\t') {
        kinds[octet] = TAB;
      } else if (octet < 0x20 || octet == 0x7F) {
        kinds[octet] = CONTROL;
      } else {
        kinds[octet] = octet < 0x80 ? PLAIN : BEYOND_ASCII;
      }
    }
    return kinds;
  }
}

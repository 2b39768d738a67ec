package org.porin.msgfmt;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The lines of a header block, one after the other. One owner, no threads. */
final class LineCursor {
  private final byte[] octets;
  private final CpimReading reading;
  private final int lineOctets;
  private int next;
  private int start;
  private int end;

  LineCursor(byte[] octets, int from, CpimReading reading, CpimLimits limits) {
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
    int i = next;
    while (i < octets.length && octets[i] != '\r' && octets[i] != '\n') {
      i++;
    }
    if (i - start > lineOctets) {
      throw new CpimFault(CpimReason.LINE_TOO_LONG, start + lineOctets);
    }
    if (i == octets.length) {
      throw new CpimFault(noEnd, i);
    }
    end = i;
    if (octets[i] == '\n') {
      if (!reading.lenient()) {
        throw new CpimFault(badEnd, i);
      }
      next = i + 1;
    } else {
      if (i + 1 == octets.length || octets[i + 1] != '\n') {
        throw new CpimFault(badEnd, i);
      }
      next = i + 2;
    }
  }

  /** Where the line begins, in octets of the whole object. */
  int start() {
    return start;
  }

  /** Where the next line begins. */
  int next() {
    return next;
  }

  boolean isBlank() {
    return start == end;
  }

  boolean startsWithSpace() {
    return start < end && isSpace(octets[start]);
  }

  boolean endsWithSpace() {
    return start < end && isSpace(octets[end - 1]);
  }

  /** Whether the line begins with an ASCII text, letters without regard to case. */
  boolean startsWithIgnoringCase(String lowerCase) {
    if (end - start < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      int c = octets[start + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the first control character of the line is; -1 for none. */
  int firstControl() {
    for (int i = start; i < end; i++) {
      int c = octets[i];
      if ((c >= 0 && c < 0x20 && !(c == '\t' && reading.lenient())) || c == 0x7F) {
        return i;
      }
    }
    return -1;
  }

  /** The line as text. */
  String text() throws CpimFault {
    if (isAscii()) {
      return new String(octets, start, end - start, StandardCharsets.US_ASCII);
    }
    ByteBuffer in = ByteBuffer.wrap(octets, start, end - start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new CpimFault(CpimReason.BAD_UTF8, in.position());
    }
  }

  /** The line as text, with U+FFFD for what is not UTF-8. */
  String textWithReplacement() {
    return new String(octets, start, end - start, StandardCharsets.UTF_8);
  }

  private boolean isAscii() {
    for (int i = start; i < end; i++) {
      if (octets[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}

package org.porin.msgfmt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.porin.wire.Octets;

/** Reads one object: message headers, blank line, encapsulated entity (RFC 3862 §2). */
final class CpimReader {
  private CpimReader() {}

  static CpimMessage read(Octets octets, CpimLimits limits, CpimReading reading) throws CpimFault {
    if (octets.length() > limits.octets()) {
      throw new CpimFault(CpimReason.TOO_LARGE, limits.octets());
    }
    LineCursor line = new LineCursor(octets, 0, reading, limits);
    List<Header> headers = new ArrayList<>(8);
    Namespaces namespaces = new Namespaces();
    try {
      while (advance(line, reading)) {
        if (headers.size() == limits.headers()) {
          throw new CpimFault(CpimReason.TOO_MANY_HEADERS, line.start());
        }
        headers.add(header(line, namespaces, reading));
      }
    } catch (CpimFault fault) {
      throw reading == CpimReading.STRICT ? HeaderBlock.gravest(octets.toArray(), fault) : fault;
    }
    int entity = line.isBlank() ? line.next() : line.start();
    return new CpimMessage(headers, MimeReader.read(octets, entity, limits, reading));
  }

  /** Goes to the next header; false where the header block ends. */
  private static boolean advance(LineCursor line, CpimReading reading) throws CpimFault {
    line.advance(CpimReason.BAD_LINE_ENDING, CpimReason.MISSING_SEPARATOR);
    return !line.isBlank()
        && !(reading == CpimReading.LENIENT_WITHOUT_BLANK_LINE
            && line.startsWithIgnoringCase("content-"));
  }

  private static Header header(LineCursor line, Namespaces namespaces, CpimReading reading)
      throws CpimFault {
    if (line.startsWithSpace()) {
      throw new CpimFault(CpimReason.LEADING_WHITESPACE, line.start());
    }
    if (line.endsWithSpace() && !reading.lenient()) {
      throw new CpimFault(CpimReason.TRAILING_WHITESPACE, line.start());
    }
    int control = line.firstControl();
    if (control >= 0) {
      throw new CpimFault(CpimReason.CONTROL_CHAR, control);
    }
    String text = reading.lenient() ? Grammar.trimEnd(line.text()) : line.text();
    try {
      return HeaderLine.decode(text, namespaces, reading);
    } catch (CpimFault fault) { // chars of the line to octets of the object
      String before = text.substring(0, fault.offset());
      int octets = before.getBytes(StandardCharsets.UTF_8).length;
      throw new CpimFault(fault.reason(), line.start() + octets);
    }
  }
}

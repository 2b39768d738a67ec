package org.porin.msgfmt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one object: message headers, blank line, encapsulated entity (RFC 3862 §2). */
final class CpimReader {
  private CpimReader() {}

  static CpimMessage read(byte[] octets, CpimLimits limits, CpimReading reading) throws CpimFault {
    if (octets.length > limits.octets()) {
      throw new CpimFault(CpimReason.TOO_LARGE, limits.octets());
    }
    LineCursor line = new LineCursor(octets, 0, reading, limits);
    List<Header> headers = new ArrayList<>();
    Namespaces namespaces = new Namespaces();
    int entity;
    while (true) {
      line.advance(CpimReason.BAD_LINE_ENDING, CpimReason.MISSING_SEPARATOR);
      if (line.isBlank()) {
        entity = line.next();
        break;
      }
      if (reading == CpimReading.LENIENT_WITHOUT_BLANK_LINE
          && line.startsWithIgnoringCase("content-")) {
        entity = line.start();
        break;
      }
      if (headers.size() == limits.headers()) {
        throw new CpimFault(CpimReason.TOO_MANY_HEADERS, line.start());
      }
      headers.add(header(line, namespaces, reading));
    }
    return new CpimMessage(headers, MimeReader.read(octets, entity, limits, reading));
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
    String text = line.text();
    try {
      return HeaderLine.decode(text, namespaces, reading);
    } catch (CpimFault fault) { // chars of the line to octets of the object
      String before = text.substring(0, fault.offset());
      int octets = before.getBytes(StandardCharsets.UTF_8).length;
      throw new CpimFault(fault.reason(), line.start() + octets);
    }
  }
}

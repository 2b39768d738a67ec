package org.porin.msgfmt;

import java.util.ArrayList;
import java.util.List;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Reads the encapsulated entity, by the ordinary rules of MIME: folded lines, names without case
 * (RFC 3862 §2.4, RFC 2045 §3).
 */
final class MimeReader {
  private MimeReader() {}

  static MimeEntity read(Octets octets, int from, CpimLimits limits, CpimReading reading)
      throws CpimFault {
    LineCursor line = new LineCursor(octets, from, reading, limits);
    List<MimeHeader> headers = new ArrayList<>(2);
    String field = "";
    int fieldStart = from;
    while (true) {
      line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
      if (line.startsWithSpace()) {
        if (field.isEmpty()) {
          throw new CpimFault(CpimReason.BAD_MIME, line.start());
        }
        field = unfolded(field, line, limits); // the line is now one behind the field
      }
      if (!field.isEmpty()) {
        headers.add(field(field, fieldStart));
        field = "";
      }
      if (line.isBlank()) {
        break;
      }
      if (headers.size() == limits.headers()) {
        throw new CpimFault(CpimReason.TOO_MANY_HEADERS, line.start());
      }
      fieldStart = line.start();
      field = line.textWithReplacement();
    }
    requireOneContentType(headers, from);
    return new MimeEntity(
        headers, octets.slice(line.next(), octets.length()), octets.slice(from, octets.length()));
  }

  /** A field with all the lines that go on with it, in time that grows with their length. */
  private static String unfolded(String first, LineCursor line, CpimLimits limits)
      throws CpimFault {
    StringBuilder field = new StringBuilder(first);
    while (line.startsWithSpace()) {
      field.append(' ').append(line.textWithReplacement().stripLeading());
      if (field.length() > limits.lineOctets()) {
        throw new CpimFault(CpimReason.LINE_TOO_LONG, line.start());
      }
      line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
    }
    return field.toString();
  }

  private static MimeHeader field(String field, int offset) throws CpimFault {
    int colon = field.indexOf(':');
    String name = colon < 0 ? "" : field.substring(0, colon).strip();
    String value = field.substring(colon + 1).strip();
    if (!MimeHeader.isName(name) || !MimeHeader.isValue(value)) {
      throw new CpimFault(CpimReason.BAD_MIME, offset);
    }
    return new MimeHeader(name, value);
  }

  /** Two would let two readers see two types. */
  private static void requireOneContentType(List<MimeHeader> headers, int offset) throws CpimFault {
    int types = 0;
    for (MimeHeader header : headers) {
      if (header.is("Content-Type")) {
        types++;
        try {
          MediaType.parse(header.value());
        } catch (MalformedException e) {
          throw new CpimFault(CpimReason.BAD_MIME, offset);
        }
      }
    }
    if (types == 0) {
      throw new CpimFault(CpimReason.MISSING_CONTENT_TYPE, offset);
    }
    if (types > 1) {
      throw new CpimFault(CpimReason.BAD_MIME, offset);
    }
  }
}

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

  static MimeEntity read(byte[] octets, int from, CpimLimits limits, CpimReading reading)
      throws CpimFault {
    LineCursor line = new LineCursor(octets, from, reading, limits);
    List<MimeHeader> headers = new ArrayList<>(2);
    StringBuilder field = new StringBuilder();
    int fieldStart = from;
    while (true) {
      line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
      if (line.startsWithSpace()) {
        if (field.isEmpty()) {
          throw new CpimFault(CpimReason.BAD_MIME, line.start());
        }
        field.append(' ').append(line.textWithReplacement().stripLeading());
        if (field.length() > limits.lineOctets()) {
          throw new CpimFault(CpimReason.LINE_TOO_LONG, line.start());
        }
        continue;
      }
      if (!field.isEmpty()) {
        headers.add(field(field, fieldStart));
        field.setLength(0);
      }
      if (line.isBlank()) {
        break;
      }
      if (headers.size() == limits.headers()) {
        throw new CpimFault(CpimReason.TOO_MANY_HEADERS, line.start());
      }
      fieldStart = line.start();
      field.append(line.textWithReplacement());
    }
    requireOneContentType(headers, from);
    return new MimeEntity(
        headers,
        Octets.copyOf(octets, line.next(), octets.length),
        Octets.copyOf(octets, from, octets.length));
  }

  private static MimeHeader field(StringBuilder field, int offset) throws CpimFault {
    int colon = field.indexOf(":");
    String name = colon < 0 ? "" : field.substring(0, colon).strip();
    String value = field.substring(colon + 1).strip();
    if (!MimeHeader.isName(name) || !MimeHeader.isValue(value)) {
      throw new CpimFault(CpimReason.BAD_MIME, offset);
    }
    return new MimeHeader(name, value);
  }

  /** Two would let two readers see two types. */
  private static void requireOneContentType(List<MimeHeader> headers, int offset) throws CpimFault {
    List<String> types =
        headers.stream().filter(h -> h.is("Content-Type")).map(MimeHeader::value).toList();
    if (types.isEmpty()) {
      throw new CpimFault(CpimReason.MISSING_CONTENT_TYPE, offset);
    }
    try {
      MediaType.parse(types.get(0));
    } catch (MalformedException e) {
      throw new CpimFault(CpimReason.BAD_MIME, offset);
    }
    if (types.size() > 1) {
      throw new CpimFault(CpimReason.BAD_MIME, offset);
    }
  }
}

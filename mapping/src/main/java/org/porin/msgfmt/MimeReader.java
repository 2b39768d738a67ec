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
  private static final String[] USUAL_NAMES = {
    "Content-Type", "Content-type", "Content-ID", "Content-Transfer-Encoding", "Content-Disposition"
  };

  private MimeReader() {}

  static MimeEntity read(Octets octets, int from, CpimLimits limits, CpimReading reading)
      throws CpimFault {
    LineCursor line = new LineCursor(octets, from, reading, limits);
    List<MimeHeader> headers = new ArrayList<>(4);
    line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
    while (!line.isBlank()) {
      int start = line.start();
      if (line.startsWithSpace()) {
        throw new CpimFault(CpimReason.BAD_MIME, start);
      }
      if (headers.size() == limits.headers()) {
        throw new CpimFault(CpimReason.TOO_MANY_HEADERS, start);
      }
      if (line.isPlainAscii() && !line.isContinued()) {
        headers.add(field(line));
        line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
      } else {
        headers.add(field(unfolded(line, limits), start));
      }
    }
    return new MimeEntity(
        headers,
        onlyContentType(headers, from),
        octets.slice(line.next(), octets.length()),
        octets.slice(from, octets.length()));
  }

  /** The field of a line that is all of it and has nothing unusual in it. */
  private static MimeHeader field(LineCursor line) throws CpimFault {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : name(line, colon);
    if (!MimeHeader.isName(name)) {
      throw new CpimFault(CpimReason.BAD_MIME, line.start());
    }
    return new MimeHeader(name, line.trimmed(colon + 1, line.end()));
  }

  /** One and the same object for the names that nearly all entities have. */
  private static String name(LineCursor line, int colon) {
    for (String usual : USUAL_NAMES) {
      if (usual.length() == colon - line.start() && line.startsWith(usual)) {
        return usual;
      }
    }
    return line.trimmed(line.start(), colon);
  }

  /**
   * The field that begins here with all the lines that go on with it, in time that grows with their
   * length; the cursor is then at the line behind it.
   */
  private static String unfolded(LineCursor line, CpimLimits limits) throws CpimFault {
    int start = line.start();
    StringBuilder field = new StringBuilder(line.textWithReplacement());
    line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
    while (line.startsWithSpace()) {
      if (line.end() - start > limits.lineOctets()) {
        throw new CpimFault(CpimReason.LINE_TOO_LONG, start + limits.lineOctets());
      }
      field.append(' ').append(Grammar.trimStart(line.textWithReplacement()));
      line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
    }
    return field.toString();
  }

  private static MimeHeader field(String field, int offset) throws CpimFault {
    int colon = field.indexOf(':');
    String name = colon < 0 ? "" : Grammar.trim(field.substring(0, colon));
    String value = Grammar.trim(field.substring(colon + 1));
    if (!MimeHeader.isName(name) || !MimeHeader.isValue(value)) {
      throw new CpimFault(CpimReason.BAD_MIME, offset);
    }
    return new MimeHeader(name, value);
  }

  /** Two would let two readers see two types. */
  private static MediaType onlyContentType(List<MimeHeader> headers, int offset) throws CpimFault {
    MediaType type = null;
    for (MimeHeader header : headers) {
      if (header.is("Content-Type")) {
        if (type != null) {
          throw new CpimFault(CpimReason.BAD_MIME, offset);
        }
        try {
          type = MediaType.parse(header.value());
        } catch (MalformedException e) {
          throw new CpimFault(CpimReason.BAD_MIME, offset);
        }
      }
    }
    if (type == null) {
      throw new CpimFault(CpimReason.MISSING_CONTENT_TYPE, offset);
    }
    return type;
  }
}

package org.porin.msgfmt;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    Fields fields = fields(line, limits);
    MediaType type = onlyContentType(fields.headers(), from);
    fields.requireNames();
    return new MimeEntity(
        fields.headers(),
        type,
        octets.slice(line.next(), octets.length()),
        octets.slice(from, octets.length()));
  }

  /**
   * Reads a part of a multipart: it may have no fields, and no blank line where there is no body
   * (RFC 2046 §5.1.1).
   *
   * @param unsaid the Content-Type of one that states none
   */
  static MimeEntity readPart(Octets part, CpimLimits limits, MimeHeader unsaid) throws CpimFault {
    LineCursor line = new LineCursor(withBlankLine(part), 0, CpimReading.LENIENT, limits);
    Fields fields = fields(line, limits);
    List<MimeHeader> headers = fields.headers();
    if (headers.stream().noneMatch(header -> header.is("Content-Type"))) {
      headers.add(0, unsaid);
    }
    MediaType type = onlyContentType(headers, 0);
    fields.requireNames();
    int body = Math.min(line.next(), part.length());
    return new MimeEntity(headers, type, part.slice(body, part.length()), part);
  }

  private static Octets withBlankLine(Octets part) {
    boolean lineBegins = true;
    for (int i = 0; i < part.length(); i++) {
      int octet = part.at(i);
      if (octet == '\n') {
        if (lineBegins) {
          return part;
        }
        lineBegins = true;
      } else if (octet != '\r') {
        lineBegins = false;
      }
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream(part.length() + 4);
    part.writeTo(octets);
    Octets.utf8("\r\n\r\n").writeTo(octets);
    return Octets.copyOf(octets.toByteArray());
  }

  /**
   * What stands before the blank line.
   *
   * @param misnamed where the first field with a name that is none begins; -1 for nowhere
   */
  private record Fields(List<MimeHeader> headers, int misnamed) {
    /** Said last: it may be the name of the one that is missing. */
    void requireNames() throws CpimFault {
      if (misnamed >= 0) {
        throw new CpimFault(CpimReason.BAD_MIME, misnamed);
      }
    }
  }

  /** The fields up to the blank line, at which the cursor is then. */
  private static Fields fields(LineCursor line, CpimLimits limits) throws CpimFault {
    List<MimeHeader> headers = new ArrayList<>(4);
    int misnamed = -1;
    line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
    while (!line.isBlank()) {
      int start = line.start();
      if (line.startsWithSpace()) {
        throw new CpimFault(CpimReason.BAD_MIME, start);
      }
      if (headers.size() == limits.headers()) {
        throw new CpimFault(CpimReason.TOO_MANY_HEADERS, start);
      }
      MimeHeader field;
      if (line.isPlainAscii() && !line.isContinued()) {
        field = field(line);
        line.advance(CpimReason.BAD_MIME, CpimReason.BAD_MIME);
      } else {
        field = field(unfolded(line, limits), start);
      }
      if (field != null) {
        headers.add(field);
      } else if (misnamed < 0) {
        misnamed = start;
      }
    }
    return new Fields(headers, misnamed);
  }

  /** The field of a line that is all of it and of plain ASCII; null if its name is none. */
  private static @Nullable MimeHeader field(LineCursor line) throws CpimFault {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new CpimFault(CpimReason.BAD_MIME, line.start());
    }
    String name = name(line, colon);
    return MimeHeader.isName(name)
        ? new MimeHeader(name, line.trimmed(colon + 1, line.end()))
        : null;
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

  /** An unfolded field; null if its name is none. */
  private static @Nullable MimeHeader field(String field, int offset) throws CpimFault {
    int colon = field.indexOf(':');
    String value = Grammar.trim(field.substring(colon + 1));
    if (colon < 0 || !MimeHeader.isValue(value)) {
      throw new CpimFault(CpimReason.BAD_MIME, offset);
    }
    String name = Grammar.trim(field.substring(0, colon));
    return MimeHeader.isName(name) ? new MimeHeader(name, value) : null;
  }

  /** Two would let two readers see two types. */
  private static MediaType onlyContentType(List<MimeHeader> headers, int offset) throws CpimFault {
    MediaType type = null;
    for (MimeHeader header : headers) {
      if (header.is("Content-Type")) {
        if (type != null) {
          throw new CpimFault(CpimReason.BAD_MIME, offset);
        }
        type = type(header.value());
      }
    }
    if (type == null) {
      throw new CpimFault(CpimReason.MISSING_CONTENT_TYPE, offset);
    }
    return type;
  }

  /** RFC 2045 §5.2 recommends to take what cannot be read for text; that would be a guess. */
  private static MediaType type(String written) {
    try {
      return MediaType.parse(written);
    } catch (MalformedException e) {
      return MediaType.OCTET_STREAM;
    }
  }
}
